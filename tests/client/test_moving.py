"""An exam goes from machine to machine, with the site and without it, and ends with what was done last."""

from collections.abc import Callable

import pytest
from jwcrypto import jwk

from examclient.domain.phases import Phase
from examclient.domain.state import ExamState, PasswordTrouble
from examclient.errors import HeldHereError, SpareHeldError
from examclient.storage.kept_sessions import KeptSessions
from examclient.ui import presenter
from examprotocol.events import MOVE_BY_CODE, MOVE_HERE, SHOW_CODE, Epoch, ProctorActed, Started
from examprotocol.merge import Answers, fold
from examprotocol.offline_code import OfflineExtension, code_key, extension_code
from examprotocol.password_seal import open_by_password, read_sealed
from examprotocol.responses import ChoiceResponse, TextResponse
from examprotocol.room_password import plain_password
from examserver.services.exam_orders import ExtendExam
from tests.client.cards import PASSWORD
from tests.client.exam_site import ANN, MINUTE, ZHANG, ExamSite, locked_room
from tests.client.restarts import Rebooted, is_left
from tests.client.seat import Seat

NewSeat = Callable[..., Seat]
A, B = ChoiceResponse("a"), ChoiceResponse("b")
PLAIN = plain_password(PASSWORD)


@pytest.fixture(autouse=True)
def _room(site: ExamSite, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(presenter, "SPREAD", 0.05)
    site.set_room_password()


def at_the_site(site: ExamSite, attempt: str) -> Answers:
    return fold(site.held(attempt).values())


def move_here(seat: Seat) -> ExamState:
    """The candidate logs in where the exam is not open, and the proctor types the room password."""
    assert seat.log_in().phase is Phase.ELSEWHERE
    seat.presenter.arrivals.consent(PASSWORD)
    seat.reach(Phase.CONFIRMING)
    seat.presenter.confirm()
    return seat.reach(Phase.ANSWERING)


def unlock(seat: Seat) -> None:
    """The proctor opens the menu."""
    seat.wait(seat.has_card)
    seat.presenter.proctor.open()
    seat.presenter.proctor.unlock(PASSWORD)
    seat.wait(lambda: seat.state.proctor is not None and seat.state.proctor.is_open)


def code_of(seat: Seat) -> str:
    """The proctor has the code shown by which another machine goes on, and closes the menu."""
    unlock(seat)
    seat.presenter.proctor.show_code()
    seat.wait(lambda: seat.state.proctor is not None and seat.state.proctor.code != "")
    assert seat.state.proctor is not None
    code = seat.state.proctor.code
    seat.presenter.proctor.close()
    assert seat.state.proctor is None
    return code


def type_code(seat: Seat, code: str) -> ExamState:
    """The proctor types it together with the room password, where the site cannot be reached."""
    seat.presenter.arrivals.go_on_by_code(PASSWORD, code)
    seat.reach(Phase.CONFIRMING, Phase.ANSWERING)
    seat.presenter.confirm()
    return seat.reach(Phase.ANSWERING)


def acts_of_this_start(site: ExamSite, seat: Seat) -> list[ProctorActed]:
    """What the first writer of the epoch that runs here has of proctors, right after its first event."""
    logs = [log for log in site.held(seat.attempt).values() if log.writer.epoch == epoch_of(seat)]
    first = min(logs, key=lambda log: log.writer.inc)
    assert isinstance(first.events[0].body, Started)
    return [event.body for event in first.events[1:2] if isinstance(event.body, ProctorActed)]


def epoch_of(seat: Seat) -> Epoch:
    assert seat.presenter._sitting is not None
    return seat.presenter._sitting.attempt.epoch


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
    second.reach(Phase.MOVED)


def test_a_wrong_code_and_an_old_one_open_nothing(site: ExamSite, new_seat: NewSeat) -> None:
    first, second = new_seat(), new_seat()
    first.sit_down()
    old = code_of(first)
    first.all_sent()
    move_here(second)
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


# -- more time by code --------------------------------------------------------------------------------------


def give_time(site: ExamSite, minutes: int) -> str:
    """The staff extend the exam for everybody, and read out the code for machines without a network."""
    site.order(ExtendExam(site.exam.id, minutes, reason="fire alarm"))
    key = code_key(jwk.JWK.from_json(open_by_password(read_sealed(locked_room().sealed.encode())[0], PLAIN)))
    return extension_code(key, site.exam.id, "", OfflineExtension(1, minutes, everybody=True))


def extend(seat: Seat, code: str) -> ExamState:
    unlock(seat)
    seat.presenter.proctor.extend(code)
    state = seat.wait(lambda: seat.state.proctor is not None and seat.state.proctor.minutes > 0)
    seat.presenter.proctor.close()
    return state


def test_more_time_by_code_counts_at_once_after_a_restart_and_not_twice(
    site: ExamSite, seat: Seat, new_seat: NewSeat
) -> None:
    planned = seat.sit_down().exam
    assert planned is not None
    seat.all_sent()
    seat.wait(seat.has_card)
    site.cable.pull()
    code = give_time(site, 15)
    later = extend(seat, code)
    assert later.exam is not None
    assert later.exam.end == planned.end + 15 * MINUTE
    again = extend(seat, code)
    assert (again.exam, again.proctor and again.proctor.was_known) == (later.exam, True)
    seat.crash()
    back = new_seat(seat.data)
    assert back.reach(Phase.ANSWERING).exam == later.exam, "the journal has it"
    twice = new_seat(seat.data)
    back.crash()
    assert twice.reach(Phase.ANSWERING).exam == later.exam, "and it counts once"
    site.cable.plug()
    twice.all_sent()
    assert twice.state.exam == later.exam, "the site's extension is the same one"
    assert [act.detail for act in site.acts(twice.attempt)] == ["1 15 everybody"]


def test_after_a_power_cut_in_the_extra_time_the_candidate_goes_on(
    site: ExamSite, seat: Seat, new_seat: NewSeat
) -> None:
    seat.sit_down()
    seat.all_sent()
    seat.wait(seat.has_card)
    site.cable.pull()
    extend(seat, give_time(site, 15))
    (kept,) = KeptSessions(seat.data).all()
    seat.wait(lambda: KeptSessions(seat.data).all()[0].by_code == 15 * MINUTE)
    seat.crash()
    back = new_seat(seat.data, Rebooted())
    assert isinstance(back.log_in().trouble, HeldHereError)
    back.presenter.arrivals.go_on_here()
    back.presenter.confirm()
    state = back.reach(Phase.ANSWERING)
    assert state.exam is not None
    assert state.exam.end == kept.login.exam.end - kept.by_code + 15 * MINUTE


# -- a spare machine ----------------------------------------------------------------------------------------


def test_a_spare_with_the_paper_goes_on_by_code_and_name_and_answers_come_with_the_network(
    site: ExamSite, new_seat: NewSeat
) -> None:
    first, spare, other = new_seat(), new_seat(), new_seat()
    spare.sit_down(ANN)
    spare.all_sent()
    site.release(ANN[0])
    other.sit_down(ANN)
    spare.reach(Phase.MOVED)
    spare.wait(lambda: is_left(spare))
    spare.presenter.leave()
    first.sit_down()
    attempt = first.attempt
    first.answer("q1", A)
    first.all_sent()
    first.wait(first.has_card)
    site.cable.pull()
    code = code_of(first)
    assert isinstance(spare.log_in().trouble, SpareHeldError)
    spare.presenter.arrivals.go_on_here()
    assert spare.state.elsewhere.is_spare
    state = type_code(spare, code)
    assert state.candidate is not None
    assert (state.candidate.name, state.candidate.admission_number) == ("", ZHANG[0])
    assert state.paper is not None
    assert spare.attempt == attempt, "worked out as the service does"
    spare.answer("q3", TextResponse("at the spare"))
    site.cable.plug()
    spare.wait(lambda: spare.state.candidate is not None and spare.state.candidate.name == "张三")
    spare.all_sent()
    spare.wait(lambda: spare.state.answers.response("q1") == A)
    found = at_the_site(site, attempt)
    assert (found.response("q1"), found.response("q3")) == (A, TextResponse("at the spare"))
    first.reach(Phase.MOVED)
    spare.hand_in()
    assert spare.reach(Phase.DONE).receipt is not None


def test_a_spare_takes_no_wrong_code_and_leaves_nothing_of_it(site: ExamSite, new_seat: NewSeat) -> None:
    spare = new_seat()
    spare.sit_down(ANN)
    spare.all_sent()
    spare.wait(spare.has_card)
    site.release(ANN[0])
    new_seat().sit_down(ANN)
    spare.reach(Phase.MOVED)
    spare.wait(lambda: is_left(spare))
    spare.presenter.leave()
    site.cable.pull()
    spare.log_in()
    spare.presenter.arrivals.go_on_here()
    spare.presenter.arrivals.go_on_by_code(PASSWORD, "0000-0000-0000")
    spare.wait(lambda: spare.state.password.trouble is PasswordTrouble.WRONG_CODE)
    assert len(list((spare.data / "journals").glob("*.journal"))) == 1
