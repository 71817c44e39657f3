"""What the staff can order once packages are in: choose a source or one answer, or take an import back."""

from typing import ClassVar, Literal

from examserver.services.attempt_orders import told
from examserver.services.attempts import attempt_at, attempt_called
from examserver.services.audit import Deed
from examserver.services.choosing import Choice, choose, take_import_back
from examserver.services.comparing import Source
from examserver.services.order import Bench, Outcome, StaffOrder
from examserver.services.rulings import read_span
from examserver.services.settling import Pick, Preference, prefer
from examserver.storage.events import heads_of, parted_at

BRANCHES = (
    "Some packages contradict each other, or the service, under the same numbers: only what they have in "
    "common there counts. See the rest: examserver packages compare"
)


class ChooseSource(StaffOrder, frozen=True, tag="choose_source"):
    """Let one source of a candidate's answers count; `candidate` is the admission number."""

    RECORDED: ClassVar = ("exam", "candidate", "side")

    exam: str
    candidate: str
    side: Literal["package", "service"]
    by: str
    reason: str

    def carry_out(self, bench: Bench) -> Outcome:
        """Do it; raises RulingError. Says so where that side counts already."""
        attempt = attempt_at(bench.connection, self.exam, self.candidate)
        ruled = choose(bench, attempt, Choice(Source(self.side), self.by, self.reason))
        lines = tuple(line for one in ruled for line in told(one))
        lines = lines or ("That side counts already: nothing was ruled.",)
        has_branches = self.side == "package" and bool(parted_at(bench.connection, attempt.id))
        return Outcome((*lines, BRANCHES) if has_branches else lines)


class PreferAnswers(StaffOrder, frozen=True, tag="prefer_answers"):
    """Let one answer to a question count, for one question or several: a late one, or a side of a conflict.

    `answers` is question to the event that gave the answer, as `WRITER:SEQ`.
    """

    attempt: str
    answers: dict[str, str]
    by: str
    reason: str

    def carry_out(self, bench: Bench) -> Outcome:
        """Do it, all or nothing; raises RulingError. Says so where these answers count already."""
        attempt = attempt_called(bench.connection, self.attempt)
        heads = heads_of(bench.connection, attempt.id)
        events = {question: read_span(answer, heads) for question, answer in self.answers.items()}
        picks = tuple(Pick(question, event.writer, event.last) for question, event in events.items())
        ruled = prefer(bench, attempt, Preference(picks, self.by, self.reason))
        lines = tuple(line for one in ruled for line in told(one))
        return Outcome(lines or ("That answer counts already: nothing was ruled.",))

    def deed(self) -> Deed:
        """Which event counts for which question."""
        chosen = tuple(f"{question} = {answer}" for question, answer in self.answers.items())
        return Deed("prefer_answers", {"attempt": self.attempt, "answers": chosen}, self.reason, self.by)


class TakeImportBack(StaffOrder, frozen=True, tag="take_import_back"):
    """Leave out all that was new in an import, by its number."""

    RECORDED: ClassVar = ("number",)

    number: int
    by: str
    reason: str

    def carry_out(self, bench: Bench) -> Outcome:
        """Do it; raises RulingError."""
        return Outcome(told(take_import_back(bench, self.number, self.by, self.reason)))
