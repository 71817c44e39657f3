"""A picture looked at by itself: large, moved about, and the keyboard back where it was."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from examclient.ui.picture_wish import LargePicture
from examclient.ui.widgets.picture_layer import PictureLayer


class Room:
    """A window with a field that has the keyboard, and the layer over it."""

    def __init__(self, qtbot: QtBot) -> None:
        self.window = QWidget()
        self.field = QLineEdit()
        column = QVBoxLayout(self.window)
        column.addWidget(self.field)
        self.layer = PictureLayer(self.window)
        self.drawn: list[QSize] = []
        qtbot.addWidget(self.window)
        self.window.resize(800, 600)
        with qtbot.waitExposed(self.window):
            self.window.show()
        self.window.activateWindow()
        with qtbot.waitActive(self.window):
            self.field.setFocus()

    def look_at(self, width: int = 400, height: int = 300) -> None:
        """Show a picture of this size large."""
        self.layer.show_picture(LargePicture("a map", QSize(width, height), self._draw))

    def press(self, key: Qt.Key) -> None:
        """Press a key where the keyboard is."""
        QTest.keyClick(QApplication.focusWidget() or self.window, key)

    def _draw(self, size: QSize, ratio: float) -> QImage:
        self.drawn.append(size)
        image = QImage(size * ratio, QImage.Format.Format_RGB32)
        image.fill(QColor("#3366AA"))
        return image


@pytest.fixture
def room(themed: QApplication, qtbot: QtBot) -> Iterator[Room]:
    """A room of its own for each story."""
    made = Room(qtbot)
    yield made
    made.layer.leave()


def test_the_picture_covers_the_window_and_esc_gives_the_keyboard_back(room: Room) -> None:
    room.look_at()
    assert room.layer.geometry() == room.window.rect()
    assert room.layer.accessibleName() == "a map"
    assert not room.field.hasFocus()
    room.press(Qt.Key.Key_Escape)
    assert room.layer.isHidden()
    assert room.field.hasFocus()


def test_a_picture_is_first_shown_whole(room: Room) -> None:
    room.look_at(4000, 500)
    room.layer.grab()
    assert room.drawn[-1].width() <= room.layer.canvas.width()
    assert room.layer.canvas.scale < 0.25


def test_plus_and_minus_change_the_size_and_the_picture_is_drawn_anew_for_it(room: Room) -> None:
    room.look_at()
    room.layer.grab()
    room.press(Qt.Key.Key_Plus)
    room.layer.grab()
    larger = room.drawn[-1].width()
    assert larger > room.drawn[0].width()
    room.press(Qt.Key.Key_Minus)
    room.layer.grab()
    assert room.drawn[-1].width() < larger


def test_no_picture_gets_smaller_than_whole_or_larger_than_eight_times(room: Room) -> None:
    room.look_at(4000, 500)
    for _ in range(40):
        room.press(Qt.Key.Key_Plus)
    assert room.layer.canvas.scale == 8.0
    assert not room.layer.larger.isEnabled()
    for _ in range(60):
        room.press(Qt.Key.Key_Minus)
    assert not room.layer.smaller.isEnabled()
    room.layer.grab()
    assert room.drawn[-1].width() <= room.layer.canvas.width()


def test_a_large_picture_is_moved_by_arrows_and_by_mouse_and_never_leaves(room: Room) -> None:
    room.look_at()
    for _ in range(8):
        room.press(Qt.Key.Key_Plus)
    shown = room.layer.grab().toImage()
    for _ in range(100):
        room.press(Qt.Key.Key_Right)
    assert room.layer.grab().toImage().pixelColor(400, 300) == shown.pixelColor(400, 300)
    canvas = room.layer.canvas
    middle = room.layer.mapFromGlobal(canvas.mapToGlobal(canvas.rect().center()))
    QTest.mousePress(room.layer, Qt.MouseButton.LeftButton, pos=middle)
    QTest.mouseMove(room.layer, middle + QPoint(120, 0))
    QTest.mouseRelease(room.layer, Qt.MouseButton.LeftButton, pos=middle + QPoint(120, 0))
    assert room.layer.isVisible(), "a picture that was moved stays"


def test_a_click_leaves(room: Room) -> None:
    room.look_at()
    QTest.mouseClick(room.layer, Qt.MouseButton.LeftButton, pos=room.layer.rect().center())
    assert room.layer.isHidden()


def test_tab_stays_in_the_layer(room: Room) -> None:
    room.look_at()
    for _ in range(8):
        room.press(Qt.Key.Key_Tab)
        focus = QApplication.focusWidget()
        assert focus is not None
        assert room.layer.isAncestorOf(focus)


def test_a_missing_picture_says_so_and_offers_to_fetch_it_again(room: Room, qtbot: QtBot) -> None:
    room.layer.show_picture(LargePicture("a train", QSize(320, 160), None))
    assert room.layer.refresh.isVisible()
    assert room.layer.canvas.isHidden()
    with qtbot.waitSignal(room.layer.refresh_wanted):
        QTest.mouseClick(room.layer.refresh, Qt.MouseButton.LeftButton)
    assert room.layer.isHidden()
    assert room.field.hasFocus()
