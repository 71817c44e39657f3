"""An exam goes from machine to machine, with the site and without it, and ends with what was done last."""

import pytest

from examclient.domain.phases import Phase
from examclient.domain.state import ExamState, PasswordTrouble
from examclient.storage.kept_sessions import KeptSessions
from examclient.ui import presenter
from examprotocol.events import MOVE_BY_CODE, MOVE_HERE, OPEN_MENU, SHOW_CODE, Epoch, ProctorActed
from examprotocol.responses import ChoiceResponse, TextResponse
from tests.client.cards import PASSWORD
from tests.client.exam_site import ExamSite
from tests.client.moving import (
    NewSeat,
    acts_of_this_start,
    at_the_site,
    code_of,
    epoch_of,
    move_here,
    type_code,
    unlock,
)
from tests.client.restarts import Rebooted
from tests.client.seat import Seat

A, B = ChoiceResponse("a"), ChoiceResponse("b")


@pytest.fixture(autouse=True)
def _room(site: ExamSite, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(presenter, "SPREAD", 0.05)
    site.set_room_password()


# -- with the site ------------------------------------------------------------------------------------------


def test_another_machine_asks_for_the_proctor_and_then_goes_on_with_all_answers(
    site: ExamSite, new_seat: NewSeat
) -> None:
    first, second = new_seat(), new_seat()
    first.sit_down()
    first.answer("q1", A)
    first.all_sent()
    asked = second.log_in()
    assert (asked.phase, asked.elsewhere.place, asked.candidate) == (Phase.ELSEWHERE, "S0", None)
    second.presenter.arrivals.consent("WRONG-WRONG")
    second.wait(lambda: second.state.password.trouble is PasswordTrouble.WRONG)
    assert second.state.phase is Phase.ELSEWHERE
    second.presenter.arrivals.consent(PASSWORD.lower())
    second.reach(Phase.CONFIRMING)
    second.presenter.confirm()
    state = second.reach(Phase.ANSWERING)
    assert state.answers.response("q1") == A
    second.all_sent()
    assert acts_of_this_start(site, second) == [ProctorActed(MOVE_HERE, "S0", wrong_tries=1)]
    first.hear_from_the_site()
    first.reach(Phase.MOVED)


def test_a_consent_is_tried_too_often_and_then_has_to_wait(site: ExamSite, new_seat: NewSeat) -> None:
    new_seat().sit_down()
    second = new_seat()
    second.log_in()
    while second.state.password.trouble is not PasswordTrouble.TOO_OFTEN:
        second.presenter.arrivals.consent("WRONG-WRONG")
        second.wait(lambda: not second.state.password.checking)
        assert len(second.seen) < 200
    assert second.state.password.wait > 1
    assert second.state.phase is Phase.ELSEWHERE


def test_whoever_typed_another_candidate_s_number_goes_back(site: ExamSite, new_seat: NewSeat) -> None:
    new_seat().sit_down()
    second = new_seat()
    assert second.log_in().phase is Phase.ELSEWHERE
    second.presenter.leave()
    assert second.state.phase is Phase.LOGIN
    second.presenter.arrivals.consent(PASSWORD)
    assert second.state.phase is Phase.LOGIN, "what was typed is forgotten"


def test_nothing_of_the_consent_is_left(
    site: ExamSite, new_seat: NewSeat, caplog: pytest.LogCaptureFixture
) -> None:
    new_seat().sit_down()
    second = new_seat()
    move_here(second)
    assert PASSWORD not in repr([vars_of(state) for state in second.seen])
    assert PASSWORD not in caplog.text
    assert PASSWORD.replace("-", "") not in caplog.text


def vars_of(state: ExamState) -> str:
    return repr((state.password, state.elsewhere, state.proctor, state.trouble))


def test_a_name_that_is_somebody_else_s_frees_the_seat_again(site: ExamSite, new_seat: NewSeat) -> None:
    first, second = new_seat(), new_seat()
    first.log_in()
    first.presenter.not_me()
    first.presenter._lanes.network.run(lambda: None, lambda _: None, lambda _: None)

    def let_in() -> bool:
        if second.state.phase is Phase.ELSEWHERE:
            second.presenter.leave()
        return second.log_in().phase is Phase.CONFIRMING

    second.wait(let_in)


def test_back_at_the_first_machine_the_candidate_s_own_login_takes_nothing_away(
    site: ExamSite, new_seat: NewSeat
) -> None:
    first, second = new_seat(), new_seat()
    first.sit_down()
    first.answer("q1", A)
    first.all_sent()
    site.cable.pull()
    first.answer("q3", TextResponse("only here"))
    first.crash()
    site.cable.plug()
    move_here(second)
    second.answer("q1", B)
    second.all_sent()
    back = new_seat(first.data, Rebooted())
    back.log_in()
    back.presenter.confirm()
    back.reach(Phase.MOVED)
    back.wait(lambda: at_the_site(site, second.attempt).response("q3") == TextResponse("only here"))
    second.hear_from_the_site()
    second.all_sent()
    assert second.state.phase is Phase.ANSWERING, "the exam is still there"
    back.presenter.leave()
    assert back.log_in().phase is Phase.ELSEWHERE


# -- without it ---------------------------------------------------------------------------------------------


def test_from_one_machine_to_the_other_and_back_without_a_network(site: ExamSite, new_seat: NewSeat) -> None:
    first, second = new_seat(), new_seat()
    first.sit_down()
    first.answer("q1", A)
    first.all_sent()
    move_here(second)
    first.hear_from_the_site()
    first.reach(Phase.MOVED)
    second.answer("q1", B)
    second.all_sent()
    second.wait(second.has_card)
    site.cable.pull()
    second.answer("q3", TextResponse("at the second, never sent"))
    code = code_of(second)
    first.hear_from_the_site()
    first.wait(lambda: not first.state.online)
    state = type_code(first, code)
    assert state.answers.response("q1") == A, "what the second had is not here yet"
    assert epoch_of(first) == Epoch(1, 2, 1)
    first.answer("q5", TextResponse("last, at the first"))
    (kept,) = KeptSessions(first.data).all()
    assert (kept.moved, kept.login.epoch) == (False, Epoch(1, 2, 1))
    site.cable.plug()
    first.all_sent()
    second.hear_from_the_site()
    second.reach(Phase.MOVED)
    second.wait(lambda: second.state.lights.waiting == 0)
    found = at_the_site(site, first.attempt)
    assert found.response("q1") == B
    assert found.response("q3") == TextResponse("at the second, never sent")
    assert found.response("q5") == TextResponse("last, at the first")
    assert acts_of_this_start(site, first) == [ProctorActed(MOVE_BY_CODE, code)]
    assert ProctorActed(SHOW_CODE, code) in site.acts(first.attempt)


def test_a_machine_that_was_started_anew_goes_on_by_code_as_well(site: ExamSite, new_seat: NewSeat) -> None:
    first, second = new_seat(), new_seat()
    first.sit_down()
    first.answer("q1", A)
    first.all_sent()
    move_here(second)
    first.hear_from_the_site()
    first.reach(Phase.MOVED)
    first.wait(lambda: first.state.lights.waiting == 0)
    first.presenter.leave()
    first.close()
    second.wait(second.has_card)
    site.cable.pull()
    code = code_of(second)
    back = new_seat(first.data, Rebooted())
    away = back.log_in()
    assert (away.phase, away.elsewhere.by_code) == (Phase.ELSEWHERE, True)
    state = type_code(back, code)
    assert state.answers.response("q1") == A
    back.answer("q1", B)
    back.crash()
    again = new_seat(back.data, Rebooted())
    assert again.reach(Phase.ANSWERING).answers.response("q1") == B, "after a restart it is this machine's"
    site.cable.plug()
    again.all_sent()
    assert at_the_site(site, again.attempt).response("q1") == B
    second.hear_from_the_site()
    second.reach(Phase.MOVED)


def test_a_wrong_code_and_an_old_one_open_nothing(site: ExamSite, new_seat: NewSeat) -> None:
    first, second = new_seat(), new_seat()
    first.sit_down()
    old = code_of(first)
    first.all_sent()
    move_here(second)
    first.hear_from_the_site()
    first.reach(Phase.MOVED)
    site.cable.pull()
    first.hear_from_the_site()
    first.wait(lambda: not first.state.online)
    first.presenter.arrivals.go_on_by_code(PASSWORD, old)
    first.wait(lambda: first.state.password.trouble is PasswordTrouble.OLD_CODE)
    first.presenter.arrivals.go_on_by_code(PASSWORD, "0000-0000-0000")
    wrong = first.wait(lambda: first.state.password.trouble is PasswordTrouble.WRONG_CODE)
    assert wrong.password.wait == 1
    first.wait(lambda: first.state.password.wait == 0)
    first.presenter.arrivals.go_on_by_code("WRONG-WRONG", code_of(second))
    first.wait(lambda: first.state.password.trouble is PasswordTrouble.WRONG)
    assert first.state.phase is Phase.MOVED


def test_who_goes_on_at_two_machines_at_once_ends_with_a_mark(site: ExamSite, new_seat: NewSeat) -> None:
    first, second = new_seat(), new_seat()
    first.sit_down()
    first.all_sent()
    move_here(second)
    first.hear_from_the_site()
    first.reach(Phase.MOVED)
    second.all_sent()
    second.wait(second.has_card)
    site.cable.pull()
    code = code_of(second)
    first.hear_from_the_site()
    first.wait(lambda: not first.state.online)
    type_code(first, code)
    first.answer("q1", A)
    second.answer("q1", B)
    site.cable.plug()
    first.all_sent()
    second.hear_from_the_site()
    second.reach(Phase.MOVED)
    second.wait(lambda: second.state.lights.waiting == 0)
    found = at_the_site(site, first.attempt)
    assert found.response("q1") == A, "the machine to which the exam was moved"
    assert found.current["q1"].conflict
    first.hand_in()
    assert first.reach(Phase.DONE).receipt is not None


def test_the_code_stays_the_same_until_a_newer_epoch_is_known(site: ExamSite, seat: Seat) -> None:
    seat.sit_down()
    assert code_of(seat) == code_of(seat)


def test_a_menu_without_the_room_password_shows_nothing(site: ExamSite, seat: Seat) -> None:
    seat.sit_down()
    seat.wait(seat.has_card)
    seat.presenter.proctor.open()
    seat.presenter.proctor.show_code()
    seat.presenter.proctor.unlock("WRONG-WRONG")
    seat.wait(lambda: seat.state.password.trouble is PasswordTrouble.WRONG)
    seat.presenter.proctor.show_code()
    seat.presenter.proctor.extend("0000-0000-0000")
    assert seat.state.proctor is not None
    assert (seat.state.proctor.is_open, seat.state.proctor.code) == (False, "")
    assert site.acts(seat.attempt) == []


def test_a_menu_that_was_opened_and_left_is_in_the_journal_and_at_the_site(
    site: ExamSite, seat: Seat
) -> None:
    seat.sit_down()
    seat.wait(seat.has_card)
    seat.presenter.proctor.open()
    seat.presenter.proctor.unlock("WRONG-WRONG")
    seat.wait(lambda: seat.state.password.trouble is PasswordTrouble.WRONG)
    seat.wait(lambda: not seat.state.password.wait)
    unlock(seat)
    seat.presenter.proctor.leave()
    seat.wait(lambda: site.acts(seat.attempt) == [ProctorActed(OPEN_MENU, "", 1)])


def test_what_was_done_in_the_menu_is_not_told_twice(site: ExamSite, seat: Seat) -> None:
    seat.sit_down()
    code = code_of(seat)
    seat.presenter.proctor.leave()
    seat.answer("q1", A)
    seat.all_sent()
    assert site.acts(seat.attempt) == [ProctorActed(SHOW_CODE, code)]
