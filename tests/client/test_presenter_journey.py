"""A candidate's way from the login to the receipt, on a network that comes and goes."""

from collections.abc import Callable

import pytest

from examclient.domain.phases import Phase
from examclient.domain.state import LocalSaving, News, PreparationStep
from examclient.errors import SiteRefusedError, SiteUnreachableError
from examclient.ui import presenter
from examprotocol.events import Submitted
from examprotocol.merge import fold
from examprotocol.messages import SubmitReply, SubmitRequest
from examprotocol.receipts import open_receipt
from examprotocol.responses import ChoiceResponse, ChoicesResponse, GapsResponse, TextResponse
from examprotocol.short_code import short_code
from examprotocol.signing import read_key
from tests.client.exam_site import MINUTE, QUESTIONS, RED, ExamSite, Times
from tests.client.seat import Seat

NewSeat = Callable[..., Seat]

A, B = ChoiceResponse("a"), ChoiceResponse("b")


@pytest.fixture(autouse=True)
def _no_spread(monkeypatch: pytest.MonkeyPatch) -> None:
    """At the deadline the machines of a room spread over three seconds; here there is one."""
    monkeypatch.setattr(presenter, "SPREAD", 0.05)


def phases(seat: Seat) -> list[Phase]:
    """The phases that were shown, each once as it came."""
    seen = [state.phase for state in seat.seen]
    return [phase for place, phase in enumerate(seen) if place == 0 or phase is not seen[place - 1]]


def test_from_the_login_to_the_receipt(site: ExamSite, seat: Seat) -> None:
    seat.sit_down()
    assert seat.state.candidate is not None
    assert seat.state.candidate.name == "张三"
    assert seat.state.paper is not None
    assert seat.state.current == QUESTIONS[0].id
    assert seat.pictures.picture(RED) is not None
    attempt = seat.attempt
    seat.answer("q1", A)
    seat.answer("q2", ChoicesResponse(("a", "c")))
    seat.answer("q4", GapsResponse({"g1": "gap"}))
    seat.answer("q5", TextResponse("作文" * 300))
    seat.presenter.flag("q3", flag=True)
    seat.all_sent()
    seat.hand_in()
    done = seat.reach(Phase.DONE)
    assert phases(seat) == [
        Phase.LOGIN,
        Phase.CONFIRMING,
        Phase.PREPARING,
        Phase.WAITING,
        Phase.ANSWERING,
        Phase.REVIEWING,
        Phase.SUBMITTING,
        Phase.DONE,
    ]
    token = site.receipt(attempt)
    receipt = open_receipt(token, read_key(site.file.signing_key))
    assert done.receipt is not None
    assert (done.receipt.answered, done.receipt.questions, done.receipt.at) == (4, 5, receipt.at)
    assert done.receipt.code == short_code(token.encode())
    seat.close()
    held = site.held(attempt)
    assert {log.writer.id: log for log in seat.journal(attempt)} == held
    assert fold(held.values()).flagged == {"q3"}


@pytest.mark.parametrize("times", [Times(start=2_500, key_release_minutes=0)])
def test_before_the_start_the_paper_is_fetched_and_waits_for_its_key(site: ExamSite, seat: Seat) -> None:
    seat.log_in()
    seat.presenter.confirm()
    seat.wait(lambda: seat.state.preparation.step is PreparationStep.AWAITING_KEY)
    assert seat.state.phase is Phase.PREPARING
    assert seat.state.paper is None
    state = seat.reach(Phase.ANSWERING)
    assert state.now >= site.exam.starts
    assert state.preparation.step is PreparationStep.READY
    assert state.preparation.findings == ()


@pytest.mark.parametrize("times", [Times(start=2_500)])
def test_with_the_paper_ready_the_candidate_waits_for_the_start(site: ExamSite, seat: Seat) -> None:
    seat.log_in()
    seat.presenter.confirm()
    waiting = seat.reach(Phase.WAITING)
    assert waiting.paper is not None
    assert 0 < waiting.time_to_start <= 2_500
    seat.presenter.answer("q1", A)
    assert seat.state.answers.response("q1") is None, "nobody answers before the start"
    assert seat.reach(Phase.ANSWERING).now >= site.exam.starts


