"""Moved away, somebody else's name, a disk that fails, the next candidate: what is shown stays true."""

from collections.abc import Callable
from dataclasses import replace

import msgspec
import pytest

from examclient.domain.phases import Phase
from examclient.domain.state import ExamState, LocalSaving, News
from examclient.errors import JournalError, PaperDamagedError, SiteAnswerError, SiteRefusedError
from examclient.ui import presenter
from examclient.usecases.fetching import Progress
from examclient.usecases.paper import OpenPaper
from examclient.usecases.paper_keeper import PaperKeeper
from examprotocol.merge import fold
from examprotocol.responses import ChoiceResponse, TextResponse
from examserver.storage.store import writing
from tests.client.broken_disk import BrokenDisk
from tests.client.exam_site import ANN, MINUTE, ZHANG, ExamSite
from tests.client.machine import NewMachine, sync_all
from tests.client.seat import Seat

NewSeat = Callable[..., Seat]

A, B = ChoiceResponse("a"), ChoiceResponse("b")


@pytest.fixture(autouse=True)
def _no_spread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(presenter, "SPREAD", 0.05)


def move_away(seat: Seat, new_machine: NewMachine) -> None:
    """The candidate logs in at another machine; this one hears of it with its next sync."""
    new_machine().sit()
    seat.presenter.answer("q3", TextResponse("the last word here"))
    seat.presenter.save_typing()


def test_a_candidate_who_has_moved_sees_it_here_and_nothing_is_lost(
    site: ExamSite, seat: Seat, new_machine: NewMachine
) -> None:
    seat.sit_down()
    attempt = seat.attempt
    seat.answer("q1", A)
    seat.all_sent()
    move_away(seat, new_machine)
    moved = seat.reach(Phase.MOVED)
    assert moved.answers.response("q1") == A, "this machine can still show it"
    seat.wait(lambda: fold(site.held(attempt).values()).response("q3") == TextResponse("the last word here"))
    seat.wait(lambda: seat.state.lights.waiting == 0)
    seat.presenter.answer("q1", B)
    seat.presenter.submit()
    assert seat.state.answers.response("q1") == A
    assert seat.state.phase is Phase.MOVED


def test_what_is_being_typed_when_the_candidate_moves_away_is_saved_and_sent(
    site: ExamSite, seat: Seat, new_machine: NewMachine
) -> None:
    seat.sit_down()
    attempt = seat.attempt
    seat.all_sent()
    new_machine().sit()
    seat.presenter.answer("q1", A)
    seat.presenter.answer("q5", TextResponse("half a sen"))
    seat.reach(Phase.MOVED)
    seat.wait(lambda: fold(site.held(attempt).values()).response("q5") == TextResponse("half a sen"))


def test_a_moved_station_says_truly_whether_the_network_is_there(
    site: ExamSite, seat: Seat, new_machine: NewMachine
) -> None:
    seat.sit_down()
    move_away(seat, new_machine)
    seat.reach(Phase.MOVED)
    site.cable.pull()
    seat.presenter._helpers.syncer._timer.start(0)
    seat.wait(lambda: not seat.state.online)
    site.cable.plug()
    seat.wait(lambda: seat.state.online)


def test_after_moving_away_the_next_candidate_can_sit_here(
    site: ExamSite, seat: Seat, new_machine: NewMachine
) -> None:
    seat.sit_down()
    move_away(seat, new_machine)
    seat.reach(Phase.MOVED)
    seat.presenter.leave()
    assert (seat.state.phase, seat.state.candidate, seat.state.paper) == (Phase.LOGIN, None, None)
    state = seat.sit_down(ANN)
    assert state.candidate is not None
    assert state.candidate.name == "O'Neil, Ann"
    assert state.answers.current == {}


def test_not_me_leads_back_to_the_login_and_writes_nothing(site: ExamSite, seat: Seat) -> None:
    seat.log_in()
    seat.presenter.not_me()
    assert (seat.state.phase, seat.state.candidate) == (Phase.LOGIN, None)
    assert not (seat.data / "journals").exists()
    assert seat.sit_down(ANN).candidate is not None


