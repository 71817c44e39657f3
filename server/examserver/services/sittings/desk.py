"""What the staff sees of the sittings.

Rule: reads only, each on one state of the tables.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial

from sqlalchemy import Connection

from examserver.clock import Clock
from examserver.services.actions.lasting import Lasting, lasting_of, still_on
from examserver.services.overview import Phase, phase_of
from examserver.services.rehearsals.report import RehearsalReport, report_of
from examserver.services.rehearsals.stopping import real_exams_near
from examserver.services.sittings.clashes import clashes
from examserver.services.sittings.finding import require_sitting
from examserver.storage.exams import Exam, all_exams, find_exam
from examserver.storage.paper_rows import PaperRow, all_papers
from examserver.storage.rooms import all_rooms
from examserver.storage.sittings import ActRow, Sitting, acts_on, all_sittings, exams_in, rooms_of_exam
from examserver.storage.store import Store
from examserver.storage.turnout import Turnout, turnouts


class SittingState(StrEnum):
    """Where a sitting is at this moment."""

    EMPTY = "without exams"
    TO_COME = "to come"
    UNDER_WAY = "under way"
    CLOSED = "closed"
    ENDED = "ended by the staff"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class SittingExam:
    """One of its exams: when it ends, where it is, who takes part, in which rooms."""

    exam: Exam
    lasting: Lasting
    phase: Phase
    turnout: Turnout
    rooms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SittingGlance:
    """A sitting with its exams by their start."""

    sitting: Sitting
    state: SittingState
    exams: tuple[SittingExam, ...]

    @property
    def starts(self) -> int:
        """When the first of its exams starts, 0 without one."""
        return min((one.exam.starts for one in self.exams), default=0)

    @property
    def ends(self) -> int:
        """When the last of them ends for all, 0 without one."""
        return max((one.lasting.ends for one in self.exams), default=0)

    @property
    def rooms(self) -> tuple[str, ...]:
        """All rooms in which it is sat, sorted."""
        return tuple(sorted({room for one in self.exams for room in one.rooms}))


@dataclass(frozen=True, slots=True)
class SittingList:
    """All sittings, those under way first, then the newest; and the exams that stand alone, not closed for
    all.
    """

    sittings: tuple[SittingGlance, ...]
    alone: tuple[Exam, ...]


@dataclass(frozen=True, slots=True)
class SittingView:
    """One sitting, and what can be chosen for it: papers, rooms, and exams that stand alone.

    `clashes` are those who have two exams at once, `acts` what was done, the newest first.
    """

    glance: SittingGlance
    acts: tuple[ActRow, ...]
    clashes: tuple[str, ...]
    papers: tuple[PaperRow, ...]
    all_rooms: tuple[str, ...]
    alone: tuple[Exam, ...]

    @property
    def may_move(self) -> bool:
        """Whether none of its exams has begun, so that all of it can be moved."""
        return self.glance.state is SittingState.TO_COME

    @property
    def is_over(self) -> bool:
        """Whether the staff has ended or cancelled it."""
        return self.glance.state in (SittingState.ENDED, SittingState.CANCELLED)


@dataclass(frozen=True, slots=True)
class RehearsalView:
    """The report of a rehearsal, the real exams because of which the service is not stopped now, and the one
    of which it was made.
    """

    report: RehearsalReport
    near: tuple[Exam, ...]
    real: Exam | None


class SittingDesk:
    """Owns nothing but the way to the tables."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def listed(self) -> SittingList:
        """All of them."""
        return await self._store.read(partial(_listed, self._clock.now()))

    async def view(self, sitting_id: str) -> SittingView:
        """One of them; raises SittingError."""
        return await self._store.read(partial(_view, sitting_id, self._clock.now()))

    async def rehearsal(self, sitting_id: str) -> RehearsalView:
        """The report of one; raises SittingError."""
        return await self._store.read(partial(_rehearsal, sitting_id, self._clock.now()))


def glance_at(connection: Connection, sitting: Sitting, now: int) -> SittingGlance:
    """A sitting as it is at `now`, a site time in milliseconds."""
    counts, there = turnouts(connection), exams_in(connection, sitting.id)
    lasting = lasting_of(connection, there, now)
    exams = tuple(
        SittingExam(
            exam,
            lasting[exam.id],
            phase_of(exam, lasting[exam.id], now),
            counts.get(exam.id, Turnout()),
            rooms_of_exam(connection, exam.id),
        )
        for exam in there
    )
    return SittingGlance(sitting, _state(sitting, exams, now), exams)


def _state(sitting: Sitting, exams: Sequence[SittingExam], now: int) -> SittingState:
    if sitting.cancelled:
        return SittingState.CANCELLED
    if sitting.ended:
        return SittingState.ENDED
    if not exams:
        return SittingState.EMPTY
    if all(now < one.exam.starts for one in exams):
        return SittingState.TO_COME
    is_going_on = any(one.lasting.goes_on(now) for one in exams)
    return SittingState.UNDER_WAY if is_going_on else SittingState.CLOSED


def _listed(now: int, connection: Connection) -> SittingList:
    found = [glance_at(connection, one, now) for one in reversed(all_sittings(connection))]
    found.sort(key=lambda one: one.state is not SittingState.UNDER_WAY)
    return SittingList(tuple(found), _alone(connection, now))


def _alone(connection: Connection, now: int) -> tuple[Exam, ...]:
    alone = tuple(exam for exam in all_exams(connection) if not exam.sitting)
    on = still_on(connection, alone, now)
    return tuple(exam for exam in alone if now < exam.closes or exam in on)


def _view(sitting_id: str, now: int, connection: Connection) -> SittingView:
    sitting = require_sitting(connection, sitting_id)
    return SittingView(
        glance=glance_at(connection, sitting, now),
        acts=tuple(reversed(acts_on(connection, sitting.id))),
        clashes=clashes(connection, sitting.id),
        papers=all_papers(connection),
        all_rooms=tuple(room.name for room in all_rooms(connection)),
        alone=_alone(connection, now),
    )


def _rehearsal(sitting_id: str, now: int, connection: Connection) -> RehearsalView:
    report = report_of(connection, sitting_id)
    real = find_exam(connection, report.sitting.rehearses)
    return RehearsalView(report, real_exams_near(connection, now), real)
