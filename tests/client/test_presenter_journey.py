"""A candidate's way from the login to the receipt, on a network that comes and goes."""

from collections.abc import Callable

import pytest

from examclient.domain.phases import Phase
from examclient.domain.state import LocalSaving, News, PreparationStep
from examclient.errors import SiteRefusedError, SiteUnreachableError
from examprotocol.merge import fold
from examprotocol.receipts import open_receipt
from examprotocol.responses import ChoiceResponse, ChoicesResponse, GapsResponse, TextResponse
from examprotocol.short_code import short_code
from examprotocol.signing import read_key
from tests.client.exam_site import MINUTE, QUESTIONS, RED, ExamSite, Times
from tests.client.seat import Seat

NewSeat = Callable[..., Seat]

A, B = ChoiceResponse("a"), ChoiceResponse("b")


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
    assert seat.phases == [
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


@pytest.mark.parametrize("times", [Times(start=10 * MINUTE, key_release_minutes=5)])
def test_before_the_start_the_paper_is_fetched_and_waits_for_its_key(site: ExamSite, seat: Seat) -> None:
    seat.log_in()
    seat.presenter.confirm()
    state = seat.wait(lambda: seat.state.preparation.step is PreparationStep.AWAITING_KEY)
    assert (state.phase, state.paper) == (Phase.PREPARING, None)
    site.time.put_forward(5 * MINUTE)
    seat.hear_from_the_site()
    state = seat.reach(Phase.WAITING)
    assert state.preparation.step is PreparationStep.READY
    assert state.preparation.findings == ()


@pytest.mark.parametrize("times", [Times(start=10 * MINUTE)])
def test_with_the_paper_ready_the_candidate_waits_for_the_start(site: ExamSite, seat: Seat) -> None:
    seat.log_in()
    seat.presenter.confirm()
    waiting = seat.reach(Phase.WAITING)
    assert waiting.paper is not None
    assert 9 * MINUTE < waiting.time_to_start <= 10 * MINUTE
    seat.presenter.answer("q1", A)
    assert seat.state.answers.response("q1") is None, "nobody answers before the start"
    site.time.put_forward(10 * MINUTE)
    seat.hear_from_the_site()
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
    site.cable.condition.delay = 0.3
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
    begun = len(seat.phases)
    seat.presenter.review()
    seat.presenter.back()
    seat.presenter.review()
    seat.presenter.choose("q5")
    assert seat.phases[begun:] == [Phase.REVIEWING, Phase.ANSWERING] * 2
    assert seat.state.current == "q5"


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
    first.presenter._desk.close()  # the system lets go of a crashed client's files
    site.cable.plug()
    second = new_seat(first.data)
    state = second.sit_down()
    assert state.answers.response("q1") == A
    assert state.answers.response("q5") == TextResponse("never sent")
    second.all_sent()
    assert fold(site.held(second.attempt).values()).response("q5") == TextResponse("never sent")
