"""A file that only the machine has which the candidate has left: named at the new one till it is sent."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from examclient.domain.phases import Phase
from examprotocol.responses import FileRef
from tests.client.exam_site import ExamSite, Times
from tests.client.homework import WORDS, at_the_site, chunks, files_draft, hand_in_file, sending
from tests.client.moving import move_here
from tests.client.seat import Seat

SEAT = "S0"
NewSeat = Callable[..., Seat]


@pytest.fixture
def site(tmp_path: Path, times: Times, evening: Callable[[ExamSite], None]) -> Iterator[ExamSite]:
    running = ExamSite(tmp_path / "site", times, files_draft()).__enter__()
    running.set_room_password()
    yield running
    evening(running)


@pytest.fixture
def homework(tmp_path: Path) -> Path:
    path = tmp_path / "essay.txt"
    path.write_bytes(WORDS)
    return path


@pytest.fixture
def seat(new_seat: NewSeat) -> Seat:
    """It keeps files and does not send them."""
    seat = new_seat()
    seat.sit_down()
    seat.presenter._helpers.files.stop()
    return seat


def place_of(seat: Seat, file: FileRef) -> str | None:
    return seat.presenter._helpers.kept_files.elsewhere(file)


def kept_here_and_moved(seat: Seat, new_seat: NewSeat, homework: Path) -> tuple[FileRef, Seat]:
    """A file that only the old machine has, and the machine to which its candidate has moved."""
    file = hand_in_file(seat, homework)
    seat.all_sent()
    other = new_seat()
    move_here(other)
    other.wait(lambda: place_of(other, file) is not None)
    return file, other


def test_the_new_machine_says_where_the_file_is_until_the_site_has_it(
    site: ExamSite, seat: Seat, new_seat: NewSeat, homework: Path
) -> None:
    file, other = kept_here_and_moved(seat, new_seat, homework)
    assert place_of(other, file) == SEAT
    seat.reach(Phase.MOVED)
    sending(seat).send_all()
    other.presenter._helpers.files.wake()
    other.wait(lambda: place_of(other, file) is None)
    assert at_the_site(site, other.attempt, file) == WORDS


def test_the_new_machine_hands_in_without_waiting_for_it(
    site: ExamSite, seat: Seat, new_seat: NewSeat, homework: Path
) -> None:
    file, other = kept_here_and_moved(seat, new_seat, homework)
    other.hand_in()
    done = other.reach(Phase.DONE)
    assert done.receipt is not None
    assert done.elsewhere_files == ("essay.txt",)
    assert at_the_site(site, other.attempt, file) is None


def test_chosen_again_at_the_new_machine_it_is_there(
    site: ExamSite, seat: Seat, new_seat: NewSeat, homework: Path
) -> None:
    file, other = kept_here_and_moved(seat, new_seat, homework)
    assert hand_in_file(other, homework) == file
    other.presenter._helpers.files.wake()
    other.wait(lambda: sending(other).is_done() and place_of(other, file) is None)
    assert at_the_site(site, other.attempt, file) == WORDS


def test_a_file_that_this_machine_lost_is_said_to_be_nowhere(seat: Seat, homework: Path) -> None:
    file = hand_in_file(seat, homework)
    seat.all_sent()
    chunks(seat)[0].unlink()
    seat.presenter._helpers.files.start(sending(seat))
    seat.wait(lambda: place_of(seat, file) is not None)
    assert place_of(seat, file) == ""
