"""Handing in: by the candidate, by the deadline, with and without a network, and after a restart."""

from collections.abc import Callable
from random import Random

import pytest

from examclient.domain.phases import Phase
from examclient.errors import SiteRefusedError, SiteUnreachableError
from examclient.ui import presenter
from examprotocol.events import Submitted
from examprotocol.merge import fold
from examprotocol.messages import SubmitReply, SubmitRequest
from examprotocol.responses import ChoiceResponse, TextResponse
from examprotocol.short_code import short_code
from tests.client.exam_site import MINUTE, ExamSite
from tests.client.seat import Seat
from tests.client.time_travel import MovedClock, pass_time

NewSeat = Callable[..., Seat]

A, B = ChoiceResponse("a"), ChoiceResponse("b")


@pytest.fixture(autouse=True)
def _no_spread(monkeypatch: pytest.MonkeyPatch) -> None:
    """At the deadline the machines of a room spread over three seconds; here there is one."""
    monkeypatch.setattr(presenter, "SPREAD", 0.05)


def test_a_submit_that_fails_says_so_and_succeeds_by_itself(site: ExamSite, seat: Seat) -> None:
    seat.sit_down()
    seat.answer("q1", A)
    site.cable.pull()
    seat.hand_in()
    failed = seat.reach(Phase.SUBMIT_FAILED)
    assert isinstance(failed.trouble, SiteUnreachableError)
    assert not failed.by_deadline
    assert failed.answers.response("q1") == A
    site.cable.plug()
    done = seat.reach(Phase.DONE)
    assert done.receipt is not None
    assert done.receipt.answered == 1


def test_retry_tries_at_once(site: ExamSite, seat: Seat) -> None:
    seat.sit_down()
    site.cable.pull()
    seat.hand_in()
    seat.reach(Phase.SUBMIT_FAILED)
    seat.presenter._helpers.submitter._timer.stop()  # the next try by itself is far away
    site.cable.plug()
    seat.presenter.retry()
    assert seat.state.phase is Phase.SUBMITTING
    seat.reach(Phase.DONE)


def test_a_submit_that_a_busy_site_refuses_is_tried_again_when_it_said(
    seat: Seat, monkeypatch: pytest.MonkeyPatch
) -> None:
    seat.sit_down()

    def refuse(_: SubmitRequest) -> SubmitReply:
        raise SiteRefusedError("busy", "Busy.", 1, wait=7)

    sitting = seat.presenter._sitting
    assert sitting is not None
    monkeypatch.setattr(sitting.submit, "_ask", refuse)
    seat.hand_in()
    seat.reach(Phase.SUBMIT_FAILED)
    timer = seat.presenter._helpers.submitter._timer
    assert timer.isActive()
    assert 7_000 <= timer.interval() < 10_500


def test_a_submit_whose_reply_is_lost_ends_with_the_receipt_that_was_signed(
    site: ExamSite, seat: Seat
) -> None:
    seat.sit_down()
    seat.answer("q1", A)
    attempt = seat.attempt
    sitting = seat.presenter._sitting
    assert sitting is not None
    ask = sitting.submit._ask

    def ask_on_a_cable_that_loses_the_answer(request: SubmitRequest) -> SubmitReply:
        site.cable.condition.lose_replies = True
        return ask(request)

    sitting.submit._ask = ask_on_a_cable_that_loses_the_answer
    seat.hand_in()
    seat.reach(Phase.SUBMIT_FAILED)
    seat.wait(lambda: site.receipt(attempt) != "")
    sitting.submit._ask = ask
    site.cable.condition.lose_replies = False
    done = seat.reach(Phase.DONE)
    assert done.receipt is not None
    assert done.receipt.code == short_code(site.receipt(attempt).encode())


