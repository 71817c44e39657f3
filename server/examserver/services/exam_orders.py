"""What the staff can order about exams."""

from typing import ClassVar

from msgspec.structs import replace

from examprotocol.extensions import Extension
from examserver.services.actions.going_on import require_not_ended
from examserver.services.actions.scopes import require_why
from examserver.services.extensions import extend, go_on_with, is_at_its_end
from examserver.services.order import Bench, Outcome, StaffOrder
from examserver.storage.candidates import comparable
from examserver.storage.reviews import Review


class ExtendExam(StaffOrder, frozen=True, tag="extend_exam"):
    """Give more time, in minutes: to one candidate, or to all who sit the exam."""

    RECORDED: ClassVar = ("exam", "minutes", "candidate")

    exam: str
    minutes: int
    candidate: str = ""
    reason: str = ""
    by: str = ""

    def carry_out(self, bench: Bench) -> Outcome:
        """Do it; raises ActionError and ExamSetupError."""
        require_why(self.reason)
        require_not_ended(bench.connection, self.exam)
        candidate = comparable(self.candidate)
        wish = Extension("", self.exam, "", 0, candidate, self.minutes, self.reason, bench.now)
        extension, review = extend(bench.connection, bench.book, wish)
        return self._outcome(bench, extension.number, review)

    def go_on(self, bench: Bench, outcome: Outcome) -> Outcome:
        """The next of those who have handed in."""
        review = go_on_with(bench.connection, bench.book, outcome.unfinished)
        if review is None:
            return replace(outcome, unfinished="")
        return self._outcome(bench, outcome.number, review)

    def _outcome(self, bench: Bench, number: int, review: Review) -> Outcome:
        who = f"candidate {review.candidate} has" if review.candidate else "all candidates have"
        lines = [f"Extension {number} of {self.exam}: {who} {self.minutes} minutes more."]
        if review.opened:
            many = "1 attempt is" if review.opened == 1 else f"{review.opened} attempts are"
            lines.append(f"{many} open again: only the clock had ended them.")
        lines.append("Clients hear of it with their next message, within ten seconds.")
        unfinished = "" if is_at_its_end(bench.connection, review) else review.extension
        return Outcome(tuple(lines), number=number, unfinished=unfinished)
