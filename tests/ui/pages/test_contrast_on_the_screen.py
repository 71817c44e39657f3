"""Every page is drawn in every theme, and what came of its texts is measured in the picture."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QFont, QImage
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QStyle,
    QWidget,
)

from examclient.domain.state import ExamState
from examclient.ui.rich_text import RichText
from examclient.ui.theme import THEMES, apply_theme
from tests.ui.contrast import LEAST_LARGE, LEAST_TEXT, drawn_in
from tests.ui.pages.conftest import Seat, Sit
from tests.ui.pages.states import EVERY_STATE

every_state = pytest.mark.parametrize("state", EVERY_STATE.values(), ids=EVERY_STATE.keys())
LARGE, LARGE_BOLD = 24, 18.66
"""Pixels from which on a text counts as large (WCAG 2.2: 18 points, and 14 points in bold)."""
EDGE = 3
"""Pixels of a field that belong to its edge."""
FIELDS = (QLineEdit, QComboBox, QPlainTextEdit)


@pytest.fixture(params=THEMES)
def sharp(request: pytest.FixtureRequest, english: QApplication) -> Iterator[str]:
    """A theme, drawn without soft edges: each letter has the very colour that it was given."""
    apply_theme(english, THEMES[request.param])
    font = english.font()
    font.setStyleStrategy(QFont.StyleStrategy.NoAntialias)
    english.setFont(font)
    english.setStyleSheet(english.styleSheet())
    yield request.param
    apply_theme(english, THEMES["light"])


@every_state
def test_every_text_on_the_screen_can_be_read(state: ExamState, sharp: str, sit: Sit) -> None:
    seat = sit(state)
    QApplication.processEvents()
    picture = seat.window.grab().toImage()
    measured = 0
    for widget, place in places_of_text(seat):
        drawn = drawn_in(picture.copy(place))
        if drawn is not None:
            measured += 1
            assert drawn.contrast >= least_for(widget), (type(widget).__name__, words_of(widget), drawn)
    assert measured >= 3


def test_a_text_that_is_too_pale_is_found() -> None:
    picture = QImage(40, 20, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.white)
    assert drawn_in(picture) is None
    picture.setPixel(3, 3, 0xFF949494)
    drawn = drawn_in(picture)
    assert drawn is not None
    assert (drawn.ground, drawn.ink) == ("#FFFFFF", "#949494")
    assert LEAST_LARGE <= drawn.contrast < LEAST_TEXT


def places_of_text(seat: Seat) -> list[tuple[QWidget, QRect]]:
    """Every text that can be seen, and where in the window."""
    window = seat.window
    found = []
    for widget in window.findChildren(QWidget):
        if widget.isVisible() and words_of(widget):
            seen = text_rect(widget) & widget.visibleRegion().boundingRect()
            if seen.width() > 4 and seen.height() > 4:
                found.append((widget, seen.translated(widget.mapTo(window, QPoint()))))
    return found


def words_of(widget: QWidget) -> str:
    """What a widget writes, empty for one that writes nothing."""
    if isinstance(widget, QLabel | QPushButton):
        return widget.text()
    if isinstance(widget, QLineEdit):
        return widget.text() or widget.placeholderText()
    if isinstance(widget, QPlainTextEdit):
        return widget.toPlainText()
    if isinstance(widget, QComboBox):
        return widget.currentText()
    return widget.document_text() if isinstance(widget, RichText) and not widget.missing_pictures() else ""


def text_rect(widget: QWidget) -> QRect:
    """Where the words stand, without edges, rings and signs beside them."""
    if isinstance(widget, QPushButton):
        style: QStyle = widget.style()
        centre = int(Qt.AlignmentFlag.AlignCenter)
        return style.itemTextRect(widget.fontMetrics(), widget.rect(), centre, True, widget.text())
    if isinstance(widget, FIELDS):
        return widget.rect().adjusted(EDGE, EDGE, -EDGE, -EDGE)
    return widget.rect()


def least_for(widget: QWidget) -> float:
    font = widget.font()
    is_large = font.pixelSize() >= LARGE or (font.bold() and font.pixelSize() >= LARGE_BOLD)
    return LEAST_LARGE if is_large else LEAST_TEXT
