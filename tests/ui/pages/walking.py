"""Walks over a page by keyboard, as who has no mouse does."""

from dataclasses import replace

import msgspec
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from examclient.ui.widgets.map_button import MapButton
from examprotocol.paper import Section
from tests.ui.pages.states import ANSWERING, EVERY_STATE, PAPER
from tests.ui.questions.papers import COMPOSED, EVERY_KIND, FILE, MATERIALS

ON_A_PAGE = (*EVERY_KIND, FILE, *COMPOSED)
EVERY_KIND_PAPER = msgspec.structs.replace(
    PAPER, sections=(Section("all", "All", ON_A_PAGE, answer_limit=3),), materials=MATERIALS
)
STATES = EVERY_STATE | {
    f"answering {question.id}": replace(ANSWERING, paper=EVERY_KIND_PAPER, current=question.id)
    for question in ON_A_PAGE
}
"""Every state of every page, and the exam's page with every kind of question."""

CONTROLS = (QAbstractButton, QLineEdit, QComboBox, QPlainTextEdit)
ARROWS = (Qt.Key.Key_Left, Qt.Key.Key_Right)
MOST = 80
"""Presses of a key after which something must have come round."""


def focused(window: QWidget) -> QWidget:
    """Where the keyboard is."""
    return QApplication.focusWidget() or window


def round_trip(window: QWidget, key: Qt.Key = Qt.Key.Key_Tab) -> list[QWidget]:
    """The stops of the key, each once, from the first one that comes round again."""
    stops: list[QWidget] = []
    for _ in range(MOST):
        QTest.keyClick(focused(window), key)
        if focused(window) in stops:
            return stops[stops.index(focused(window)) :]
        stops.append(focused(window))
    raise AssertionError(f"{key} never comes round: {[named(stop) for stop in stops]}")


def beside(stop: QWidget, window: QWidget) -> list[QWidget]:
    """The stop and all that the arrows reach from it; the keyboard is back on the stop then."""
    reached = [stop]
    for key in ARROWS:
        stop.setFocus(Qt.FocusReason.TabFocusReason)
        for _ in range(MOST):
            QTest.keyClick(focused(window), key)
            if focused(window) in reached:
                break
            reached.append(focused(window))
    stop.setFocus(Qt.FocusReason.TabFocusReason)
    return reached


def all_reached(window: QWidget) -> list[QWidget]:
    """All that Tab reaches, and the arrows from the groups of numbers."""
    stops = round_trip(window)
    groups = [beside(stop, window) for stop in stops if isinstance(stop, MapButton)]
    return [*stops, *(widget for group in groups for widget in group)]


def controls(window: QWidget) -> list[QWidget]:
    """All that a mouse can press or type into now."""
    return [
        widget
        for widget in window.findChildren(QWidget)
        if isinstance(widget, CONTROLS) and widget.isVisible() and widget.isEnabled()
    ]


def place_of(widget: QWidget, window: QWidget) -> QRect:
    """Where it is seen on the window; what has to be scrolled to stands at the edge of its area."""
    place = QRect(widget.mapTo(window, QPoint()), widget.size())
    parent = widget.parentWidget()
    while parent is not None and parent is not window:
        if isinstance(parent, QAbstractScrollArea):
            frame = QRect(parent.mapTo(window, QPoint()), parent.size())
            place.moveTop(max(frame.top(), min(place.top(), frame.bottom() - place.height())))
        parent = parent.parentWidget()
    return place


def comes_first(one: QWidget, other: QWidget, window: QWidget) -> bool:
    """Whether a reader comes to the one first. On one sheet that scrolls its own places count: at the edge of
    its area all that is further down would lie on each other.
    """
    if _sheet_of(one) is not None and _sheet_of(one) is _sheet_of(other):
        raw = [QRect(each.mapTo(window, QPoint()), each.size()) for each in (one, other)]
        return is_before(raw[0], raw[1])
    return is_before(place_of(one, window), place_of(other, window))


def _sheet_of(widget: QWidget) -> QWidget | None:
    parent = widget.parentWidget()
    while parent is not None and not isinstance(parent, QAbstractScrollArea):
        parent = parent.parentWidget()
    return parent


def is_before(one: QRect, other: QRect) -> bool:
    """Whether a reader of the page comes to the one first: it is above, or in the same line at the left."""
    if one.bottom() <= other.top() or other.bottom() <= one.top():
        return one.bottom() <= other.top()
    return one.left() <= other.left()


def named(widget: QWidget) -> str:
    """What a screen reader calls it, and its kind."""
    words = widget.text() if isinstance(widget, QAbstractButton) else ""
    return f"{type(widget).__name__} {widget.accessibleName() or words}"
