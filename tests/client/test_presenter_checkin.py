"""The check-in from the candidate's seat: refused at first, let in by itself once the proctor has done it."""

from examclient.domain.phases import Phase
from examclient.errors import SiteRefusedError
from examprotocol.messages import Refusal
from examserver.services.checkin.orders import AskForEntry, CheckIn, DecideEntry
from examserver.services.checkin.record_orders import RequireCheckIn
from tests.client.exam_site import ExamSite
from tests.client.seat import Seat
from tests.server.station import ADMISSION, ROOM
from tests.server.test_roster_photos import picture


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


def test_who_was_not_allowed_in_reads_so_and_is_let_in_once_that_has_changed(
    site: ExamSite, seat: Seat
) -> None:
    who = (f"exam-1/{ADMISSION}",)
    site.order(AskForEntry("exam-1", ADMISSION, ROOM, "照片不像", picture(), "赵监考"))
    site.order(DecideEntry(who, allow=False, reason="冒名"))
    refused = seat.log_in()
    assert isinstance(refused.trouble, SiteRefusedError)
    assert refused.trouble.code == Refusal.ENTRY_REFUSED
    site.order(DecideEntry(who, allow=True, reason="补交证件"))
    seat.presenter.arrivals._at_the_door.timeout.emit()
    seat.reach(Phase.CONFIRMING)
