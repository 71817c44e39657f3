"""What the staff can order about an outage besides giving time and pausing."""

from typing import ClassVar

from examserver.errors import ActionError
from examserver.services.actions.scopes import LONGEST_REASON, require_reason
from examserver.services.order import Bench, Outcome, StaffOrder
from examserver.storage.exams import find_exam
from examserver.storage.outages import LeftOutage, leave_outage

MOST_ROOMS = 200


class LeaveOutage(StaffOrder, frozen=True, tag="leave_outage"):
    """Give no time back for an outage: of these rooms at an exam, from `begins` to `ends` (site times in
    milliseconds, `ends` 0: it goes on).
    """

    RECORDED: ClassVar = ("exam", "rooms")

    exam: str
    rooms: tuple[str, ...]
    begins: int
    ends: int = 0
    by: str = ""
    reason: str = ""

    def carry_out(self, bench: Bench) -> Outcome:
        """Do it; raises ActionError."""
        require_reason(self.reason, self.by)
        if find_exam(bench.connection, self.exam) is None:
            raise ActionError(
                f"There is no exam with the id {self.exam}.", "See which there are: examserver exam list DIR"
            )
        if not 1 <= len(self.rooms) <= MOST_ROOMS or not 0 < self.begins <= bench.now:
            raise ActionError("There is no such outage.", "Load the page again.")
        by, reason = " ".join(self.by.split()), self.reason[:LONGEST_REASON]
        for room in self.rooms:
            left = LeftOutage(self.exam, room, self.begins, self.ends, bench.now, by, reason)
            leave_outage(bench.connection, left)
        return Outcome(("No time is given back for it. The reason stands in the audit log.",))
