"""What the staff can order in a rehearsal."""

from typing import ClassVar

from examserver.services.order import Bench, Outcome, StaffOrder
from examserver.services.rehearsals.stopping import require_only_rehearsals
from examserver.services.rehearsals.troubles import order_trouble
from examserver.storage.stops import note_stop
from examserver.storage.troubles import TroubleRow


class OrderTrouble(StaffOrder, frozen=True, tag="order_trouble"):
    """Do something bad to the seat where a candidate sits, for so many seconds; `kind` is a TroubleKind."""

    RECORDED: ClassVar = ("exam", "candidate", "kind", "seconds")

    exam: str
    candidate: str
    kind: str
    seconds: int = 0
    by: str = ""

    def carry_out(self, bench: Bench) -> Outcome:
        """Do it; raises SittingError."""
        wish = TroubleRow("", "", self.kind, self.seconds, bench.now, self.by)
        order_trouble(bench.connection, wish, self.exam, self.candidate)
        return Outcome(("Ordered. The station hears of it with its next message, within ten seconds.",))


class StopForRehearsal(StaffOrder, frozen=True, tag="stop_for_rehearsal"):
    """Note that the service is stopped on purpose: whoever gave the order stops this process then, and others
    of the service find it in the table.
    """

    RECORDED: ClassVar = ("sitting",)

    sitting: str
    by: str = ""

    def carry_out(self, bench: Bench) -> Outcome:
        """Do it; raises SittingError where a real exam is under way."""
        require_only_rehearsals(bench.connection, self.sitting, bench.now)
        note_stop(bench.connection, bench.now)
        return Outcome(("The service stops. Start it again, or let its supervisor do it.",))
