"""Rehearses an exam (演练): a copy of it in a rehearsal of its own, with its candidates, rooms, seats.

Rule: the real exam is not touched, nobody comes into the rehearsal who comes for it, and its paper stays
closed (`paper_choice`).
"""

from typing import ClassVar

import msgspec
from sqlalchemy import Connection

from examserver.errors import SittingError
from examserver.importers.draft import PaperDraft
from examserver.services.exams import MINUTE, ExamPlan, create_exam
from examserver.services.order import Bench, Outcome, Preparation, StaffOrder
from examserver.services.papers import add_draft
from examserver.services.rehearsals.paper_choice import ChosenPaper, PaperWish, choose_paper
from examserver.services.rehearsals.practice_paper import PRACTICE_ID, read_practice_paper
from examserver.services.seating import AT_HAND
from examserver.services.sittings.clashes import clashes, clashes_said
from examserver.services.sittings.finding import require_exam
from examserver.services.sittings.making import make_sitting, put_into, set_rooms
from examserver.site_times import shown
from examserver.storage.checkins import set_sitting_rule, sitting_rule
from examserver.storage.exams import Exam
from examserver.storage.paper_rows import find_paper
from examserver.storage.places import Place, places_at, seat
from examserver.storage.room_cards import rooms_with_card
from examserver.storage.sittings import Sitting, rooms_of_exam


class Rehearsed(msgspec.Struct, frozen=True):
    """What was made: the rehearsal and its exam by their ids, and the rooms that need a password for it.

    `is_sample`: the sample paper is sat; `release` is when the authority releases the key of the exam's own,
    a site time in milliseconds, 0 where that is not why. `clashing` are the admission numbers of those who
    have another exam at that time.
    """

    sitting: str
    exam: str
    rooms: tuple[str, ...]
    is_sample: bool = False
    release: int = 0
    clashing: tuple[str, ...] = ()


class RehearseExam(StaffOrder, frozen=True, tag="rehearse_exam"):
    """Make a rehearsal of an exam that begins at `start`, a site time in milliseconds. With `paper` that one
    is sat, else the exam's own; with `own_paper` also where candidates see its questions before a real exam.
    """

    RECORDED: ClassVar = ("exam", "start", "paper", "own_paper")

    exam: str
    start: int
    paper: str = ""
    own_paper: bool = False
    by: str = ""

    def prepare(self, preparation: Preparation) -> StaffOrder:
        """Read the sample paper where it is wanted and not here yet."""
        if not preparation.read(self._lacks_practice_paper):
            return self
        fields = msgspec.structs.asdict(self)
        return _RehearseWith(**fields, draft=read_practice_paper())

    def carry_out(self, bench: Bench) -> Outcome:
        """Do it; the content is a Rehearsed. Raises SittingError and ExamSetupError."""
        connection, real = bench.connection, require_exam(bench.connection, self.exam)
        paper = self._paper(connection, real)
        sitting = make_sitting(connection, real.title, bench.now, rehearsal=True, rehearses=real.id)
        copy = create_exam(
            connection, _plan(real, self.start, paper.id), bench.now, _candidates(connection, real)
        )
        _require_out_of_the_way(real, copy)
        put_into(connection, sitting.id, copy.id)
        rooms = set_rooms(connection, copy.id, rooms_of_exam(connection, real.id))
        _seat_alike(connection, real, copy)
        _ask_alike(connection, real, sitting)
        locked = sorted({*rooms, *rooms_with_card(connection, real.id), *_rooms_sat_in(connection, copy)})
        made = f"Made {sitting.id}, a rehearsal of {real.id}, with {copy.id}: "
        lines = (
            f"{made}{shown(copy.starts)} to {shown(copy.ends)}.",
            paper.why,
            *clashes_said(connection, sitting.id),
        )
        return Outcome(
            tuple(line for line in lines if line),
            content=msgspec.json.encode(
                Rehearsed(
                    sitting.id,
                    copy.id,
                    tuple(locked),
                    bool(paper.why),
                    paper.release,
                    clashes(connection, sitting.id),
                )
            ),
        )

    def _lacks_practice_paper(self, connection: Connection) -> bool:
        chosen = self._paper(connection, require_exam(connection, self.exam))
        return chosen.id == PRACTICE_ID and find_paper(connection, PRACTICE_ID) is None

    def _paper(self, connection: Connection, real: Exam) -> ChosenPaper:
        if real.reported_by:
            raise SittingError(
                f"{real.id} was sat at another site, which has reported it.", "Rehearse an exam of this site."
            )
        opens = self.start - (real.starts - real.key_release)
        return choose_paper(connection, real, PaperWish(opens, self.paper, self.own_paper))


class _RehearseWith(RehearseExam, frozen=True, tag="rehearse_exam"):
    """The same, with the sample paper."""

    draft: PaperDraft | None = None

    def carry_out(self, bench: Bench) -> Outcome:
        """Do it; raises SittingError, ExamSetupError and PaperFileError."""
        if self.draft is not None and find_paper(bench.connection, PRACTICE_ID) is None:
            add_draft(bench.connection, bench.folder.papers, self.draft, bench.key)
        return super().carry_out(bench)


def _plan(real: Exam, start: int, paper: str) -> ExamPlan:
    return ExamPlan(
        real.title,
        paper,
        start,
        (real.ends - real.starts) // MINUTE,
        (real.starts - real.key_release) // MINUTE,
        (real.closes - real.ends) // MINUTE,
        real.show_seconds,
        real.look_through,
    )


def _require_out_of_the_way(real: Exam, copy: Exam) -> None:
    """Raise SittingError where both would take logins of the same candidates at once."""
    if not real.cancelled and copy.starts < real.closes and real.starts - AT_HAND < copy.closes:
        raise SittingError(
            f"Who logs in for {real.id} would come into the rehearsal.",
            "Let it close an hour before the exam begins, or begin after that has closed.",
        )


def _candidates(connection: Connection, real: Exam) -> list[str]:
    return [one.candidate for one in places_at(connection, real.id)]


def _rooms_sat_in(connection: Connection, exam: Exam) -> set[str]:
    return {one.room for one in places_at(connection, exam.id) if one.room}


def _seat_alike(connection: Connection, real: Exam, copy: Exam) -> None:
    """Everybody where they sit at the real exam; first nobody anywhere, since no two may have one seat."""
    places = places_at(connection, real.id)
    seat(connection, [Place(copy.id, one.candidate) for one in places])
    seat(connection, [Place(copy.id, one.candidate, one.room, one.seat) for one in places if one.room])


def _ask_alike(connection: Connection, real: Exam, sitting: Sitting) -> None:
    """Whether logging in needs a check-in is as in the real exam's sitting."""
    if real.sitting:
        set_sitting_rule(connection, sitting.id, needed=sitting_rule(connection, real.sitting))
