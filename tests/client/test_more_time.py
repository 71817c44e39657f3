"""More time: it reaches who is at work, holds over restarts, and opens what only the deadline had ended."""

from collections.abc import Callable

import pytest

from examclient.domain.phases import Phase
from examclient.domain.state import News
from examclient.storage.kept_sessions import KeptSessions
from examclient.ui import presenter
from examclient.ui.sentences import sentence_of_news
from examclient.ui.widgets.times import to_the_minute
from examprotocol.events import Submitted
from examprotocol.receipts import Receipt, open_receipt
from examprotocol.responses import ChoiceResponse, Response, TextResponse
from examprotocol.signing import read_key
from examserver.services.counting import answers_that_count
from examserver.services.exam_orders import ExtendExam
from examserver.storage.extensions import extensions_of
from examserver.storage.store import reading, writing
from tests.client.exam_site import MINUTE, ZHANG, ExamSite
from tests.client.restarts import kept_files
from tests.client.seat import Seat
from tests.client.time_travel import MovedClock, pass_time

NewSeat = Callable[..., Seat]

A, B = ChoiceResponse("a"), ChoiceResponse("b")
HOUR = 60 * MINUTE


@pytest.fixture(autouse=True)
def _no_spread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(presenter, "SPREAD", 0.05)


@pytest.fixture
def clock() -> MovedClock:
    return MovedClock()


@pytest.fixture
def seat(new_seat: NewSeat, clock: MovedClock) -> Seat:
    """A candidate in the middle of the exam, with one answer at the site."""
    seat = new_seat(machine=clock)
    seat.sit_down()
    seat.answer("q1", A)
    seat.all_sent()
    return seat


def extend(site: ExamSite, minutes: int, candidate: str = "") -> None:
    site.order(ExtendExam(site.exam.id, minutes, candidate, "a power cut"))


def hear_of_more_time(seat: Seat) -> None:
    """The next heartbeat brings a new end."""
    before = end_of(seat)
    seat.hear_from_the_site()
    seat.wait(lambda: end_of(seat) > before)


def end_of(seat: Seat) -> int:
    assert seat.state.exam is not None
    return seat.state.exam.end


def is_told(seat: Seat) -> bool:
    return seat.state.news is News.MORE_TIME


def receipt(site: ExamSite, attempt: str) -> Receipt:
    return open_receipt(site.receipt(attempt), read_key(site.file.signing_key))


def that_count(site: ExamSite, attempt: str) -> dict[str, Response | None]:
    with reading(site.folder) as connection:
        answers = answers_that_count(connection, attempt)
    return {question: answers.response(question) for question in answers.current}


def come_back(seat: Seat, new_seat: NewSeat, clock: MovedClock) -> Seat:
    """The program is gone in the middle, and started again."""
    seat.wait(lambda: bool(kept_files(seat)))
    seat.crash()
    return new_seat(seat.data, clock)


def test_more_time_reaches_who_is_at_work_with_the_next_reply(site: ExamSite, seat: Seat) -> None:
    extend(site, 10)
    extend(site, 5, ZHANG[0])
    hear_of_more_time(seat)
    assert end_of(seat) == site.exam.ends + 15 * MINUTE
    assert is_told(seat)
    assert seat.state.phase is Phase.ANSWERING
    words = sentence_of_news(News.MORE_TIME, end=end_of(seat)).whole
    assert to_the_minute(end_of(seat)) in words
    seat.wait(lambda: bool(KeptSessions(seat.data).all()[0].login.extensions))
    (kept,) = KeptSessions(seat.data).all()
    assert (len(kept.login.extensions), kept.login.exam.end) == (2, end_of(seat))


def test_the_warnings_come_again_in_the_extended_time(site: ExamSite, seat: Seat, clock: MovedClock) -> None:
    pass_time(HOUR - MINUTE - 57_000, site, clock)
    seat.wait(lambda: seat.state.news is News.TIME_1)
    extend(site, 4)
    hear_of_more_time(seat)
    assert is_told(seat)
    pass_time(MINUTE, site, clock)
    seat.wait(lambda: seat.state.news is None)
    pass_time(3 * MINUTE, site, clock)
    seat.wait(lambda: seat.state.news is News.TIME_1)


