"""What waits for the first picture comes after it, and once."""

from PySide6.QtCore import QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from examclient.ui.first_paint import FirstPaint


class Part(QWidget):
    """Writes down when it is painted."""

    def __init__(self, happened: list[str]) -> None:
        super().__init__()
        self.happened = happened

    def paintEvent(self, _event: QPaintEvent) -> None:
        self.happened.append("painted")


def test_what_waits_comes_after_the_window_with_all_its_parts_has_been_painted(qtbot: QtBot) -> None:
    happened: list[str] = []
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(200, 100)
    QVBoxLayout(window).addWidget(Part(happened))
    window.show()
    FirstPaint(window, lambda: happened.append("built"))
    qtbot.waitUntil(lambda: "built" in happened)
    assert happened == ["painted", "built"]


def test_it_comes_once_however_often_the_window_is_painted(qtbot: QtBot) -> None:
    happened: list[str] = []
    window = QWidget()
    qtbot.addWidget(window)
    FirstPaint(window, lambda: happened.append("built"))
    window.show()
    qtbot.waitUntil(lambda: happened == ["built"])
    window.repaint()
    with qtbot.waitCallback() as later:
        QTimer.singleShot(0, later)
    assert happened == ["built"]
