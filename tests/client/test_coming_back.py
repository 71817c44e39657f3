"""After a crash, a restart or a power cut the candidate goes on where the journal ends."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from examclient.domain.phases import Phase
from examclient.domain.state import ExamState, LocalSaving
from examclient.errors import SiteRefusedError
from examclient.machine_clock import MachineClock
from examclient.storage.kept_sessions import KeptSessions
from examclient.ui import presenter
from examclient.usecases.admission import Admitted
from examprotocol.merge import fold
from examprotocol.messages import Refusal
from examprotocol.responses import ChoiceResponse, TextResponse
from examserver.storage.store import writing
from tests.client.exam_site import ANN, MINUTE, RED, ZHANG, ExamSite, Times
from tests.client.machine import NewMachine, enrolled
from tests.client.restarts import is_left, kept_files
from tests.client.seat import Seat

ROOT = Path(__file__).resolve().parents[2]

NewSeat = Callable[..., Seat]

A, B = ChoiceResponse("a"), ChoiceResponse("b")


@pytest.fixture(autouse=True)
def _no_spread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(presenter, "SPREAD", 0.05)


def test_after_a_crash_the_candidate_is_back_without_a_login(
    site: ExamSite, left: Seat, new_seat: NewSeat
) -> None:
    site.cable.plug()
    back = new_seat(left.data)
    state = back.reach(Phase.ANSWERING)
    assert back.phases == [Phase.LOGIN, Phase.PREPARING, Phase.WAITING, Phase.ANSWERING]
    assert state.candidate is not None
    assert state.candidate.name == "张三"
    assert (state.answers.response("q1"), state.answers.response("q5")) == (A, TextResponse("never sent"))
    back.answer("q1", B)
    back.all_sent()
    answers = fold(site.held(back.attempt).values())
    assert (answers.response("q1"), answers.response("q5")) == (B, TextResponse("never sent"))
    assert not any(current.conflict for current in answers.current.values())
    assert {log.writer.inc for log in site.held(back.attempt).values()} == {1, 2}, "a new writer, one login"
    assert {log.writer.epoch.grant for log in site.held(back.attempt).values()} == {1}


def test_without_a_network_the_candidate_is_back_as_well(
    site: ExamSite, left: Seat, new_seat: NewSeat
) -> None:
    back = new_seat(left.data)
    state = back.reach(Phase.ANSWERING)
    assert state.answers.response("q5") == TextResponse("never sent")
    assert back.pictures.picture(RED) is not None, "the paper is opened from this machine"
    back.answer("q1", B)
    assert back.state.lights.local is LocalSaving.SAVED
    site.cable.plug()
    back.all_sent()
    back.hand_in()
    done = back.reach(Phase.DONE)
    assert done.receipt is not None
    assert done.receipt.answered == 2
    back.wait(lambda: kept_files(back) == [])


def test_the_clock_goes_on_over_a_crash_without_a_network(left: Seat, new_seat: NewSeat) -> None:
    left_at = left.state
    back = new_seat(left.data)
    state = back.reach(Phase.ANSWERING)
    assert state.exam == left_at.exam
    assert 0 <= state.now - left_at.now < MINUTE
    assert back.presenter._clock.uncertainty() < MINUTE


def test_what_was_shown_as_saved_is_there_and_at_most_the_last_half_second_is_not(
    site: ExamSite, seat: Seat, new_seat: NewSeat
) -> None:
    seat.sit_down()
    seat.answer("q5", TextResponse("shown as saved"))
    seat.presenter.answer("q5", TextResponse("shown as saved, and a word more"))
    seat.crash()
    back = new_seat(seat.data)
    assert back.reach(Phase.ANSWERING).answers.response("q5") == TextResponse("shown as saved")


def test_who_closed_the_window_in_the_exam_may_open_it_again_without_a_password(
    seat: Seat, new_seat: NewSeat
) -> None:
    seat.sit_down()
    seat.presenter.answer("q5", TextResponse("half a sen"))
    seat.close()
    back = new_seat(seat.data)
    assert back.reach(Phase.ANSWERING).answers.response("q5") == TextResponse("half a sen")


@pytest.mark.parametrize("times", [Times(start=10 * MINUTE)])
def test_before_the_start_a_restart_leads_back_into_the_waiting_room(
    site: ExamSite, seat: Seat, new_seat: NewSeat
) -> None:
    seat.log_in()
    seat.presenter.confirm()
    seat.reach(Phase.WAITING)
    site.cable.pull()
    seat.crash()
    back = new_seat(seat.data)
    assert back.reach(Phase.WAITING).paper is not None
    assert back.phases == [Phase.LOGIN, Phase.PREPARING, Phase.WAITING]
    site.cable.plug()
    site.time.put_forward(10 * MINUTE)
    back.hear_from_the_site()
    back.reach(Phase.ANSWERING)


def test_an_exam_that_ended_offline_is_sealed_and_handed_in_when_the_network_is_back(
    site: ExamSite, left: Seat, new_seat: NewSeat
) -> None:
    class LongLater(MachineClock):
        """The same boot, 65 minutes later."""

        def monotonic(self) -> float:
            return super().monotonic() + 65 * 60

    back = new_seat(left.data, LongLater())
    sealed = back.reach(Phase.SUBMIT_FAILED)
    assert sealed.by_deadline
    site.time.put_forward(65 * MINUTE)
    site.cable.plug()
    back.presenter.retry()
    done = back.reach(Phase.DONE)
    assert done.receipt is not None
    assert done.receipt.answered == 2


def test_who_had_handed_in_goes_on_handing_in(site: ExamSite, seat: Seat, new_seat: NewSeat) -> None:
    seat.sit_down()
    seat.answer("q1", A)
    site.cable.pull()
    seat.hand_in()
    seat.reach(Phase.SUBMIT_FAILED)
    seat.crash()
    back = new_seat(seat.data)
    failed = back.reach(Phase.SUBMIT_FAILED)
    assert not failed.by_deadline
    assert Phase.ANSWERING not in back.phases
    site.cable.plug()
    back.presenter.retry()
    back.reach(Phase.DONE)


def test_with_a_receipt_nobody_is_led_back(site: ExamSite, seat: Seat, new_seat: NewSeat) -> None:
    seat.sit_down()
    attempt = seat.attempt
    seat.answer("q1", A)
    (kept,) = KeptSessions(seat.data).all()
    seat.hand_in()
    seat.reach(Phase.DONE)
    seat.wait(lambda: kept_files(seat) == [])
    seat.crash()
    KeptSessions(seat.data).keep(kept)  # the program was killed between receipt and forgetting
    back = new_seat(seat.data)
    back.wait(lambda: not back.state.busy)
    assert back.phases == [Phase.LOGIN]
    assert kept_files(back) == []
    assert site.receipt(attempt)


def test_a_candidate_who_has_moved_is_not_led_back(
    site: ExamSite, seat: Seat, new_machine: NewMachine, new_seat: NewSeat
) -> None:
    seat.sit_down()
    seat.answer("q1", A)
    seat.all_sent()
    new_machine().sit()
    seat.answer("q3", TextResponse("last"))
    seat.reach(Phase.MOVED)
    seat.wait(lambda: is_left(seat))
    seat.crash()
    back = new_seat(seat.data)
    assert back.log_in(ANN).phase is Phase.CONFIRMING
    assert is_left(back), "it could go on here once more"


def test_a_machine_that_was_moved_from_sends_what_it_still_has_after_a_restart(
    site: ExamSite, seat: Seat, new_machine: NewMachine, new_seat: NewSeat
) -> None:
    seat.sit_down()
    attempt = seat.attempt
    seat.all_sent()
    (kept,) = KeptSessions(seat.data).all()
    seat.answer("q1", A)
    seat.crash()
    new_machine().sit()
    KeptSessions(seat.data).keep(replace(kept, moved=True))
    back = new_seat(seat.data)
    back.reach(Phase.MOVED)
    assert Phase.ANSWERING not in back.phases
    back.wait(lambda: is_left(back))
    assert fold(site.held(attempt).values()).response("q1") == A


def test_a_damaged_note_of_the_session_leads_to_the_login_and_loses_nothing(
    site: ExamSite, left: Seat, new_seat: NewSeat
) -> None:
    site.cable.plug()
    (file,) = (left.data / "kept").glob("*.session")
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(bytes(content))
    back = new_seat(left.data)
    back.wait(lambda: not back.state.busy)
    assert back.phases == [Phase.LOGIN]
    state = back.sit_down()
    assert state.answers.response("q5") == TextResponse("never sent")
    assert any(".unusable-" in name for name in kept_files(back)), "it is kept, not deleted"


def test_what_is_kept_cannot_be_read_by_whoever_finds_the_file(left: Seat) -> None:
    (file,) = (left.data / "kept").glob("*.session")
    (kept,) = KeptSessions(left.data).all()
    assert kept.key
    content = file.read_bytes()
    for secret in (kept.login.token, kept.login.candidate.name, ZHANG[0], ZHANG[1]):
        assert secret.encode() not in content
    assert ZHANG[1] not in repr(kept.identity)
    assert sys.platform == "win32" or file.stat().st_mode & 0o077 == 0


# -- a session that the site has ended ----------------------------------------------------------------------


def end_sessions(site: ExamSite) -> None:
    with site.stopped() as folder, writing(folder) as connection:
        connection.exec_driver_sql("DELETE FROM sessions")


def token_of(seat: Seat) -> str:
    """The session in which this machine asks the site."""
    sitting = seat.presenter._sitting
    assert sitting is not None
    token = sitting.submit._ask.__self__._token  # type: ignore[attr-defined]
    assert isinstance(token, str)
    return token


def handing_in_without_a_session(seat: Seat) -> ExamState:
    """The candidate hands in, and the site wants the numbers again, which a restart has forgotten."""
    seat.presenter.arrivals._entrance.forget()
    seat.hand_in()
    seat.reach(Phase.SUBMIT_FAILED)
    return seat.wait(lambda: isinstance(seat.state.trouble, SiteRefusedError))


def test_a_session_that_has_ended_is_asked_for_when_handing_in_and_not_before(
    site: ExamSite, left: Seat, new_seat: NewSeat
) -> None:
    site.cable.plug()
    end_sessions(site)
    back = new_seat(left.data)
    back.reach(Phase.ANSWERING)
    back.answer("q1", B)
    back.answer("q3", TextResponse("goes on"))
    assert back.all_sent().phase is Phase.ANSWERING, "the station hands over what is saved, without a session"
    refused = handing_in_without_a_session(back).trouble
    assert isinstance(refused, SiteRefusedError)
    assert refused.code == Refusal.SESSION_ENDED
    back.presenter.log_in(*ZHANG)
    done = back.reach(Phase.DONE)
    assert done.receipt is not None
    assert done.receipt.answered == 3


def test_when_handing_in_the_numbers_of_somebody_else_are_not_even_sent(site: ExamSite, seat: Seat) -> None:
    seat.sit_down()
    seat.answer("q1", A)
    end_sessions(site)
    handing_in_without_a_session(seat)
    token, attempt = token_of(seat), seat.attempt
    refused = seat.log_in(ANN)
    assert isinstance(refused.trouble, SiteRefusedError)
    assert (refused.phase, refused.trouble.code) == (Phase.SUBMIT_FAILED, Refusal.UNKNOWN_CANDIDATE)
    assert token_of(seat) == token, "nobody else's session"
    seat.presenter.log_in(*ZHANG)
    seat.reach(Phase.DONE)
    assert site.receipt(attempt)


def test_a_login_that_leads_to_another_attempt_hands_in_nothing(site: ExamSite, seat: Seat) -> None:
    seat.sit_down()
    attempt = seat.attempt
    end_sessions(site)
    handing_in_without_a_session(seat)
    arrivals, (kept,) = seat.presenter.arrivals, KeptSessions(seat.data).all()
    other = Admitted(replace(kept.login, attempt="another"), kept.identity)
    arrivals._entrance._admit = lambda *_: other
    refused = seat.log_in()
    assert (refused.phase, arrivals.login) == (Phase.SUBMIT_FAILED, kept.login)
    assert [one.attempt for one in KeptSessions(seat.data).all()] == [attempt]


@pytest.mark.parametrize("times", [Times(start=10 * MINUTE, key_release_minutes=5)])
def test_before_the_paper_is_here_a_session_that_has_ended_leads_to_the_login(
    site: ExamSite, seat: Seat, new_seat: NewSeat
) -> None:
    seat.log_in()
    seat.presenter.confirm()
    seat.reach(Phase.PREPARING)
    seat.wait(lambda: bool(kept_files(seat)))
    seat.crash()
    end_sessions(site)
    back = new_seat(seat.data)
    back.wait(lambda: isinstance(back.state.trouble, SiteRefusedError))
    assert back.phases == [Phase.LOGIN, Phase.PREPARING, Phase.LOGIN]
    assert back.state.candidate is None
    assert back.log_in().phase is Phase.CONFIRMING


def test_a_machine_keeps_nothing_of_a_session_that_was_never_opened(seat: Seat, tmp_path: Path) -> None:
    seat.log_in()
    seat.presenter.not_me()
    assert kept_files(seat) == []


# -- a real process -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("is_offline", [False, True])
def test_a_client_that_is_killed_while_somebody_types_goes_on_with_all_that_was_saved(
    site: ExamSite, tmp_path: Path, new_seat: NewSeat, is_offline: bool
) -> None:
    data = tmp_path / "killed"
    enrolled(data, site.file, "K")
    command = [sys.executable, "-m", "tests.client.client_child", str(data), *ZHANG]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as client:
        assert client.stdout is not None
        saved = [int(client.stdout.readline().split()[1]) for _ in range(5)][-1]
        if is_offline:
            site.cable.pull()
        client.kill()
        saved = max([saved, *(int(line.split()[1]) for line in client.stdout)])
    back = new_seat(data)
    essay = back.reach(Phase.ANSWERING).answers.response("q5")
    assert isinstance(essay, TextResponse)
    assert len(essay.text) >= saved
    back.answer("q1", A)
    site.cable.plug()
    back.all_sent()
    assert fold(site.held(back.attempt).values()).response("q5") == essay
