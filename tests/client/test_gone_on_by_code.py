"""A machine that went on by a code and that nobody logged in at since: its answers arrive by themselves."""

from collections.abc import Callable
from pathlib import Path

import pytest

from examclient.domain.phases import Phase
from examclient.machine_clock import MachineClock
from examclient.storage.journal_setting import Setting
from examclient.storage.journals import Journals
from examclient.ui import presenter
from examclient.usecases.sitting import GRANT
from examclient.usecases.start_attempt import WORD
from examprotocol.responses import ChoiceResponse, TextResponse
from examprotocol.room_words import read_word
from tests.client.exam_site import ExamSite
from tests.client.moving import NewSeat, at_a_spare, at_the_site, code_of, type_code
from tests.client.restarts import Rebooted
from tests.client.seat import Seat
from tests.client.test_after_a_restore import back_up, put_back

A = ChoiceResponse("a")
WRITTEN = TextResponse("at the spare")


@pytest.fixture(autouse=True)
def _room(site: ExamSite, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(presenter, "SPREAD", 0.05)
    site.set_room_password()


@pytest.fixture
def spare(site: ExamSite, new_seat: NewSeat) -> Seat:
    """One answer was written at the spare, by code; nobody there has ever spoken with the site about it."""
    first, spare = at_a_spare(site, new_seat)
    code = code_of(first)
    spare.log_in()
    spare.presenter.arrivals.go_on_here()
    type_code(spare, code)
    spare.answer("q3", WRITTEN)
    first.crash()
    spare.crash()
    site.cable.plug()
    return spare


def started_again(new_seat: NewSeat, spare: Seat, machine: MachineClock | None = None) -> Seat:
    """The program, or with `machine` the computer: nobody types the numbers once more."""
    seat = new_seat(spare.data, machine) if machine else new_seat(spare.data)
    seat.presenter._helpers.backlog._timer.start(0)
    return seat


def arrived(site: ExamSite, attempt: str) -> Callable[[], bool]:
    def check() -> bool:
        found = at_the_site(site, attempt)
        return (found.response("q1"), found.response("q3")) == (A, WRITTEN)

    return check


def note(spare: Seat, attempt: str, name: str) -> str:
    return Journals(spare.data, Setting()).left(attempt).noted(name)


def test_in_the_same_exam_after_a_restart_it_sends_as_the_station_that_it_is(
    site: ExamSite, spare: Seat, new_seat: NewSeat
) -> None:
    seat = started_again(new_seat, spare)
    assert seat.reach(Phase.ANSWERING).answers.response("q3") == WRITTEN
    attempt = seat.attempt
    seat.wait(arrived(site, attempt))
    end = seat.state.exam and seat.state.exam.end
    seat.answer("q5", TextResponse("and on"))
    seat.all_sent()
    assert at_the_site(site, attempt).response("q5") == TextResponse("and on")
    assert seat.state.exam is not None
    assert seat.state.exam.end == end


def test_from_the_login_page_what_was_left_goes_out_without_anybody(
    site: ExamSite, spare: Seat, new_seat: NewSeat
) -> None:
    attempt = attempt_at(spare)
    seat = started_again(new_seat, spare, Rebooted())
    seat.wait(arrived(site, attempt))
    assert seat.phases == [Phase.LOGIN]
    seat.wait(lambda: note(spare, attempt, GRANT) != "")


def test_a_restored_service_that_knows_nothing_of_it_takes_it_by_the_rooms_word(
    site: ExamSite, spare: Seat, new_seat: NewSeat, tmp_path: Path
) -> None:
    attempt, old = attempt_at(spare), back_up(site, tmp_path / "old")
    put_back(site, old)
    started_again(new_seat, spare, Rebooted()).wait(arrived(site, attempt))


def test_what_the_journal_shows_is_for_this_machine_and_attempt_alone(spare: Seat) -> None:
    attempt = attempt_at(spare)
    grant = read_word(note(spare, attempt, WORD)).grant
    assert (grant.station, grant.attempt, grant.epoch.hop) == (spare.station, attempt, 1)


def attempt_at(spare: Seat) -> str:
    """The one that went on there by code: its journal has the room's word."""
    journals = Journals(spare.data, Setting())
    (attempt,) = (one for one in journals.attempts() if journals.left(one).noted(WORD))
    return attempt
