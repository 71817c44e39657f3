"""What people see of collecting: every exam with its counts, and one exam with its cases. Reads only."""

from dataclasses import dataclass
from functools import partial

from sqlalchemy import Connection

from examserver.errors import CollectingError
from examserver.services.actions.going_on import is_held_open
from examserver.services.actions.lasting import lasting_of
from examserver.services.collecting.closing_time import last_closing
from examserver.services.collecting.looking import Ground, standings_of
from examserver.services.collecting.standing import Standing, Tally, tally_of
from examserver.storage.collecting import Finishing, newest_finishing
from examserver.storage.exams import Exam, all_exams, find_exam
from examserver.storage.folder import ServiceFolder
from examserver.storage.paper_shelf import PaperShelf
from examserver.storage.sittings import find_sitting, rehearsed_exams
from examserver.storage.store import Store

MOST_EXAMS = 30
"""So many exams are counted at once for a page, the newest first."""


@dataclass(frozen=True, slots=True)
class Collected:
    """One exam: its counts, its candidates, and when its collection was finished (None: never).

    `closes` is when it is over for the last candidate, but for pauses that stand. `later` are the candidates
    of whom something has come, or changed, since it was finished.
    """

    exam: Exam
    closes: int
    sitting: str
    is_rehearsal: bool
    tally: Tally
    standings: tuple[Standing, ...]
    finishing: Finishing | None
    later: tuple[Standing, ...] = ()

    @property
    def is_finished(self) -> bool:
        """Whether somebody finished it, and nobody took it up again."""
        return self.finishing is not None and not self.finishing.resumed

    @property
    def cases(self) -> tuple[Standing, ...]:
        """Those whom somebody must look at."""
        return tuple(one for one in self.standings if one.is_case)

    @property
    def settled(self) -> tuple[Standing, ...]:
        """Those of whom a person has decided."""
        return tuple(one for one in self.standings if one.troubles and not one.is_case)


@dataclass(frozen=True, slots=True)
class CollectedPage:
    """So many exams at once, the newest first. `older` is how many newer ones the next page leaves out, 0
    where there are no older ones. Those in `held` are beyond their times, and a pause that stands keeps them
    open for somebody.
    """

    exams: tuple[Collected, ...]
    older: int
    held: frozenset[str]


class CollectionDesk:
    """Owns nothing but the way to the tables, the files and the papers."""

    def __init__(self, store: Store, folder: ServiceFolder, shelf: PaperShelf) -> None:
        self._store = store
        self._folder = folder
        self._shelf = shelf

    async def all(self, *, with_rehearsals: bool, now: int, skip: int = 0) -> CollectedPage:
        """The exams that have begun, the newest first, without the `skip` newest."""
        return await self._store.read(partial(self._all, with_rehearsals, now, skip))

    async def one(self, exam: str) -> Collected:
        """One exam; raises CollectingError."""
        return await self._store.read(partial(self._one, exam))

    async def is_held_open(self, exam: Exam, now: int) -> bool:
        """Whether a pause that stands keeps it open beyond its times for somebody."""
        return await self._store.read(partial(is_held_open, exam=exam, now=now))

    def _all(self, with_rehearsals: bool, now: int, skip: int, connection: Connection) -> CollectedPage:
        begun = _begun(connection, with_rehearsals=with_rehearsals, now=now)
        ground, upto = Ground(connection, self._folder, self._shelf), skip + MOST_EXAMS
        exams = tuple(_collected(ground, exam) for exam in begun[skip:upto])
        lasting = lasting_of(connection, begun[skip:upto], now)
        held = frozenset(exam for exam, one in lasting.items() if one.is_held)
        return CollectedPage(exams, upto if upto < len(begun) else 0, held)

    def _one(self, exam_id: str, connection: Connection) -> Collected:
        return collected(Ground(connection, self._folder, self._shelf), exam_id)


def all_collected(ground: Ground, *, with_rehearsals: bool, now: int) -> tuple[Collected, ...]:
    """The exams that have begun at `now` (site time in milliseconds), the newest first."""
    begun = _begun(ground.connection, with_rehearsals=with_rehearsals, now=now)
    return tuple(_collected(ground, exam) for exam in begun)


def _begun(connection: Connection, *, with_rehearsals: bool, now: int) -> tuple[Exam, ...]:
    left_out = frozenset() if with_rehearsals else rehearsed_exams(connection)
    begun = [one for one in all_exams(connection) if one.starts <= now and one.id not in left_out]
    return tuple(reversed(begun))


def collected(ground: Ground, exam_id: str) -> Collected:
    """One exam by its id; raises CollectingError."""
    exam = find_exam(ground.connection, exam_id)
    if exam is None:
        raise CollectingError(
            f"There is no exam with the id {exam_id}.", "See which there are: examserver exam list DIR"
        )
    return _collected(ground, exam)


def _collected(ground: Ground, exam: Exam) -> Collected:
    standings = standings_of(ground, exam)
    finishing, sitting = (
        newest_finishing(ground.connection, exam.id),
        find_sitting(ground.connection, exam.sitting),
    )
    is_finished = finishing is not None and not finishing.resumed
    marks = finishing.marks if finishing is not None and is_finished else {}
    changed = (one for one in standings if marks.get(one.who.admission_number, "") != one.mark)
    return Collected(
        exam=exam,
        closes=last_closing(ground.connection, exam),
        sitting=sitting.title if sitting else "",
        is_rehearsal=exam.id in rehearsed_exams(ground.connection),
        tally=tally_of(standings),
        standings=standings,
        finishing=finishing,
        later=tuple(changed) if is_finished else (),
    )
