"""Troubles on purpose (演练): a seat's network is cut, its client crashes, its disk fills up.

Rule: only in a rehearsal. The service gives no such order at a real exam, and no client obeys one there.
"""

from sqlalchemy import Connection

from examprotocol.site_orders import TroubleKind
from examserver.errors import SittingError
from examserver.ids import new_id
from examserver.services.sittings.finding import require_exam
from examserver.storage.attempts import find_attempt
from examserver.storage.candidates import comparable
from examserver.storage.sittings import find_sitting
from examserver.storage.troubles import TroubleRow, add_trouble

STANDS = 10 * 60_000
"""Milliseconds: a trouble that no station has carried out by then is not ordered any more."""

LONGEST_SECONDS = 600
CRASH_SECONDS = 0


def order_trouble(connection: Connection, order: TroubleRow, exam_id: str, candidate: str) -> TroubleRow:
    """Order a trouble at the seat where a candidate sits; its id and attempt are given here.

    Raises SittingError at a real exam, and where nobody has logged in.
    """
    exam = require_exam(connection, exam_id)
    sitting = find_sitting(connection, exam.sitting) if exam.sitting else None
    if sitting is None or not sitting.rehearsal:
        raise SittingError(
            f"{exam.id} is a real exam, no rehearsal: nothing is done to its seats.",
            "Make a rehearsal: examserver sitting make DIR --rehearsal --title TITLE",
        )
    attempt = find_attempt(connection, exam.id, comparable(candidate))
    if attempt is None:
        raise SittingError(
            f"Candidate {candidate} has not logged in at {exam.id}.", "Wait until somebody sits there."
        )
    kind = _kind(order.kind)
    seconds = CRASH_SECONDS if kind is TroubleKind.CRASH else order.seconds
    if kind is not TroubleKind.CRASH and not 1 <= seconds <= LONGEST_SECONDS:
        raise SittingError(f"A trouble cannot last {seconds} seconds.", f"Give 1 to {LONGEST_SECONDS}.")
    row = TroubleRow(new_id(), attempt.id, kind.value, seconds, order.ordered, order.by)
    add_trouble(connection, row)
    return row


def _kind(name: str) -> TroubleKind:
    found = next((kind for kind in TroubleKind if kind == name.replace("-", "_")), None)
    if found is None:
        raise SittingError(
            f"There is no trouble called {name}.",
            f"There are: {', '.join(kind.value for kind in TroubleKind)}.",
        )
    return found