def test_a_refused_login_says_why_and_the_next_one_works(seat: Seat) -> None:
    refused = seat.log_in(("2026A001", "wrong"))
    assert (refused.phase, refused.busy) == (Phase.LOGIN, False)
    assert isinstance(refused.trouble, SiteRefusedError)
    assert refused.trouble.code == "wrong_identity"
    accepted = seat.log_in()
    assert accepted.phase is Phase.CONFIRMING
    assert accepted.trouble is None


def test_with_the_cable_pulled_the_login_says_so_and_later_works(site: ExamSite, seat: Seat) -> None:
    site.cable.pull()
    assert isinstance(seat.log_in().trouble, SiteUnreachableError)
    site.cable.plug()
    assert seat.log_in().phase is Phase.CONFIRMING
    site.cable.pull()
    seat.presenter.confirm()
    stuck = seat.wait(lambda: not seat.state.busy)
    assert stuck.phase is Phase.CONFIRMING
    assert isinstance(stuck.trouble, SiteUnreachableError)
    site.cable.plug()
    seat.presenter.confirm()
    seat.reach(Phase.ANSWERING)


def test_a_cable_pulled_while_the_paper_is_fetched_delays_it_and_no_more(site: ExamSite, seat: Seat) -> None:
    seat.log_in()
    site.cable.condition.delay = 0.05
    seat.presenter.confirm()
    seat.reach(Phase.PREPARING)
    site.cable.pull()
    seat.wait(lambda: isinstance(seat.state.trouble, SiteUnreachableError))
    site.cable.condition.delay = 0.0
    site.cable.plug()
    assert seat.reach(Phase.ANSWERING).trouble is None


def test_a_network_that_goes_and_comes_back_costs_nothing(site: ExamSite, seat: Seat) -> None:
    seat.sit_down()
    attempt = seat.attempt
    seat.answer("q1", A)
    seat.all_sent()
    site.cable.pull()
    seat.answer("q1", B)
    gone = seat.wait(lambda: not seat.state.online)
    assert gone.news is News.NETWORK_GONE
    assert (gone.lights.local, gone.lights.waiting) == (LocalSaving.SAVED, 1)
    seat.answer("q5", TextResponse("offline"))
    assert seat.state.lights.waiting == 2
    assert seat.state.phase is Phase.ANSWERING
    site.cable.plug()
    back = seat.wait(lambda: seat.state.news is News.NETWORK_BACK)
    assert back.lights.waiting == 0
    answers = fold(site.held(attempt).values())
    assert (answers.response("q1"), answers.response("q5")) == (B, TextResponse("offline"))


def test_lost_replies_keep_the_light_amber_until_the_site_is_heard(site: ExamSite, seat: Seat) -> None:
    seat.sit_down()
    seat.all_sent()
    site.cable.condition.lose_replies = True
    seat.answer("q1", A)
    seat.wait(lambda: fold(site.held(seat.attempt).values()).response("q1") == A)
    assert seat.state.lights.waiting == 1, "the site has it, but has not been heard to say so"
    site.cable.condition.lose_replies = False
    seat.all_sent()
    (log,) = site.held(seat.attempt).values()
    assert len(log.events) == 2


def test_typing_is_on_the_disk_soon_after_the_last_key(seat: Seat) -> None:
    seat.sit_down()
    for words in ("Th", "The", "The end"):
        seat.presenter.answer("q3", TextResponse(words))
        assert seat.state.answers.response("q3") == TextResponse(words)
        assert seat.state.lights.local is LocalSaving.SAVING
    seat.wait(lambda: seat.state.lights.local is LocalSaving.SAVED)
    seat.all_sent()


def test_going_to_another_question_saves_what_is_typed(seat: Seat) -> None:
    seat.sit_down()
    composed: list[str] = []
    seat.presenter.composition_wanted.connect(lambda: composed.append(seat.state.current))
    seat.presenter.choose("q3")
    seat.presenter.answer("q3", TextResponse("typed"))
    seat.presenter.choose("q1")
    assert seat.presenter._saver._typing == {}
    assert seat.state.current == "q1"
    assert composed[-1] == "q3", "what is being composed is committed to the question that is left"
    seat.wait(lambda: seat.state.lights.local is LocalSaving.SAVED)


