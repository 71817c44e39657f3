"""Whether an exam may be reported: it is closed, and its collection is finished or somebody says why not.

Rule: collecting decides what is a case. Reads only.
"""

from dataclasses import dataclass

from examserver.services.actions.going_on import is_held_open
from examserver.services.collecting.board import collected
from examserver.services.collecting.closing_time import last_closing
from examserver.services.collecting.looking import Ground
from examserver.storage.exams import Exam


@dataclass(frozen=True, slots=True)
class Readiness:
    """`closes` is when the exam is over for the last candidate, `finished` when its collection was finished,
    0 where it is not (site times in milliseconds). `cases` are open; of `later` candidates something has come
    since it was finished. `is_held`: a pause that stands keeps the exam open for somebody beyond `closes`.
    """

    closes: int
    finished: int = 0
    cases: int = 0
    later: int = 0
    is_held: bool = False

    def is_over(self, now: int) -> bool:
        """Whether nobody can answer any more at a site time in milliseconds."""
        return now >= self.closes and not self.is_held

    @property
    def is_settled(self) -> bool:
        """Whether nobody has to say why it is reported as it is."""
        return self.finished > 0 and not self.later


def readiness_of(ground: Ground, exam: Exam) -> Readiness:
    """How far collecting has come; costs reading the events of those with whom something is wrong."""
    found = collected(ground, exam.id)
    finished = found.finishing.at if found.finishing is not None and found.is_finished else 0
    return Readiness(found.closes, finished, len(found.cases), len(found.later))


def readiness_at(ground: Ground, exam: Exam, now: int) -> Readiness:
    """The same; while it is open for somebody there are no cases to be counted."""
    closes = last_closing(ground.connection, exam)
    if now < closes:
        return Readiness(closes)
    if is_held_open(ground.connection, exam, now):
        return Readiness(closes, is_held=True)
    return readiness_of(ground, exam)
