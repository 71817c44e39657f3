"""What finds words without room does find them, and leaves alone what fits."""

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QPushButton, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from examclient.ui.widgets.labels import ElidedLabel, make_label
from tests.ui.fitting import misfits

WORDS = "These words need some room of their own"


def at(widget: QWidget, window: QWidget, x: int, y: int, width: int, height: int) -> QWidget:
    """Put a widget into a window."""
    widget.setParent(window)
    widget.setGeometry(x, y, width, height)
    return widget


def label(window: QWidget, x: int, y: int, width: int, height: int, *, wrap: bool = False) -> None:
    made = make_label(wrap=wrap)
    made.setText(WORDS)
    at(made, window, x, y, width, height)


def elided(window: QWidget, tip: str) -> None:
    made = ElidedLabel()
    made.setText(WORDS)
    made.setToolTip(tip)
    at(made, window, 10, 10, 100, 40)


def button(window: QWidget, width: int) -> None:
    at(QPushButton(WORDS), window, 10, 10, width, 60)


def field(window: QWidget, width: int) -> None:
    made = QLineEdit()
    made.setPlaceholderText(WORDS)
    at(made, window, 10, 10, width, 60)


def chooser(window: QWidget, width: int) -> None:
    made = QComboBox()
    made.addItem(WORDS)
    at(made, window, 10, 10, width, 60)


def scrolled(window: QWidget, width: int) -> None:
    inside = QLabel(WORDS)
    inside.setMinimumSize(600, 60)
    area = QScrollArea()
    area.setWidget(inside)
    at(area, window, 10, 10, width, 200)


def two(window: QWidget, second_at: int) -> None:
    label(window, 10, 10, 700, 60)
    label(window, 10, second_at, 700, 60)


WRONG: dict[str, Callable[[QWidget], None]] = {
    "a label too narrow": lambda window: label(window, 10, 10, 100, 40),
    "a label too low": lambda window: label(window, 10, 10, 700, 8),
    "wrapped words without height": lambda window: label(window, 10, 10, 150, 30, wrap=True),
    "a word wider than its column": lambda window: label(window, 10, 10, 20, 590, wrap=True),
    "a button too narrow": lambda window: button(window, 60),
    "cut without a tool tip": lambda window: elided(window, ""),
    "a field too narrow": lambda window: field(window, 100),
    "a list too narrow": lambda window: chooser(window, 100),
    "beyond the edge": lambda window: label(window, 500, 10, 700, 60),
    "scrolls sideways": lambda window: scrolled(window, 300),
    "one on the other": lambda window: two(window, 40),
}
RIGHT: dict[str, Callable[[QWidget], None]] = {
    "a label": lambda window: label(window, 10, 10, 700, 60),
    "wrapped words": lambda window: label(window, 10, 10, 300, 200, wrap=True),
    "a button": lambda window: button(window, 700),
    "cut with a tool tip": lambda window: elided(window, WORDS),
    "a field": lambda window: field(window, 700),
    "a list": lambda window: chooser(window, 700),
    "scrolls down only": lambda window: scrolled(window, 700),
    "one below the other": lambda window: two(window, 80),
}


def seen(fill: Callable[[QWidget], None], qtbot: QtBot) -> list[str]:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(800, 600)
    fill(window)
    window.show()
    return misfits(window)


@pytest.mark.parametrize("fill", WRONG.values(), ids=WRONG.keys())
def test_what_does_not_fit_is_found(
    fill: Callable[[QWidget], None], themed: QApplication, qtbot: QtBot
) -> None:
    assert seen(fill, qtbot)


@pytest.mark.parametrize("fill", RIGHT.values(), ids=RIGHT.keys())
def test_what_fits_is_left_alone(fill: Callable[[QWidget], None], themed: QApplication, qtbot: QtBot) -> None:
    assert seen(fill, qtbot) == []
