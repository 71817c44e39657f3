"""What the staff can order once packages are in: choose a source for a candidate, or take an import back."""

from typing import Literal

from examserver.services.attempt_orders import told
from examserver.services.attempts import attempt_at
from examserver.services.choosing import Choice, choose, take_import_back
from examserver.services.comparing import Source
from examserver.services.order import Bench, Outcome, StaffOrder
from examserver.storage.events import parted_at

BRANCHES = (
    "Some packages contradict each other, or the service, under the same numbers: only what they have in "
    "common there counts. See the rest: examserver packages compare"
)


class ChooseSource(StaffOrder, frozen=True, tag="choose_source"):
    """Let one source of a candidate's answers count; `candidate` is the admission number."""

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


class TakeImportBack(StaffOrder, frozen=True, tag="take_import_back"):
    """Leave out all that was new in an import, by its number."""

    number: int
    by: str
    reason: str

    def carry_out(self, bench: Bench) -> Outcome:
        """Do it; raises RulingError."""
        return Outcome(told(take_import_back(bench, self.number, self.by, self.reason)))
