"""What the staff can order in collecting: settle a case, finish a collection, take it up again."""

from functools import partial
from typing import ClassVar, Literal

from sqlalchemy import Connection

from examserver.errors import CollectingError
from examserver.services.actions.going_on import is_held_open
from examserver.services.audit import Deed
from examserver.services.choosing import Choice, choose
from examserver.services.collecting.closing_time import last_closing
from examserver.services.collecting.looking import Ground, standings_of
from examserver.services.collecting.reading import Reads
from examserver.services.collecting.standing import NOT_BY_DECISION, Standing
from examserver.services.comparing import Source
from examserver.services.keys import signing_key
from examserver.services.order import Bench, Outcome, Preparation, StaffOrder
from examserver.site_times import shown
from examserver.storage.attempts import find_attempt
from examserver.storage.candidates import comparable
from examserver.storage.collecting import (
    Decision,
    Finishing,
    add_decision,
    add_finishing,
    newest_finishing,
    next_decision,
    note_resumed,
)
from examserver.storage.exams import Exam, find_exam
from examserver.storage.paper_shelf import PaperShelf

LONGEST_REASON, LONGEST_BY = 500, 100
NAMED = 5
"""So many candidates are named in a refusal."""


class SettleCase(StaffOrder, frozen=True, tag="settle_case"):
    """Let one source count for a candidate whose handing in failed, and so settle the case.

    `candidate` is the admission number. `package`: 客户端导出的作答结果, `service`: 服务器端备份的作答结果.
    `seen` is the mark of what somebody has looked at, `""` where nobody says so: what came since is not
    decided over.
    """

    RECORDED: ClassVar = ("exam", "candidate", "side")

    exam: str
    candidate: str
    side: Literal["package", "service"]
    by: str
    reason: str
    seen: str = ""

    def carry_out(self, bench: Bench) -> Outcome:
        """Do it; raises CollectingError, AttemptError and RulingError."""
        reason, exam = _reason(self.reason), _exam(bench.connection, self.exam)
        candidate = comparable(self.candidate)
        _require_over(bench.connection, exam, bench.now)
        before = _standing(bench, exam, candidate)
        if not before.troubles:
            raise CollectingError(
                f"There is no case of candidate {candidate} to settle.",
                "See the cases: examserver collection show DIR EXAM",
            )
        if self.seen not in ("", before.mark):
            raise CollectingError(
                f"Something has come of candidate {candidate} since this was looked at.",
                "Look at it once more.",
            )
        ruled = self._choose(bench, exam, before, reason)
        after = _standing(bench, exam, candidate)
        number = next_decision(bench.connection, exam.id, candidate)
        add_decision(
            bench.connection,
            Decision(
                exam.id, candidate, number, bench.now, self.by[:LONGEST_BY], self.side, reason, after.mark
            ),
        )
        left = [one.value for one in after.troubles if one in NOT_BY_DECISION]
        lines = [f"Decided for {candidate}: {_SIDES[self.side]}. Rulings made: {ruled}."]
        lines += [f"Still to be settled there: {', '.join(left)}."] if left else []
        return Outcome(tuple(lines))

    def _choose(self, bench: Bench, exam: Exam, standing: Standing, reason: str) -> int:
        """Rule, where there are two sides; returns how many rulings it took."""
        if self.side == "package" and not standing.packages:
            raise CollectingError(
                "No package was taken in for this candidate.", "Take it in first, or let the service's count."
            )
        attempt = find_attempt(bench.connection, exam.id, standing.who.admission_number)
        if not standing.packages or attempt is None:
            return 0
        return len(choose(bench, attempt, Choice(Source(self.side), self.by, reason)))