def test_not_me_while_the_attempt_is_being_opened_still_leads_back_to_the_login(
    site: ExamSite, seat: Seat
) -> None:
    seat.log_in()
    site.cable.condition.delay = 0.2
    seat.presenter.confirm()
    seat.presenter.not_me()
    assert seat.state.phase is Phase.LOGIN
    site.cable.condition.delay = 0.0
    state = seat.sit_down(ANN)
    assert state.candidate is not None
    assert state.candidate.name == "O'Neil, Ann"
    seat.answer("q1", B)
    seat.all_sent()


def test_two_clicks_on_confirm_or_submit_are_one(site: ExamSite, seat: Seat) -> None:
    seat.log_in()
    seat.presenter.confirm()
    seat.presenter.confirm()
    seat.reach(Phase.ANSWERING)
    attempt = seat.attempt
    seat.presenter.confirm()
    seat.presenter.review()
    for _ in range(3):
        seat.presenter.submit()
    seat.reach(Phase.DONE)
    (log,) = site.held(attempt).values()
    assert len(log.events) == 2


def test_two_clicks_on_log_in_are_one(seat: Seat) -> None:
    seat.presenter.log_in(*ZHANG)
    seat.presenter.log_in(*ZHANG)
    seat.reach(Phase.CONFIRMING)
    assert seat.presenter.arrivals.login is not None
    assert seat.presenter.arrivals.login.epoch.grant == 1


def test_wishes_that_come_too_late_change_nothing(site: ExamSite, seat: Seat) -> None:
    """A click may be on its way while the deadline passes."""
    seat.sit_down()
    seat.hand_in()
    for wish in (seat.presenter.review, seat.presenter.back, seat.presenter.submit):
        wish()
    done = seat.reach(Phase.DONE)
    for wish in (seat.presenter.review, seat.presenter.back, seat.presenter.submit, seat.presenter.retry):
        wish()
    seat.presenter.answer("q1", A)
    assert seat.state == done


def test_after_done_the_machine_is_ready_for_the_next_candidate(site: ExamSite, seat: Seat) -> None:
    seat.sit_down()
    first = seat.attempt
    seat.answer("q1", A)
    seat.hand_in()
    seat.reach(Phase.DONE)
    seat.presenter.leave()
    assert seat.state == ExamState(phase=Phase.LOGIN, now=seat.state.now)
    state = seat.sit_down(ANN)
    assert seat.attempt != first
    assert state.answers.current == {}
    assert (state.receipt, state.trouble, state.by_deadline) == (None, None, False)
    seat.answer("q1", B)
    seat.hand_in()
    seat.reach(Phase.DONE)
    assert fold(site.held(first).values()).response("q1") == A


def test_a_disk_that_cannot_save_is_red_keeps_the_answer_and_turns_green_by_itself(
    site: ExamSite, seat: Seat, monkeypatch: pytest.MonkeyPatch
) -> None:
    seat.sit_down()
    seat.all_sent()
    disk = BrokenDisk(monkeypatch)
    seat.presenter.answer("q1", A)
    red = seat.wait(lambda: seat.state.lights.local is LocalSaving.FAILED)
    assert isinstance(red.trouble, JournalError)
    assert red.lights.waiting == 1
    assert red.answers.response("q1") == A
    disk.is_full = False
    green = seat.wait(lambda: seat.state.lights.local is LocalSaving.SAVED)
    assert green.trouble is None
    seat.all_sent()
    assert fold(site.held(seat.attempt).values()).response("q1") == A


def test_with_a_disk_that_cannot_save_what_is_on_it_can_still_be_handed_in(
    site: ExamSite, seat: Seat, monkeypatch: pytest.MonkeyPatch
) -> None:
    seat.sit_down()
    seat.answer("q1", A)
    BrokenDisk(monkeypatch)
    seat.hand_in()
    done = seat.reach(Phase.DONE)
    assert done.receipt is not None
    assert done.receipt.answered == 1


def test_a_data_folder_that_cannot_be_written_is_said_before_the_exam(seat: Seat) -> None:
    (seat.data / "journals").write_text("not a folder")
    seat.log_in()
    seat.presenter.confirm()
    state = seat.wait(lambda: not seat.state.busy)
    assert state.phase is Phase.CONFIRMING
    assert isinstance(state.trouble, JournalError)
    (seat.data / "journals").unlink()
    seat.presenter.confirm()
    seat.reach(Phase.ANSWERING)