def test_from_the_review_page_one_can_go_back_and_to_any_question(seat: Seat) -> None:
    seat.sit_down()
    begun = len(phases(seat))
    seat.presenter.review()
    seat.presenter.back()
    seat.presenter.review()
    seat.presenter.choose("q5")
    assert phases(seat)[begun:] == [Phase.REVIEWING, Phase.ANSWERING] * 2
    assert seat.state.current == "q5"


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
    assert Phase.REVIEWING not in phases(seat)
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


def test_at_the_deadline_without_a_network_the_answers_are_sealed_and_handed_in_later(
    site: ExamSite, seat: Seat
) -> None:
    seat.sit_down()
    seat.answer("q1", A)
    seat.all_sent()
    assert seat.state.exam is not None
    site.time.put_forward(seat.state.exam.end - site.time.now() - 1_500)
    seat.answer("q1", B)
    seat.wait(lambda: seat.state.time_left < 2_000)
    seat.all_sent()
    site.cable.pull()
    sealed = seat.reach(Phase.SUBMIT_FAILED)
    assert sealed.by_deadline
    seat.presenter.answer("q1", A)
    assert seat.state.answers.response("q1") == B, "what is sealed is not changed any more"
    site.cable.plug()
    assert seat.reach(Phase.DONE).by_deadline


def test_an_exam_that_was_extended_goes_on(site: ExamSite, seat: Seat) -> None:
    seat.sit_down()
    end = site.exam.ends + 30 * MINUTE
    seat.presenter.stage.acknowledged(site.time.now(), end, sent=False)
    assert seat.state.exam is not None
    assert seat.state.exam.end == end
    seat.presenter._on_tick()
    assert seat.state.phase is Phase.ANSWERING


def test_refresh_mends_the_paper_and_clear_cache_replaces_it(site: ExamSite, seat: Seat) -> None:
    seat.sit_down()
    redrawn: list[int] = []
    seat.presenter.redraw_wanted.connect(lambda: redrawn.append(1))
    parts = [path for path in (seat.data / "papers").rglob("*") if len(path.name) == 64]
    for path in parts:
        path.write_bytes(b"damaged")
    seat.presenter.refresh()
    seat.wait(lambda: seat.state.news is News.MENDED)
    assert seat.pictures.picture(RED) is not None
    assert len(redrawn) >= 2
    seat.presenter.clear_cache()
    assert seat.state.news is News.CLEARING_CACHE
    seat.wait(lambda: seat.state.news is News.CACHE_CLEARED)
    assert not any(path.exists() for path in parts)
    assert seat.pictures.picture(RED) is not None
    seat.presenter.refresh()
    seat.wait(lambda: seat.state.news is News.REFRESHED)


def test_without_a_network_refresh_and_clear_cache_leave_the_paper_as_it_is(
    site: ExamSite, seat: Seat
) -> None:
    seat.sit_down()
    site.cable.pull()
    seat.presenter.refresh()
    seat.wait(lambda: seat.state.news in (News.REFRESHED, News.NETWORK_GONE))
    seat.presenter.clear_cache()
    seat.wait(lambda: not seat.presenter._helpers.papers._clearing)
    assert seat.pictures.picture(RED) is not None
    assert seat.state.paper is not None
    seat.answer("q1", A)
    site.cable.plug()
    seat.all_sent()


def test_after_a_crash_the_candidate_goes_on_where_the_journal_ends(
    site: ExamSite, new_seat: NewSeat
) -> None:
    first = new_seat()
    first.sit_down()
    first.answer("q1", A)
    site.cable.pull()
    first.answer("q5", TextResponse("never sent"))
    first.presenter.stage.state_changed.disconnect()
    site.cable.plug()
    second = new_seat(first.data)
    state = second.sit_down()
    assert state.answers.response("q1") == A
    assert state.answers.response("q5") == TextResponse("never sent")
    second.all_sent()
    assert fold(site.held(second.attempt).values()).response("q5") == TextResponse("never sent")


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
    assert Phase.ANSWERING not in phases(second)
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
