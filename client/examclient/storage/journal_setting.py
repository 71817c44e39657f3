"""Where an attempt's journal may lie, who else may open it, and what a person should hear of it."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from examclient.storage.ballast import DiskRoom
from examclient.storage.journal_safe import JOURNALS, Recipients, nobody


class Worry(StrEnum):
    """What is not as it should be with saving, though every answer that was shown as saved is on a disk.

    DAMAGED: the journal was damaged and set aside; the answers up to the damage are here.
    LOG_CUT: the last lines of its log were not readable, as after a power cut in the middle of a save.
    LOCKED: the journal that lay here opens with no key of this machine and was set aside.
    SECOND_PLACE: the first disk takes nothing any more; everything is saved in the second place.
    LITTLE_ROOM: the disk has less room than it should.
    BALLAST_GONE: the disk was full, and the room kept for that is in use.
    MIRROR: the second copy elsewhere cannot be written.
    """

    DAMAGED = "damaged"
    LOG_CUT = "log_cut"
    LOCKED = "locked"
    SECOND_PLACE = "second_place"
    LITTLE_ROOM = "little_room"
    BALLAST_GONE = "ballast_gone"
    MIRROR = "mirror"


@dataclass(frozen=True, slots=True)
class Setting:
    """How a journal is kept. `spare` takes over when the first folder fails, `mirror` follows it.

    Both are folders like the data folder: the journals lie in `journals` there. `room` is looked after where
    it is given.
    """

    recipients: Recipients = nobody
    spare: Path | None = None
    mirror: Path | None = None
    room: DiskRoom | None = None

    def places(self, path: Path) -> tuple[Path, ...]:
        """Where a journal is written: the first place, and the one that takes over."""
        return (path,) if self.spare is None else (path, self.spare / JOURNALS / path.name)

    def mirrored(self, path: Path) -> Path | None:
        """Where its second copy lies."""
        return None if self.mirror is None else self.mirror / JOURNALS / path.name
