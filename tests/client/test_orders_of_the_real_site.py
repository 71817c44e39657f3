"""What the staff order at the real service, and what becomes of it at the seat and back at the service."""

from collections.abc import Callable

import pytest

from examclient.domain.phases import Phase
from examclient.domain.state import News
from examclient.ui import presenter
from examprotocol.responses import ChoiceResponse, TextResponse
from examserver.services.actions.letting_in import LetInAgain
from examserver.services.actions.orders import (
    CloseAttempts,
    PauseExams,
    SendNotice,
    TakeOrderBack,
)
from examserver.services.actions.resuming import ResumeExams
from examserver.storage.site_orders import OrderKind, OrderRow, dealt_with, standing_orders
from examserver.storage.store import reading
from tests.client.cards import PASSWORD
from tests.client.exam_site import MINUTE, SECOND, ExamSite
from tests.client.seat import Seat

A = ChoiceResponse("a")
BY, REASON = "李老师", "停电"


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The machines of a room hand in at the same moment."""
    monkeypatch.setattr(presenter, "SPREAD", 0.05)


def hear(seat: Seat, is_so: Callable[[], bool]) -> None:
    """The next word of the site comes now."""
    seat.hear_from_the_site()
    seat.wait(is_so)


def standing(site: ExamSite, kind: OrderKind) -> OrderRow:
    """The only order of a kind that stands at the service."""
    with reading(site.folder) as connection:
        (row,) = [one for one in standing_orders(connection) if one.kind is kind]
    return row


def is_done(site: ExamSite, order: OrderRow, attempt: str) -> bool:
    """Whether the service knows that the seat is done with it."""
    with reading(site.folder) as connection:
        return order.id in (dealt := dealt_with(connection)) and attempt in dealt[order.id].done


def test_a_message_is_shown_put_away_and_known_to_be(site: ExamSite, seat: Seat) -> None:
    seat.sit_down()
    site.order(SendNotice(exam=site.exam.id, text="第 3 题有误", by=BY, reason=REASON))
    hear(seat, lambda: len(seat.state.orders.notices) == 1)
    (notice,) = seat.state.orders.notices
    assert notice.text == "第 3 题有误"
    seat.presenter.obeying.put_away(notice.id)
    seat.wait(lambda: is_done(site, standing(site, OrderKind.NOTICE), seat.attempt))


def test_a_pause_stops_the_time_and_what_it_took_is_given_back(site: ExamSite, seat: Seat) -> None:
    before = seat.sit_down()
    since = site.time.now() - 20 * SECOND
    site.order(PauseExams(exam=site.exam.id, text="停电", since=since, by=BY, reason=REASON))
    hear(seat, lambda: seat.state.is_paused)
    assert before.exam is not None
    assert seat.state.time_left == pytest.approx(before.exam.end - since, abs=50)
    site.time.put_forward(4 * MINUTE)
    pause = standing(site, OrderKind.PAUSE)
    seat.wait(lambda: is_done(site, pause, seat.attempt))
    assert seat.state.time_left == pytest.approx(before.exam.end - since, abs=50)
    site.order(ResumeExams(pause.id, by=BY, reason=REASON))
    hear(seat, lambda: not seat.state.is_paused)
    assert seat.state.exam is not None
    assert seat.state.exam.end - before.exam.end == 5 * MINUTE, "four minutes and a half, begun ones whole"
    assert (seat.state.phase, seat.state.news) == (Phase.ANSWERING, News.MORE_TIME)


def test_a_pause_that_a_proctor_lifted_without_a_network_gives_back_what_it_took_there(
    site: ExamSite, seat: Seat
) -> None:
    site.set_room_password()
    before = seat.sit_down()
    hear(seat, seat.has_card)
    since = site.time.now() - 90 * SECOND
    site.order(PauseExams(exam=site.exam.id, since=since, by=BY, reason=REASON))
    hear(seat, lambda: seat.state.is_paused)
    pause = standing(site, OrderKind.PAUSE)
    site.cable.pull()
    hear(seat, lambda: not seat.state.online)
    seat.presenter.obeying.lift(PASSWORD)
    seat.wait(lambda: not seat.state.is_paused)
    site.time.put_forward(10 * MINUTE)
    site.order(ResumeExams(pause.id, by=BY, reason=REASON))
    site.cable.plug()
    seat.hear_from_the_site()
    seat.all_sent()
    assert before.exam is not None
    hear(seat, lambda: seat.state.exam.end - before.exam.end == 2 * MINUTE)  # type: ignore[union-attr]


def test_whoever_logs_in_during_a_pause_finds_it(site: ExamSite, seat: Seat) -> None:
    site.order(PauseExams(exam=site.exam.id, text="停电", by=BY, reason=REASON))
    state = seat.sit_down()
    seat.wait(lambda: seat.state.is_paused)
    assert state.exam is not None
    assert state.exam.end == pytest.approx(site.exam.ends, abs=50)


def test_a_closed_attempt_is_handed_in_and_goes_on_once_the_candidate_was_let_in_again(
    site: ExamSite, seat: Seat
) -> None:
    seat.sit_down()
    seat.answer("q1", A)
    site.order(CloseAttempts(exam=site.exam.id, text="消防警报", by=BY, reason=REASON))
    seat.hear_from_the_site()
    done = seat.reach(Phase.DONE)
    assert done.orders.ended is not None
    assert done.orders.ended.text == "消防警报"
    closing = standing(site, OrderKind.CLOSE)
    seat.wait(lambda: is_done(site, closing, seat.attempt))
    assert seat.state.phase is Phase.DONE
    site.order(LetInAgain(seat.attempt, by=BY, reason=REASON))
    seat.hear_from_the_site()
    again = seat.reach(Phase.ANSWERING)
    assert (again.orders.ended, again.receipt) == (None, None)
    seat.answer("q5", TextResponse("more"))
    seat.hand_in()
    receipt = seat.reach(Phase.DONE).receipt
    assert receipt is not None
    assert receipt.answered == 2


def test_a_closing_that_is_taken_back_lets_everybody_go_on(site: ExamSite, seat: Seat) -> None:
    seat.sit_down()
    seat.answer("q1", A)
    site.order(CloseAttempts(exam=site.exam.id, by=BY, reason=REASON))
    seat.hear_from_the_site()
    seat.reach(Phase.DONE)
    closing = standing(site, OrderKind.CLOSE)
    seat.wait(lambda: is_done(site, closing, seat.attempt))
    site.order(TakeOrderBack(closing.id, by=BY, reason=REASON))
    seat.hear_from_the_site()
    assert seat.reach(Phase.ANSWERING).orders.ended is None


def test_whoever_handed_in_on_purpose_is_let_in_again_by_a_login(site: ExamSite, seat: Seat) -> None:
    seat.sit_down()
    seat.answer("q1", A)
    attempt = seat.attempt
    seat.hand_in()
    seat.reach(Phase.DONE)
    seat.presenter.leave()
    site.order(LetInAgain(attempt, by=BY, reason=REASON))
    seat.sit_down()
    seat.answer("q5", TextResponse("more"))
    seat.hand_in()
    receipt = seat.reach(Phase.DONE).receipt
    assert receipt is not None
    assert receipt.answered == 2
