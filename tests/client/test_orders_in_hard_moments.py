"""What the site's staff order, heard in the worst moments: after a crash, offline, with a full disk."""

from collections.abc import Callable

import pytest

from examclient.domain.phases import Phase
from examclient.errors import JournalError
from examclient.storage.disk_gate import played_room
from examclient.storage.journal_errors import DiskError
from examclient.ui import presenter
from examclient.usecases.order_book import OrderBook
from examprotocol.offline_code import OfflineExtension
from examprotocol.responses import ChoiceResponse, TextResponse
from examprotocol.site_orders import Ended, Notice, Pause, SiteOrders, Trouble, TroubleKind
from tests.client.exam_site import MINUTE, SECOND, ExamSite
from tests.client.ordering_site import Staff, ordering_staff
from tests.client.seat import Seat
from tests.client.time_travel import MovedClock, pass_time

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


def test_a_seat_that_did_not_hear_of_the_pause_before_its_end_goes_on_into_it(
    staff: Staff, site: ExamSite, new_seat: Callable[..., Seat]
) -> None:
    machine = MovedClock()
    seat = new_seat(machine=machine)
    seat.sit_down()
    seat.answer("q1", A)
    seat.all_sent()
    staff.pause(Pause(PAUSE, site.time.now(), "停电"))
    site.cable.pull()
    pass_time(90 * MINUTE, site, machine)
    seat.reach(Phase.SUBMITTING, Phase.SUBMIT_FAILED)
    site.cable.plug()
    seat.presenter.retry()
    state = seat.reach(Phase.ANSWERING, Phase.DONE)
    assert (state.phase, seat.state.is_paused) == (Phase.ANSWERING, True)


def test_an_exam_that_the_site_ended_stays_so_where_a_code_had_given_more_time(
    staff: Staff, site: ExamSite, seat: Seat
) -> None:
    seat.sit_down()
    assert seat._sitting is not None
    assert seat._sitting.end is not None
    seat._sitting.end.add_codes([OfflineExtension(1, 10, everybody=False)])
    ended = Ended(ENDED, site.time.now(), "消防警报")
    staff.orders = SiteOrders(ended=ended)
    seat.hear_from_the_site()
    seat.reach(Phase.DONE)
    hear(seat, lambda: staff.done() == (ENDED,))
    staff.orders = SiteOrders()
    hear_once(seat, staff)
    hear_once(seat, staff)
    assert (seat.state.phase, seat.state.orders.ended) == (Phase.DONE, ended)
    assert Phase.ANSWERING not in seat.phases[seat.phases.index(Phase.SUBMITTING) :]


def test_what_a_full_disk_did_not_take_of_an_order_is_kept_and_told_later(
    staff: Staff, seat: Seat, monkeypatch: pytest.MonkeyPatch
) -> None:
    seat.sit_down()
    refused: list[JournalError] = []

    def refuse(_book: OrderBook) -> None:
        refused.append(DiskError("no room", ""))
        raise refused[-1]

    with monkeypatch.context() as full:
        full.setattr(OrderBook, "keep", refuse)
        staff.orders = SiteOrders(notices=(Notice(NOTICE, 1000, "第 3 题有误"),))
        hear(seat, lambda: len(seat.state.orders.notices) == 1)
        seat.presenter.obeying.put_away(NOTICE)
        seat.wait(lambda: len(refused) > 1)
    assert staff.done() == ()
    hear_once(seat, staff)
    hear(seat, lambda: staff.done() == (NOTICE,))


@pytest.mark.parametrize("kind", [TroubleKind.CUT_NETWORK, TroubleKind.FILL_DISK], ids=str)
def test_no_trouble_of_a_rehearsal_is_left_for_whoever_sits_here_next(
    kind: TroubleKind, staff: Staff, seat: Seat
) -> None:
    staff.is_rehearsal = True
    seat.sit_down()
    staff.orders = SiteOrders(trouble=Trouble(TROUBLE, kind, 600), rehearsal=True)
    hear(seat, lambda: seat.presenter._helpers.orders._news().done == (TROUBLE,))
    seat.presenter._helpers.orders.close()
    assert played_room(seat.data) is None
    hear_once(seat, staff)
