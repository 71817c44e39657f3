"""What the staff can order about exams."""

from examprotocol.extensions import Extension
from examserver.services.extensions import extend
from examserver.services.order import Bench, Outcome, StaffOrder
from examserver.storage.candidates import comparable


class ExtendExam(StaffOrder, frozen=True, tag="extend_exam"):
    """Give more time, in minutes: to one candidate, or to all who sit the exam."""

    exam: str
    minutes: int
    candidate: str = ""
    reason: str = ""

    def carry_out(self, bench: Bench) -> Outcome:
        """Do it; raises ExamSetupError."""
        candidate = comparable(self.candidate)
        wish = Extension("", self.exam, "", 0, candidate, self.minutes, self.reason, bench.now)
        extension, reopened = extend(bench.connection, bench.book, wish)
        who = f"candidate {extension.candidate} has" if extension.candidate else "all candidates have"
        lines = [f"Extension {extension.number} of {self.exam}: {who} {self.minutes} minutes more."]
        if reopened:
            many = "1 attempt is" if reopened == 1 else f"{reopened} attempts are"
            lines.append(f"{many} open again: only the clock had ended them.")
        lines.append("Clients hear of it with their next message, within ten seconds.")
        return Outcome(tuple(lines), number=extension.number)