def test_a_disk_without_room_for_the_paper_is_said_and_tried_again(seat: Seat) -> None:
    (seat.data / "papers").write_text("not a folder")
    seat.log_in()
    seat.presenter.confirm()
    state = seat.wait(lambda: isinstance(seat.state.trouble, PaperDamagedError))
    assert state.phase is Phase.PREPARING
    (seat.data / "papers").unlink()
    assert seat.reach(Phase.ANSWERING).trouble is None


def test_a_session_that_the_site_has_ended_is_opened_again_by_itself_with_the_numbers_of_this_run(
    site: ExamSite, seat: Seat
) -> None:
    seat.sit_down()
    seat.all_sent()
    with site.stopped() as folder, writing(folder) as connection:
        connection.exec_driver_sql("DELETE FROM sessions")
    seat.answer("q1", A)
    seat.all_sent()
    assert not [state for state in seat.seen if isinstance(state.trouble, SiteRefusedError)]
    assert fold(site.held(seat.attempt).values()).response("q1") == A
    (log,) = site.held(seat.attempt).values()
    assert log.writer.epoch.grant == 1, "nothing new was granted for it"
    seat.hand_in()
    seat.reach(Phase.DONE)


def test_a_service_that_is_restarted_is_found_again_by_itself(site: ExamSite, seat: Seat) -> None:
    seat.sit_down()
    with site.stopped():
        seat.answer("q1", A)
        seat.wait(lambda: not seat.state.online)
    seat.wait(lambda: seat.state.news is News.NETWORK_BACK)
    assert fold(site.held(seat.attempt).values()).response("q1") == A


def test_the_receipt_of_another_candidate_is_not_shown_as_ones_own(
    seat: Seat, new_machine: NewMachine
) -> None:
    sitting = new_machine().sit()
    token = sitting.submit.run_once().token
    seat.log_in(ANN)
    admitted = seat.presenter.arrivals.admitted
    assert admitted is not None
    login = msgspec.structs.replace(admitted.login, receipt=token)
    seat.presenter.arrivals.admitted = replace(admitted, login=login)
    seat.presenter.confirm()
    assert seat.state.phase is Phase.CONFIRMING
    assert isinstance(seat.state.trouble, SiteAnswerError)


def test_closing_the_window_saves_what_is_typed(site: ExamSite, seat: Seat) -> None:
    seat.sit_down()
    attempt = seat.attempt
    seat.presenter.answer("q5", TextResponse("not yet saved"))
    seat.close()
    assert fold(seat.journal(attempt)).response("q5") == TextResponse("not yet saved")


def test_a_key_that_is_held_down_clears_and_refreshes_once(
    seat: Seat, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    load, mend = PaperKeeper.load_afresh, PaperKeeper.mend

    def count_load(keeper: PaperKeeper, progress: Progress) -> OpenPaper:
        done.append("load")
        return load(keeper, progress)

    def count_mend(keeper: PaperKeeper) -> int:
        done.append("mend")
        return mend(keeper)

    monkeypatch.setattr(PaperKeeper, "load_afresh", count_load)
    monkeypatch.setattr(PaperKeeper, "mend", count_mend)
    seat.sit_down()
    for _ in range(20):
        seat.presenter.clear_cache()
        seat.presenter.refresh()
    seat.wait(lambda: seat.state.news is News.REFRESHED)
    assert done == ["load", "mend"]


def test_a_machine_logged_in_after_the_end_hands_in_what_it_has(site: ExamSite, new_seat: NewSeat) -> None:
    first = new_seat()
    first.sit_down()
    first.answer("q1", A)
    first.all_sent()
    first.close()
    site.time.put_forward(65 * MINUTE)
    second = new_seat(first.data)
    second.log_in()
    second.presenter.confirm()
    done = second.reach(Phase.DONE)
    assert done.by_deadline
    assert done.receipt is not None
    assert done.receipt.answered == 1


def test_what_the_old_machine_sends_late_is_at_the_site_before_the_new_one_hands_in(
    site: ExamSite, seat: Seat, new_machine: NewMachine
) -> None:
    old = new_machine().sit()
    sync_all(old)
    old.attempt.answer("q1", A)
    site.release(ZHANG[0])
    seat.sit_down()
    seat.answer("q5", TextResponse("new"))
    sync_all(old)
    seat.hand_in()
    done = seat.reach(Phase.DONE)
    assert done.receipt is not None
    assert done.receipt.answered == 2
