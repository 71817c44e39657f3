"""What the site's staff order, heard in the worst moments: after a crash, offline, with a full disk."""

from collections.abc import Callable

import pytest

from examclient.domain.phases import Phase
from examclient.ui import presenter
from examprotocol.responses import ChoiceResponse, TextResponse
from examprotocol.site_orders import SiteOrders
from tests.client.exam_site import SECOND, ExamSite
from tests.client.ordering_site import Staff, ordering_staff
from tests.client.seat import Seat

A = ChoiceResponse("a")
NOTICE, PAUSE, ENDED, TROUBLE = (digit * 32 for digit in "1234")


@pytest.fixture
def staff(monkeypatch: pytest.MonkeyPatch) -> Staff:
    """The staff of this site."""
    return ordering_staff(monkeypatch)


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The machines of a room hand in at the same moment."""
    monkeypatch.setattr(presenter, "SPREAD", 0.05)


def hear(seat: Seat, is_so: Callable[[], bool]) -> None:
    """The next word of the site comes now."""
    seat.hear_from_the_site()
    seat.wait(is_so)


def hear_once(seat: Seat, staff: Staff) -> None:
    """The site speaks once more."""
    seen = len(staff.told)
    hear(seat, lambda: len(staff.told) > seen)


def test_who_was_let_in_again_goes_on_after_a_crash_without_a_network(
    staff: Staff, site: ExamSite, seat: Seat, new_seat: Callable[..., Seat]
) -> None:
    seat.sit_down()
    seat.answer("q1", A)
    seat.hand_in()
    seat.reach(Phase.DONE)
    seat.presenter.leave()
    site.time.put_forward(3 * SECOND)
    staff.orders = SiteOrders(reopened=site.time.now() - SECOND)
    seat.sit_down()
    seat.answer("q5", TextResponse("more"))
    seat.all_sent()
    seat.crash()
    site.cable.pull()
    again = new_seat(seat.data)
    answers = again.reach(Phase.ANSWERING).answers.current
    assert {question: answers[question].response for question in answers} == {
        "q1": A,
        "q5": TextResponse("more"),
    }
