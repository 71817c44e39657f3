"""What is known of one seat: the candidate who is due there, the attempt, the machine, and what it tells.

All times are site times in milliseconds; 0 means never.
"""

from dataclasses import dataclass

from examprotocol.self_check import Grade
from examserver.storage.checkins import CheckInState
from examserver.storage.exams import Exam
from examserver.storage.seen_stations import Seen


@dataclass(frozen=True, slots=True)
class Machine:
    """A station that may be used: where it stands, its name, the version of its client."""

    id: str
    name: str
    room: str
    seat: str
    client: str


@dataclass(frozen=True, slots=True)
class Marked:
    """What a person has to look at in an attempt: questions in dispute, late answers, events that do not
    fold.
    """

    conflicts: int = 0
    late: int = 0
    is_damaged: bool = False


@dataclass(frozen=True, slots=True)
class Sat:
    """An attempt: `events` of `writers` are at the site, the last came at `saved`. `closed`: the service
    closed it by itself then. `is_cloned`: two branches of one writer came. `is_imported`: a package was
    taken in.
    """

    id: str
    is_submitted: bool
    closed: int
    holder: str
    events: int = 0
    writers: int = 0
    saved: int = 0
    is_cloned: bool = False
    is_imported: bool = False
    marked: Marked = Marked()


@dataclass(frozen=True, slots=True)
class SeatFacts:
    """One seat. `exam` has the candidate's own times; without a candidate it is a machine that nobody is due
    at.

    `room` and `seat` are where somebody sits, or is to sit. `questions` are the paper's; `check` is the grade
    of the machine's last self-check, None where it never made one. `entry` is what was found at the door,
    `due` the room and seat that somebody was assigned, where the machine is elsewhere.
    """

    id: str
    room: str
    seat: str
    exam: Exam | None = None
    number: str = ""
    name: str = ""
    questions: int = 0
    sat: Sat | None = None
    machine: Machine | None = None
    seen: Seen | None = None
    check: Grade | None = None
    is_paused: bool = False
    entry: CheckInState | None = None
    due: tuple[str, str] | None = None
    is_client_old: bool = False

    @property
    def told(self) -> Seen | None:
        """What the machine tells of this very attempt, None where it told nothing of it."""
        is_of_this = self.sat is not None and self.seen is not None and self.seen.attempt == self.sat.id
        return self.seen if is_of_this else None
