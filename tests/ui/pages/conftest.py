"""A page on the screen, and what it wished."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from examclient.domain.state import ExamState
from examclient.ui.main_window import WISHES, MainWindow
from examclient.ui.theme import THEMES, apply_theme
from examclient.ui.translation import install_language
from examclient.ui.widgets.settling import settle_layouts
from tests.ui.conftest import DrawnPictures

TRANSLATIONS = Path(__file__).parents[3] / "resources" / "translations"


class Seat:
    """The window at a candidate's seat; remembers every wish with its values, in order."""

    def __init__(self, pictures: DrawnPictures) -> None:
        self.window = MainWindow(pictures)
        self.wishes: list[tuple[object, ...]] = []
        for name in (*WISHES, "close_requested", "zoom_chosen", "theme_chosen"):
            getattr(self.window, name).connect(lambda *values, wish=name: self.wishes.append((wish, *values)))


Sit = Callable[[ExamState], Seat]


def settle() -> None:
    """Let everything be laid out that was asked for."""
    for _ in range(5):
        QApplication.processEvents()
        settle_layouts()


@pytest.fixture
def english(themed: QApplication) -> Iterator[QApplication]:
    """The program speaks English, as most tests read it."""
    install_language(themed, "en", TRANSLATIONS)
    flash = QApplication.cursorFlashTime()
    QApplication.setCursorFlashTime(0)
    yield themed
    QApplication.setCursorFlashTime(flash)
    install_language(themed, "en", TRANSLATIONS)


@pytest.fixture
def plain(english: QApplication) -> Iterator[QApplication]:
    """The application, afterwards as it was."""
    yield english
    apply_theme(english, THEMES["light"])


@pytest.fixture
def sit(english: QApplication, pictures: DrawnPictures, qtbot: QtBot) -> Sit:
    """Open a window of 1366x768 with a state."""

    def seated(state: ExamState) -> Seat:
        seat = Seat(pictures)
        qtbot.addWidget(seat.window, before_close_func=lambda window: window.show_state(ExamState()))
        seat.window.resize(1366, 768)
        seat.window.show_state(state)
        with qtbot.waitActive(seat.window):
            seat.window.show()
        return seat

    return seated
