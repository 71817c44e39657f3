"""A real exam site on loopback, the cable to it, and machines in its room."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from examclient.machine_clock import MachineClock
from examclient.places import resources_folder
from examclient.storage import ballast
from examclient.ui import presenter
from examclient.ui.fonts import app_font, load_fonts
from examprotocol.responses import ChoiceResponse, TextResponse
from tests.client.exam_site import ExamSite, Times
from tests.client.machine import Machine
from tests.client.seat import Seat


@pytest.fixture(autouse=True)
def small_ballast(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hundreds of data folders with 16 MB in each would fill the disk that the tests run on."""
    monkeypatch.setattr(ballast, "BALLAST", 64_000)


@pytest.fixture
def times() -> Times:
    """The exam began a minute ago; a test parametrises this for another time."""
    return Times()


@pytest.fixture
def as_before(qapp: QApplication) -> Iterator[QApplication]:
    """The application, afterwards in its own clothes."""
    look = (qapp.palette(), qapp.font(), qapp.styleSheet(), qapp.style().objectName())
    yield qapp
    qapp.setStyleSheet(look[2])
    qapp.setStyle(look[3])
    qapp.setPalette(look[0])
    qapp.setFont(look[1])


@pytest.fixture(scope="session")
def evening() -> Iterator[Callable[[ExamSite], None]]:
    """Ends sites while the next test runs: a service takes a fifth of a second to end."""
    with ThreadPoolExecutor() as helpers:
        ended: list[Future[None]] = []
        yield lambda site: ended.append(helpers.submit(site.__exit__))
        for one in ended:
            one.result()


@pytest.fixture
def site(tmp_path: Path, times: Times, evening: Callable[[ExamSite], None]) -> Iterator[ExamSite]:
    running = ExamSite(tmp_path / "site", times).__enter__()
    yield running
    evening(running)


@pytest.fixture
def new_machine(site: ExamSite, tmp_path: Path) -> Iterator[Callable[[], Machine]]:
    machines: list[Machine] = []

    def make() -> Machine:
        number = len(machines)
        machines.append(Machine(tmp_path / f"machine{number}", site.file, f"M{number}", site.release))
        return machines[-1]

    yield make
    for machine in machines:
        machine.close()


@pytest.fixture
def machine(new_machine: Callable[[], Machine]) -> Machine:
    return new_machine()


@pytest.fixture(scope="session")
def dressed(qapp: QApplication) -> QApplication:
    """The application with the fonts of the exam: every question is drawn once behind the cover."""
    load_fonts(resources_folder() / "fonts")
    qapp.setFont(app_font())
    return qapp


@pytest.fixture
def new_seat(
    site: ExamSite, tmp_path: Path, qtbot: QtBot, dressed: QApplication
) -> Iterator[Callable[..., Seat]]:
    """Clients with a data folder each, or with the one that is given."""
    seats: list[Seat] = []

    def make(
        data: Path | None = None, machine: MachineClock | None = None, mirror: Path | None = None
    ) -> Seat:
        number = len(seats)
        folder = data or tmp_path / f"seat{number}"
        seats.append(Seat(qtbot, folder, site.file, f"S{number}", machine, mirror))
        return seats[-1]

    yield make
    for seat in seats:
        seat.close()


@pytest.fixture
def seat(new_seat: Callable[..., Seat]) -> Seat:
    return new_seat()


@pytest.fixture
def left(site: ExamSite, new_seat: Callable[..., Seat]) -> Seat:
    """A seat in the middle of the exam, gone without a word; the last answer never reached the site."""
    seat = new_seat()
    seat.sit_down()
    seat.answer("q1", ChoiceResponse("a"))
    seat.all_sent()
    site.cable.pull()
    seat.answer("q5", TextResponse("never sent"))
    seat.wait(lambda: not seat.state.online)
    seat.crash()
    return seat


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    """An empty drive."""
    path = tmp_path / "stick"
    path.mkdir()
    return path


@pytest.fixture
def cut_off(site: ExamSite, seat: Seat, monkeypatch: pytest.MonkeyPatch) -> Seat:
    """A candidate who has answered twice, the second time without a network, in a room with a password."""
    monkeypatch.setattr(presenter, "SPREAD", 0.05)
    site.set_room_password()
    seat.sit_down()
    seat.answer("q1", ChoiceResponse("a"))
    seat.all_sent()
    seat.wait(seat.has_card)
    site.cable.pull()
    seat.answer("q5", TextResponse("only here"))
    return seat
