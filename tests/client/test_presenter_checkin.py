"""The check-in from the candidate's seat: refused at first, let in by itself once the proctor has done it."""

from examclient.domain.phases import Phase
from examclient.errors import SiteRefusedError
from examprotocol.messages import Refusal
from examserver.services.checkin.orders import CheckIn
from examserver.services.checkin.record_orders import RequireCheckIn
from tests.client.exam_site import ExamSite
from tests.client.seat import Seat
from tests.server.station import ADMISSION, ROOM


def test_the_machine_lets_the_candidate_in_once_the_proctor_has_checked_in(
    site: ExamSite, seat: Seat
) -> None:
    site.order(RequireCheckIn(on=True))
    refused = seat.log_in()
    assert refused.phase is Phase.LOGIN
    assert isinstance(refused.trouble, SiteRefusedError)
    assert refused.trouble.code == Refusal.NOT_CHECKED_IN
    site.order(CheckIn("exam-1", ADMISSION, ROOM))
    seat.presenter.arrivals._at_the_door.timeout.emit()
    seat.reach(Phase.CONFIRMING)
