"""How a visit that is offered becomes an order: read and opened before the transaction."""

import msgspec

from examserver.services.audit import Deed
from examserver.services.import_opening import Refused
from examserver.services.import_verdicts import Offered, file_told
from examserver.services.order import Bench, Outcome, Preparation, StaffOrder
from examserver.services.visit_opening import OpenedVisit, look_at_visit
from examserver.services.visits import judge_visit, take_visit


class TakeVisit(StaffOrder, frozen=True, tag="take_visit"):
    """Take in a visit that was opened; nobody can send this."""

    looked: OpenedVisit | Refused
    by: str
    dry_run: bool

    def carry_out(self, bench: Bench) -> Outcome:
        """Do it; a refusal is a result like others."""
        result = judge_visit(bench, self.looked) if self.dry_run else take_visit(bench, self.looked, self.by)
        return Outcome(content=msgspec.json.encode(result))

    def deed(self) -> Deed | None:
        """The file by its content alone: somebody may have put anything into its name."""
        if self.dry_run:
            return None
        about = file_told(self.looked.file)
        if isinstance(self.looked, Refused):
            about["fault"] = self.looked.fault
        else:
            about["station"] = self.looked.visit.station
        return Deed("take_visit", about, by=self.by)


def prepared_visit(preparation: Preparation, offered: Offered, *, dry_run: bool) -> StaffOrder:
    """Open what is offered as a visit."""
    return TakeVisit(look_at_visit(preparation, offered), offered.by, dry_run)