class FinishCollection(StaffOrder, frozen=True, tag="finish_collection"):
    """Finish an exam's collection. `reasons`: of each open case, by admission number, why it stays open."""

    exam: str
    by: str
    reasons: dict[str, str]

    def prepare(self, preparation: Preparation) -> StaffOrder:
        """Read what the events say beside the saves; what changes until then is read once more."""
        return _FinishRead(
            self.exam, self.by, self.reasons, preparation.read(partial(self._read, preparation))
        )

    def _read(self, preparation: Preparation, connection: Connection) -> Reads:
        folder = preparation.folder
        ground = Ground(connection, folder, PaperShelf(folder.papers, signing_key(folder)))
        standings_of(ground, _exam(connection, self.exam))
        return ground.reads

    def _known(self) -> Reads:
        return Reads()

    def carry_out(self, bench: Bench) -> Outcome:
        """Do it; raises CollectingError where a case has no reason, or the exam is not over."""
        connection, exam = bench.connection, _exam(bench.connection, self.exam)
        standings = standings_of(_ground(bench, self._known()), exam)
        newest = newest_finishing(connection, exam.id)
        if newest is not None and not newest.resumed:
            raise CollectingError(
                "This collection is finished already.", "Take it up again first, if something came later."
            )
        _require_over(connection, exam, bench.now)
        reasons = {one.who.admission_number: self._reason(one) for one in standings if one.is_case}
        if lacking := [candidate for candidate, reason in reasons.items() if not reason]:
            raise _without_reason(lacking)
        number = newest.number + 1 if newest else 1
        marks = {one.who.admission_number: one.mark for one in standings}
        add_finishing(connection, Finishing(exam.id, number, bench.now, self.by[:LONGEST_BY], reasons, marks))
        line = f"The collection of {exam.id} is finished: {len(standings)} candidates, "
        return Outcome((line + f"{len(reasons)} cases left open for a reason.",), number=number)

    def _reason(self, standing: Standing) -> str:
        given = self.reasons.get(standing.who.admission_number, "")
        return " ".join(given.split())[:LONGEST_REASON]

    def deed(self) -> Deed:
        """The cases and why they stayed open."""
        cases = tuple(f"{candidate}: {reason}" for candidate, reason in sorted(self.reasons.items()))
        return Deed("finish_collection", {"exam": self.exam, "cases": cases}, "", self.by)


class _FinishRead(FinishCollection, frozen=True, tag="finish_collection_read"):
    """The same with what was read before; nobody can send this."""

    reads: Reads

    def _known(self) -> Reads:
        return self.reads


class ResumeCollection(StaffOrder, frozen=True, tag="resume_collection"):
    """Take a finished collection up again."""

    RECORDED: ClassVar = ("exam",)

    exam: str
    by: str
    reason: str

    def carry_out(self, bench: Bench) -> Outcome:
        """Do it; raises CollectingError."""
        exam, reason = _exam(bench.connection, self.exam), _reason(self.reason)
        newest = newest_finishing(bench.connection, exam.id)
        if newest is None or newest.resumed:
            raise CollectingError(
                "This collection is not finished.", "See the cases: examserver collection show DIR EXAM"
            )
        note_resumed(bench.connection, newest, bench.now, self.by[:LONGEST_BY], reason)
        return Outcome((f"The collection of {exam.id} is taken up again.",))


CollectingOrder = SettleCase | FinishCollection | ResumeCollection

_SIDES = {"package": "what the client exported counts", "service": "what the service has counts"}


def _ground(bench: Bench, reads: Reads | None = None) -> Ground:
    shelf = PaperShelf(bench.folder.papers, bench.key)
    return Ground(bench.connection, bench.folder, shelf, reads or Reads())


def _exam(connection: Connection, exam_id: str) -> Exam:
    exam = find_exam(connection, exam_id)
    if exam is None:
        raise CollectingError(
            f"There is no exam with the id {exam_id}.", "See which there are: examserver exam list DIR"
        )
    return exam


def _standing(bench: Bench, exam: Exam, candidate: str) -> Standing:
    """The one candidate's."""
    found = standings_of(_ground(bench), exam, candidate)
    if not found:
        raise CollectingError(
            f"Candidate {candidate} does not sit this exam.",
            "See the cases: examserver collection show DIR EXAM",
        )
    return found[0]


def _reason(text: str) -> str:
    reason = " ".join(text.split())
    if not reason:
        raise CollectingError("Say why, in words that others can follow.", "Nothing was changed.")
    return reason[:LONGEST_REASON]


def _require_over(connection: Connection, exam: Exam, now: int) -> None:
    closes = last_closing(connection, exam)
    if now < closes:
        raise CollectingError(
            f"The exam is not closed yet: it is at {shown(closes)}.",
            "Settle cases and finish the collection after that.",
        )
    if is_held_open(connection, exam, now):
        raise CollectingError(
            "The exam stands still for somebody, so it is not closed.", "Let it go on first."
        )


def _without_reason(lacking: list[str]) -> CollectingError:
    named = ", ".join(lacking[:NAMED]) + (", …" if len(lacking) > NAMED else "")
    return CollectingError(
        f"{len(lacking)} cases are open and have no reason: {named}.",
        "Settle each, or say why it stays open.",
    )