def test_the_extended_end_holds_after_a_restart_without_a_network(
    site: ExamSite, seat: Seat, clock: MovedClock, new_seat: NewSeat
) -> None:
    extend(site, 30)
    hear_of_more_time(seat)
    seat.wait(lambda: bool(KeptSessions(seat.data).all()[0].login.extensions))
    site.cable.pull()
    pass_time(HOUR + 10 * MINUTE, site, clock)
    back = come_back(seat, new_seat, clock)
    back.reach(Phase.ANSWERING)
    assert end_of(back) == site.exam.ends + 30 * MINUTE
    pass_time(20 * MINUTE, site, clock)
    assert back.reach(Phase.SUBMIT_FAILED).by_deadline


def test_what_was_written_without_a_network_in_the_extended_time_counts(
    site: ExamSite, seat: Seat, clock: MovedClock
) -> None:
    extend(site, 30)
    hear_of_more_time(seat)
    site.cable.pull()
    pass_time(HOUR + 20 * MINUTE, site, clock)
    seat.answer("q5", TextResponse("beyond the end and the grace as they were planned"))
    pass_time(10 * MINUTE, site, clock)
    seat.reach(Phase.SUBMIT_FAILED)
    site.cable.plug()
    done = seat.reach(Phase.DONE)
    assert done.receipt is not None
    assert (done.receipt.answered, done.receipt.has_late) == (2, False)
    assert "beyond the end" in str(that_count(site, seat.attempt)["q5"])


@pytest.mark.parametrize("is_offline", [False, True])
def test_what_the_deadline_ended_opens_again_with_everything_that_was_typed(
    site: ExamSite, seat: Seat, clock: MovedClock, is_offline: bool
) -> None:
    seat.presenter.answer("q5", TextResponse("half a sen"))
    if is_offline:
        site.cable.pull()
    pass_time(HOUR, site, clock)
    seat.reach(Phase.SUBMIT_FAILED if is_offline else Phase.DONE)
    extend(site, 10)
    site.cable.plug()
    seat.hear_from_the_site()
    state = seat.reach(Phase.ANSWERING)
    assert is_told(seat)
    assert (state.by_deadline, state.receipt, state.trouble) == (False, None, None)
    assert (state.answers.response("q1"), state.answers.response("q5")) == (A, TextResponse("half a sen"))
    seat.answer("q5", TextResponse("half a sentence"))
    pass_time(10 * MINUTE, site, clock)
    done = seat.reach(Phase.DONE)
    assert done.by_deadline
    assert receipt(site, seat.attempt).number == (1 if is_offline else 2)
    assert that_count(site, seat.attempt)["q5"] == TextResponse("half a sentence")


def test_more_time_that_was_not_heard_before_the_deadline_is_no_reason_to_hand_in(
    site: ExamSite, seat: Seat, clock: MovedClock
) -> None:
    extend(site, 10)
    pass_time(HOUR, site, clock)
    seat.wait(lambda: end_of(seat) > site.exam.ends)
    seat.reach(Phase.ANSWERING)
    assert Phase.DONE not in seat.phases
    assert site.receipt(seat.attempt) == ""


def test_who_handed_in_on_purpose_is_not_led_back(site: ExamSite, seat: Seat, new_seat: NewSeat) -> None:
    seat.hand_in()
    seat.reach(Phase.DONE)
    extend(site, 10)
    seat.hear_from_the_site()
    seat.wait(lambda: kept_files(seat) == [])
    seat.crash()
    back = new_seat(seat.data)
    back.log_in()
    back.presenter.confirm()
    assert back.reach(Phase.DONE).receipt is not None


def test_who_hands_in_on_purpose_in_the_extended_time_has_handed_in(
    site: ExamSite, seat: Seat, clock: MovedClock
) -> None:
    pass_time(HOUR, site, clock)
    seat.reach(Phase.DONE)
    extend(site, 10)
    seat.hear_from_the_site()
    seat.reach(Phase.ANSWERING)
    seat.hand_in()
    seat.reach(Phase.DONE)
    extend(site, 10)
    seat.hear_from_the_site()
    seat.wait(lambda: kept_files(seat) == [])
    assert seat.state.phase is Phase.DONE
    logs = site.held(seat.attempt).values()
    bodies = [event.body for log in logs for event in log.events if isinstance(event.body, Submitted)]
    assert [body.by_deadline for body in bodies] == [True, False]


# -- a restart in every state -------------------------------------------------------------------------------


