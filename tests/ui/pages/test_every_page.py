"""What holds for every page in every state."""

import time
from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from examclient.domain.phases import Phase
from examclient.domain.state import ExamState
from examclient.ui.translation import install_language
from tests.ui.pages.conftest import TRANSLATIONS, Seat, Sit
from tests.ui.pages.states import EVERY_STATE

every_state = pytest.mark.parametrize("state", EVERY_STATE.values(), ids=EVERY_STATE.keys())
SIZES = [QSize(1366, 768), QSize(1024, 600), QSize(819, 480), QSize(683, 400)]
"""The two screens, and the smaller one at 125 % and 150 %."""


QUIET = 0.1
"""Seconds without a paint."""


class PaintCounter(QObject):
    """Names every widget that is painted or laid out anew."""

    def __init__(self, application: QApplication) -> None:
        super().__init__()
        self.seen: list[str] = []
        self.last = time.monotonic()
        application.installEventFilter(self)

    def settle(self, qtbot: QtBot) -> None:
        """Wait until all is laid out and painted; a QComboBox takes 20 ms until it knows its size."""
        qtbot.waitUntil(lambda: time.monotonic() - self.last > QUIET)
        self.seen.clear()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Paint, QEvent.Type.LayoutRequest, QEvent.Type.StyleChange):
            self.seen.append(type(watched).__name__)
            self.last = time.monotonic()
        return False


class OtherWindows(QObject):
    """Names every other window that is shown, however shortly: it would take the keyboard along."""

    def __init__(self, application: QApplication) -> None:
        super().__init__()
        self.seen: list[str] = []
        application.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.seen.append(type(watched).__name__)
        return False


def texts(seat: Seat) -> list[str]:
    """All words that can be seen."""
    labels = [label.text() for label in seat.window.findChildren(QLabel) if label.isVisible()]
    buttons = [button.text() for button in seat.window.findChildren(QPushButton) if button.isVisible()]
    return labels + buttons


@every_state
def test_the_same_state_again_paints_nothing_and_wishes_nothing(
    state: ExamState, sit: Sit, english: QApplication, qtbot: QtBot
) -> None:
    seat = sit(state)
    counter = PaintCounter(english)
    counter.settle(qtbot)
    focus = seat.window.focusWidget()
    for _ in range(3):
        seat.window.show_state(replace(state))
        QApplication.processEvents()
    english.removeEventFilter(counter)
    assert counter.seen == []
    assert seat.wishes == []
    assert seat.window.focusWidget() is focus


@every_state
def test_no_page_shows_a_window_beside_the_one(state: ExamState, sit: Sit, english: QApplication) -> None:
    seat = sit(EVERY_STATE["confirming" if state.phase is not Phase.CONFIRMING else "login"])
    others = OtherWindows(english)
    seat.window.show_state(state)
    english.removeEventFilter(others)
    assert others.seen == []
    assert seat.window.isActiveWindow()


@every_state
def test_the_first_picture_of_a_page_is_the_right_one(
    state: ExamState, sit: Sit, english: QApplication, qtbot: QtBot
) -> None:
    seat = sit(EVERY_STATE["confirming" if state.phase is not Phase.CONFIRMING else "login"])
    seat.window.show_state(state)
    first = seat.window.grab().toImage()
    counter = PaintCounter(english)
    counter.settle(qtbot)
    english.removeEventFilter(counter)
    assert seat.window.grab().toImage() == first


@every_state
def test_a_second_later_only_what_tells_the_time_is_painted(
    state: ExamState, sit: Sit, english: QApplication, qtbot: QtBot
) -> None:
    seat = sit(state)
    counter = PaintCounter(english)
    counter.settle(qtbot)
    seat.window.show_state(replace(state, now=state.now + 300))
    QApplication.processEvents()
    english.removeEventFilter(counter)
    assert "QuestionArea" not in counter.seen
    assert "MapButton" not in counter.seen


@every_state
def test_no_enter_hands_in_and_none_leaves(state: ExamState, sit: Sit) -> None:
    seat = sit(state)
    for _ in range(40):
        focus = seat.window.focusWidget() or seat.window
        QTest.keyClick(focus, Qt.Key.Key_Return)
        QTest.keyClick(focus, Qt.Key.Key_Enter)
        QTest.keyClick(seat.window.focusWidget() or seat.window, Qt.Key.Key_Tab)
    wished = {wish[0] for wish in seat.wishes}
    assert not wished & {"submit_confirmed", "review_requested", "left", "close_requested"}


@every_state
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size.width()}x{size.height()}")
def test_every_button_is_on_the_window_or_can_be_scrolled_to(state: ExamState, size: QSize, sit: Sit) -> None:
    seat = sit(state)
    seat.window.resize(size)
    QApplication.processEvents()
    assert seat.window.size() == size
    for button in seat.window.findChildren(QPushButton):
        if button.isVisible():
            assert button.width() >= button.minimumSizeHint().width(), button.text()
            assert _is_within(button, seat.window), button.text()


@every_state
@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_every_page_speaks_the_chosen_language(
    state: ExamState, language: str, sit: Sit, english: QApplication
) -> None:
    seat = sit(state)
    install_language(english, language, TRANSLATIONS)
    QApplication.sendPostedEvents()
    changed = texts(seat)
    fresh = sit(state)
    assert changed == texts(fresh), "a page that was there and a new one say the same"
    chinese = [text for text in changed if any("一" <= letter <= "鿿" for letter in text)]
    assert chinese if language == "zh_CN" else True


@every_state
def test_every_button_has_a_name_for_a_screen_reader(state: ExamState, sit: Sit) -> None:
    seat = sit(state)
    for button in seat.window.findChildren(QPushButton):
        if button.isVisible():
            assert button.accessibleName() or button.text()


def _is_within(widget: QWidget, window: QWidget) -> bool:
    """Whether the widget lies in the window, or in something that scrolls to it."""
    parent: QWidget | None = widget
    while parent is not None and parent is not window:
        if parent.objectName() == "qt_scrollarea_viewport":
            return True
        parent = parent.parentWidget()
    corner = widget.mapTo(window, widget.rect().bottomRight())
    return window.rect().contains(corner)
