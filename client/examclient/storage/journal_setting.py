"""Where an attempt's journal may lie, who else may open it, and the room that it has."""

from dataclasses import dataclass
from pathlib import Path

from examclient.storage.ballast import DiskRoom
from examclient.storage.journal_safe import JOURNALS, Recipients, nobody


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