def test_at_the_deadline_the_answers_are_handed_in_with_the_last_key(site: ExamSite, seat: Seat) -> None:
    seat.sit_down()
    attempt = seat.attempt
    seat.answer("q1", A)
    seat.all_sent()
    seat.presenter.answer("q5", TextResponse("the last wor"))
    site.time.put_forward(60 * MINUTE)
    seat.presenter.answer("q1", B)  # its acknowledgement brings the new time
    seat.presenter.answer("q5", TextResponse("the last word"))
    done = seat.reach(Phase.DONE)
    assert Phase.REVIEWING not in seat.phases
    assert done.receipt is not None
    assert done.receipt.answered == 2
    answers = fold(site.held(attempt).values())
    assert answers.response("q5") == TextResponse("the last word")
    submitted = [
        event.body
        for log in site.held(attempt).values()
        for event in log.events
        if isinstance(event.body, Submitted)
    ]
    assert [body.by_deadline for body in submitted] == [True]


@pytest.mark.parametrize("typed", ["", "half a sen"])
def test_at_the_deadline_whoever_is_still_typing_spreads_as_the_others_do(
    site: ExamSite, seat: Seat, monkeypatch: pytest.MonkeyPatch, typed: str
) -> None:
    class Latest(Random):
        """Draws the last machine of the room."""

        def random(self) -> float:
            return 1.0

    seat.sit_down()
    seat.all_sent()
    monkeypatch.setattr(presenter, "SPREAD", 100.0)
    monkeypatch.setattr(presenter, "Random", Latest)
    if typed:
        seat.presenter.answer("q5", TextResponse(typed))
    site.time.put_forward(60 * MINUTE)
    seat.hear_from_the_site()
    seat.reach(Phase.SUBMITTING)
    asks = seat.presenter._helpers.submitter._timer
    seat.wait(asks.isActive)
    assert asks.interval() == 100_000
    seat.presenter.retry()
    seat.reach(Phase.DONE)


def test_at_the_deadline_without_a_network_the_answers_are_sealed_and_handed_in_later(
    site: ExamSite, new_seat: NewSeat
) -> None:
    clock = MovedClock()
    seat = new_seat(machine=clock)
    seat.sit_down()
    seat.answer("q1", A)
    seat.all_sent()
    site.cable.pull()
    seat.answer("q5", TextResponse("never sent"))
    pass_time(60 * MINUTE, site, clock)
    sealed = seat.reach(Phase.SUBMIT_FAILED)
    assert sealed.by_deadline
    seat.presenter.answer("q1", B)
    assert seat.state.answers.response("q1") == A, "what is sealed is not changed any more"
    site.cable.plug()
    done = seat.reach(Phase.DONE)
    assert done.by_deadline
    assert done.receipt is not None
    assert done.receipt.answered == 2


def test_an_exam_that_was_extended_goes_on(site: ExamSite, seat: Seat) -> None:
    seat.sit_down()
    end = site.exam.ends + 30 * MINUTE
    seat.presenter.stage.acknowledged(site.time.now(), end, sent=False)
    assert seat.state.exam is not None
    assert seat.state.exam.end == end
    seat.presenter._on_tick()
    assert seat.state.phase is Phase.ANSWERING


def test_who_had_handed_in_without_a_receipt_goes_on_handing_in_after_a_restart(
    site: ExamSite, new_seat: NewSeat
) -> None:
    first = new_seat()
    first.sit_down()
    first.answer("q1", A)
    first.all_sent()
    site.cable.pull()
    first.hand_in()
    first.reach(Phase.SUBMIT_FAILED)
    first.close()
    site.cable.plug()
    second = new_seat(first.data)
    second.log_in()
    second.presenter.confirm()
    done = second.reach(Phase.DONE)
    assert Phase.ANSWERING not in second.phases
    assert done.receipt is not None


def test_who_has_a_receipt_already_sees_it_after_the_login(site: ExamSite, new_seat: NewSeat) -> None:
    first = new_seat()
    first.sit_down()
    attempt = first.attempt
    first.hand_in()
    code = first.reach(Phase.DONE).receipt
    other = new_seat()
    other.log_in()
    other.presenter.confirm()
    assert other.reach(Phase.DONE).receipt == code
    assert len(site.held(attempt)) == 1, "a look at the receipt writes nothing"
