"""Files that are still being saved when their candidate hands in, or when time is over."""

from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from examclient.domain.phases import Phase
from examclient.domain.state import LocalSaving
from examclient.ui import handing_in, presenter
from examclient.ui.main_window import MainWindow
from examclient.ui.questions.file_drop import FileDrop
from examclient.ui.wiring import connect
from examprotocol.responses import FilesResponse
from tests.client.exam_site import MINUTE, ExamSite, Times
from tests.client.homework import MOST, WORDS, at_the_site, files_draft
from tests.client.seat import PATIENCE, Seat

NewSeat = Callable[..., Seat]


@pytest.fixture
def site(tmp_path: Path, times: Times, evening: Callable[[ExamSite], None]) -> Iterator[ExamSite]:
    running = ExamSite(tmp_path / "site", times, files_draft()).__enter__()
    yield running
    evening(running)


@pytest.fixture
def seat(new_seat: NewSeat, monkeypatch: pytest.MonkeyPatch) -> Seat:
    monkeypatch.setattr(presenter, "SPREAD", 0.05)
    seat = new_seat()
    seat.sit_down()
    seat.all_sent()
    return seat


@pytest.fixture
def window(seat: Seat, qtbot: QtBot) -> Iterator[MainWindow]:
    """What the candidate sees of the seat."""
    window = MainWindow(seat.pictures, files=seat.presenter._helpers.kept_files)
    qtbot.addWidget(window)
    connect(window, seat.presenter)
    window.show_state(seat.state)
    window.show()
    yield window
    window.disconnect(seat.presenter)
    seat.presenter.stage.state_changed.disconnect(window.show_state)


@pytest.fixture
def disk(seat: Seat) -> Iterator[Event]:
    """Keeps no file until the event is set."""
    gate = Event()
    seat.presenter._lanes.copies.run(lambda: gate.wait(PATIENCE / 1000), lambda _: None, lambda _: None)
    yield gate
    gate.set()


def choose(window: MainWindow, path: Path, content: bytes = WORDS) -> Path:
    """The candidate chooses a file; it is not saved yet."""
    path.write_bytes(content)
    drop = window.findChild(FileDrop)
    assert drop is not None
    drop.offered.emit((path,))
    return path


def time_is_over(site: ExamSite, seat: Seat) -> None:
    site.time.put_forward(60 * MINUTE)
    seat.hear_from_the_site()
    seat.reach(Phase.SUBMITTING)


def words(window: MainWindow) -> str:
    """What the page on the screen says."""
    return " ".join(label.text() for label in window.page().findChildren(QLabel) if label.isVisible())


def test_a_file_that_is_being_saved_when_time_is_over_is_handed_in_with_the_rest(
    site: ExamSite, seat: Seat, window: MainWindow, disk: Event, tmp_path: Path
) -> None:
    choose(window, tmp_path / "essay.txt")
    assert seat.state.lights.local is LocalSaving.SAVING
    time_is_over(site, seat)
    assert seat.state.keeping == ("essay.txt",)
    assert "essay.txt" in words(window)
    disk.set()
    done = seat.reach(Phase.DONE)
    assert done.receipt is not None
    assert (done.receipt.answered, done.keeping, done.unkept) == (1, (), ())
    response = done.answers.response("q1")
    assert isinstance(response, FilesResponse)
    assert at_the_site(site, seat.attempt, response.files[0]) == WORDS


def test_who_hands_in_on_purpose_waits_for_the_file_as_well(
    site: ExamSite, seat: Seat, window: MainWindow, disk: Event, tmp_path: Path
) -> None:
    choose(window, tmp_path / "essay.txt")
    seat.hand_in()
    assert seat.state.phase is Phase.SUBMITTING
    assert not seat.presenter._handing_in._asking
    disk.set()
    done = seat.reach(Phase.DONE)
    response = done.answers.response("q1")
    assert isinstance(response, FilesResponse)
    assert at_the_site(site, seat.attempt, response.files[0]) == WORDS


def test_a_file_that_takes_too_long_holds_up_nothing_else_and_follows(
    site: ExamSite,
    seat: Seat,
    window: MainWindow,
    disk: Event,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(handing_in, "PATIENCE", 0.1)
    choose(window, tmp_path / "essay.txt")
    time_is_over(site, seat)
    first = seat.reach(Phase.DONE)
    assert first.receipt is not None
    assert first.receipt.answered == 0
    assert "still being saved" in words(window)
    disk.set()
    seat.wait(lambda: seat.state.receipt is not None and seat.state.receipt.answered == 1)
    response = seat.state.answers.response("q1")
    assert isinstance(response, FilesResponse)
    assert at_the_site(site, seat.attempt, response.files[0]) == WORDS
    assert "The exam site has all your answers" in words(window)


def test_a_file_that_cannot_be_saved_after_the_end_is_named_to_its_candidate(
    site: ExamSite, seat: Seat, window: MainWindow, disk: Event, tmp_path: Path
) -> None:
    choose(window, tmp_path / "essay.txt").write_bytes(b"x" * (MOST + 1))
    time_is_over(site, seat)
    disk.set()
    done = seat.reach(Phase.DONE)
    assert done.unkept == ("essay.txt",)
    assert "not among your answers: essay.txt" in words(window)


def test_an_export_without_the_file_that_is_being_saved_lets_nobody_leave(
    site: ExamSite,
    seat: Seat,
    window: MainWindow,
    disk: Event,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(handing_in, "PATIENCE", 0.1)
    choose(window, tmp_path / "essay.txt")
    time_is_over(site, seat)
    site.cable.pull()
    seat.reach(Phase.SUBMIT_FAILED)
    seat.presenter.stage.show(is_exported=True)
    seat.presenter.leave()
    assert seat.state.phase is Phase.SUBMIT_FAILED
    disk.set()
    seat.wait(lambda: not seat.state.has_unsaved)
    assert not seat.state.is_exported, "the file is in no package"
