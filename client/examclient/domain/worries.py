"""What is not as it should be with saving, and which of it a candidate hears.

Rule: a worry is no failure: every answer that was shown as saved is on a disk. It is told until the candidate
has seen it or it is true no more, and it never stands in the way of an answer.
"""

from collections.abc import Set
from enum import StrEnum


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


LOST = frozenset({Worry.DAMAGED, Worry.LOG_CUT, Worry.LOCKED})
"""Some of what was saved on this machine may be elsewhere only."""

TOLD = (
    Worry.BALLAST_GONE,
    Worry.SECOND_PLACE,
    Worry.LOCKED,
    Worry.DAMAGED,
    Worry.LITTLE_ROOM,
    Worry.LOG_CUT,
)
"""What a candidate hears, what matters most first: there is something to do or to look at. The mirror is for
the staff alone: nobody in the room can mend it, and the answers are on this machine and at the site.
"""

IN_THE_OTHER = {Worry.LITTLE_ROOM: Worry.BALLAST_GONE}
"""What the second says, the first need not say as well."""


def worry_to_tell(worries: Set[Worry], seen: Set[Worry]) -> Worry | None:
    """The one that stands on the screen, None where there is none that was not seen."""
    new = (worry for worry in TOLD if worry in worries and worry not in seen)
    return next((worry for worry in new if IN_THE_OTHER.get(worry) not in worries), None)