def test_a_restart_at_the_receipt_of_the_deadline_leads_back_to_it_and_more_time_opens_it(
    site: ExamSite, seat: Seat, clock: MovedClock, new_seat: NewSeat
) -> None:
    pass_time(HOUR, site, clock)
    code = seat.reach(Phase.DONE).receipt
    back = come_back(seat, new_seat, clock)
    done = back.reach(Phase.DONE)
    assert (done.receipt, done.by_deadline) == (code, True)
    extend(site, 10)
    back.hear_from_the_site()
    state = back.reach(Phase.ANSWERING)
    assert state.answers.response("q1") == A
    assert is_told(back)


def test_a_restart_where_the_network_is_gone_after_the_end_opens_what_was_extended(
    site: ExamSite, seat: Seat, clock: MovedClock, new_seat: NewSeat
) -> None:
    site.cable.pull()
    pass_time(HOUR, site, clock)
    seat.reach(Phase.SUBMIT_FAILED)
    back = come_back(seat, new_seat, clock)
    back.reach(Phase.SUBMIT_FAILED)
    extend(site, 10)
    site.cable.plug()
    assert back.reach(Phase.ANSWERING).paper is not None, "which was not loaded for handing in"
    back.answer("q1", B)
    pass_time(10 * MINUTE, site, clock)
    back.reach(Phase.DONE)
    assert that_count(site, back.attempt)["q1"] == B


@pytest.mark.parametrize("is_offline", [False, True])
def test_an_exam_that_was_opened_again_after_a_receipt_is_kept_over_a_restart(
    site: ExamSite, seat: Seat, clock: MovedClock, new_seat: NewSeat, is_offline: bool
) -> None:
    pass_time(HOUR, site, clock)
    seat.reach(Phase.DONE)
    extend(site, 10)
    seat.hear_from_the_site()
    seat.reach(Phase.ANSWERING)
    if is_offline:
        site.cable.pull()
    seat.answer("q1", B)
    back = come_back(seat, new_seat, clock)
    assert back.reach(Phase.ANSWERING).answers.response("q1") == B
    pass_time(10 * MINUTE, site, clock)
    if is_offline:
        back.reach(Phase.SUBMIT_FAILED)
        back = come_back(back, new_seat, clock)
        back.reach(Phase.SUBMIT_FAILED)
        site.cable.plug()
    back.reach(Phase.DONE)
    assert receipt(site, back.attempt).number == 2
    assert that_count(site, back.attempt)["q1"] == B


def test_who_closes_the_window_at_the_receipt_has_gone(
    site: ExamSite, seat: Seat, clock: MovedClock, new_seat: NewSeat
) -> None:
    pass_time(HOUR, site, clock)
    seat.reach(Phase.DONE)
    seat.close()
    assert kept_files(seat) == []
    back = new_seat(seat.data, clock)
    assert back.phases == [Phase.LOGIN]
    extend(site, 10)
    assert back.sit_down().answers.response("q1") == A, "whoever has more time logs in"


# -- a service that was put back ----------------------------------------------------------------------------


def test_an_extension_that_the_service_has_forgotten_holds_and_is_brought_back(
    site: ExamSite, seat: Seat, clock: MovedClock
) -> None:
    extend(site, 30)
    hear_of_more_time(seat)
    with site.stopped() as folder, writing(folder) as connection:
        connection.exec_driver_sql("DELETE FROM extensions")
    before = len(seat.seen)
    pass_time(HOUR + MINUTE, site, clock)
    seat.hear_from_the_site()

    def is_back() -> bool:
        seat.hear_from_the_site()
        with reading(site.folder) as connection:
            return bool(extensions_of(connection, site.exam.id))

    seat.wait(is_back)
    ends = {state.exam.end for state in seat.seen[before:] if state.exam is not None}
    assert ends == {site.exam.ends + 30 * MINUTE}
    assert seat.state.phase is Phase.ANSWERING
    seat.answer("q1", B)
    seat.all_sent()
    assert that_count(site, seat.attempt)["q1"] == B


def test_a_service_that_has_forgotten_the_receipt_is_handed_in_to_once_more(
    site: ExamSite, seat: Seat, clock: MovedClock
) -> None:
    pass_time(HOUR, site, clock)
    code = seat.reach(Phase.DONE).receipt
    with site.stopped() as folder, writing(folder) as connection:
        connection.exec_driver_sql("DELETE FROM receipts")
        connection.exec_driver_sql("UPDATE attempts SET submitted = 0")
    seat.hear_from_the_site()
    seat.wait(lambda: site.receipt(seat.attempt) != "")
    assert (seat.state.phase, seat.state.receipt) == (Phase.DONE, code)
