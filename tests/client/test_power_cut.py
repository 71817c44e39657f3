"""After a power cut a login is asked, also without network; the candidate goes on where the journal ends."""

from collections.abc import Callable

import pytest
from msgspec.structs import replace

from examclient.domain.phases import Phase
from examclient.errors import HeldHereError, NothingHeldError, SiteRefusedError
from examclient.storage.kept_sessions import KeptSessions
from examprotocol.merge import fold
from examprotocol.messages import Refusal
from examprotocol.responses import ChoiceResponse, TextResponse
from tests.client.exam_site import ANN, MINUTE, WEEK, ZHANG, ExamSite
from tests.client.restarts import Rebooted, kept_files
from tests.client.seat import Seat

NewSeat = Callable[..., Seat]

A, B = ChoiceResponse("a"), ChoiceResponse("b")


def test_after_a_power_cut_a_login_is_asked_and_the_candidate_goes_on(
    site: ExamSite, left: Seat, new_seat: NewSeat
) -> None:
    site.cable.plug()
    back = new_seat(left.data, Rebooted())
    back.wait(lambda: not back.state.busy)
    assert back.phases == [Phase.LOGIN]
    state = back.sit_down()
    assert (state.answers.response("q1"), state.answers.response("q5")) == (A, TextResponse("never sent"))
    back.all_sent()
    assert {log.writer.epoch.grant for log in site.held(back.attempt).values()} == {1}, "nothing is granted"


def test_after_a_power_cut_without_network_both_numbers_open_what_this_machine_holds(
    site: ExamSite, left: Seat, new_seat: NewSeat
) -> None:
    back = new_seat(left.data, Rebooted())
    held = back.log_in((ZHANG[0].lower(), f" {ZHANG[1]} "))
    assert isinstance(held.trouble, HeldHereError)
    assert (held.phase, held.candidate) == (Phase.LOGIN, None)
    back.presenter.arrivals.go_on_here()
    assert back.state.phase is Phase.CONFIRMING
    back.presenter.confirm()
    state = back.reach(Phase.ANSWERING)
    assert (state.answers.response("q1"), state.answers.response("q5")) == (A, TextResponse("never sent"))
    back.answer("q1", B)
    site.cable.plug()
    back.all_sent()
    assert fold(site.held(back.attempt).values()).response("q1") == B
    back.hand_in()
    back.reach(Phase.DONE)


def test_a_second_crash_after_the_power_cut_needs_no_login(
    site: ExamSite, left: Seat, new_seat: NewSeat
) -> None:
    power_is_back = Rebooted()
    back = new_seat(left.data, power_is_back)
    back.log_in()
    back.presenter.arrivals.go_on_here()
    back.presenter.confirm()
    back.reach(Phase.ANSWERING)
    back.answer("q1", B)
    back.crash()
    again = new_seat(left.data, power_is_back)
    assert again.reach(Phase.ANSWERING).answers.response("q1") == B
    site.cable.plug()
    again.all_sent()


@pytest.mark.parametrize("jump", [86_400.0, -86_400.0, -6 * 365 * 86_400.0])
def test_a_wrong_clock_after_a_power_cut_locks_nobody_out(
    site: ExamSite, left: Seat, new_seat: NewSeat, jump: float
) -> None:
    back = new_seat(left.data, Rebooted(jump))
    back.log_in()
    back.presenter.arrivals.go_on_here()
    back.presenter.confirm()
    back.reach(Phase.ANSWERING)
    back.presenter._on_tick()
    assert back.state.phase is Phase.ANSWERING
    back.answer("q1", B)
    site.cable.plug()
    back.all_sent()
    back.wait(lambda: abs(back.state.now - site.time.now()) < MINUTE)
    assert back.state.phase is Phase.ANSWERING


@pytest.mark.parametrize("numbers", [(ZHANG[0], ANN[1]), (ANN[0], ZHANG[1]), ANN])
def test_without_network_wrong_numbers_open_nothing_and_are_slowed(
    left: Seat, new_seat: NewSeat, numbers: tuple[str, str]
) -> None:
    back = new_seat(left.data, Rebooted())
    refused = back.log_in(numbers)
    assert isinstance(refused.trouble, NothingHeldError)
    assert (refused.phase, refused.candidate) == (Phase.LOGIN, None)
    back.presenter.arrivals.go_on_here()
    assert back.state.phase is Phase.LOGIN
    too_soon = back.log_in()
    assert isinstance(too_soon.trouble, SiteRefusedError)
    assert too_soon.trouble.code == Refusal.TOO_OFTEN
    assert too_soon.trouble.until > 0
    back.wait(lambda: isinstance(back.log_in().trouble, HeldHereError))


def test_the_count_of_wrong_numbers_is_kept_over_a_restart(left: Seat, new_seat: NewSeat) -> None:
    power_is_back = Rebooted()
    first = new_seat(left.data, power_is_back)
    first.log_in(ANN)
    first.close()
    second = new_seat(left.data, power_is_back)
    trouble = second.log_in().trouble
    assert isinstance(trouble, SiteRefusedError)
    assert trouble.code == Refusal.TOO_OFTEN


def test_where_nothing_is_held_the_candidate_hears_to_raise_the_hand(site: ExamSite, seat: Seat) -> None:
    site.cable.pull()
    assert isinstance(seat.log_in().trouble, NothingHeldError)


def test_an_exam_that_is_certainly_over_is_not_opened_again_without_the_site(
    left: Seat, new_seat: NewSeat
) -> None:
    shelf = KeptSessions(left.data)
    (kept,) = shelf.all()
    over = kept.login.exam.end + MINUTE
    late = replace(kept.clock, site=over, least=over)
    shelf.keep(replace(kept, clock=late))
    back = new_seat(left.data, Rebooted())
    assert isinstance(back.log_in().trouble, NothingHeldError)


def test_another_candidate_sees_nothing_of_the_one_whose_exam_is_kept_here(
    site: ExamSite, left: Seat, new_seat: NewSeat
) -> None:
    site.cable.plug()
    back = new_seat(left.data, Rebooted())
    state = back.sit_down(ANN)
    assert state.candidate is not None
    assert state.candidate.name == "O'Neil, Ann"
    assert state.answers.current == {}
    assert not any("张三" in str(seen.candidate) for seen in back.seen)
    back.answer("q1", B)
    back.crash()
    again = new_seat(left.data, Rebooted())
    state = again.reach(Phase.ANSWERING)
    assert state.candidate is not None
    assert state.candidate.name == "O'Neil, Ann", "the one who sat here last"


def test_what_was_kept_of_an_exam_long_ago_is_let_go_of(
    site: ExamSite, left: Seat, new_seat: NewSeat
) -> None:
    shelf = KeptSessions(left.data)
    (kept,) = shelf.all()
    old = replace(
        kept.login, attempt="long-ago", exam=replace(kept.login.exam, end=kept.clock.site - WEEK - 1)
    )
    shelf.keep(replace(kept, login=old, clock=replace(kept.clock, site=kept.clock.site - WEEK)))
    back = new_seat(left.data)
    back.reach(Phase.ANSWERING)
    assert [one.attempt for one in shelf.all()] == [kept.attempt]


def test_not_me_after_an_offline_login_keeps_what_belongs_to_the_other(left: Seat, new_seat: NewSeat) -> None:
    before = kept_files(left)
    back = new_seat(left.data, Rebooted())
    back.log_in()
    back.presenter.arrivals.go_on_here()
    back.presenter.not_me()
    assert (back.state.phase, back.state.candidate) == (Phase.LOGIN, None)
    assert kept_files(back) == before
