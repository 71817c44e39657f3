"""Finds words on the screen that do not have the room they need.

Looked at is what Qt itself would ask for, against what the widget got, and where widgets lie on each other.
"""

from collections.abc import Iterator
from itertools import combinations

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QFontMetrics, QRegion
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QComboBox,
    QLabel,
    QLineEdit,
    QScrollArea,
    QWidget,
)

from examclient.ui.widgets.labels import ElidedLabel

SPARE = 1
"""Pixels by which sizes may differ through rounding."""


def misfits(window: QWidget) -> list[str]:
    """What does not fit in this window as it stands, each by its words."""
    shown = [one for one in window.findChildren(QWidget) if one.isVisibleTo(window)]
    with_words = [one for one in shown if _words(one)]
    found = [f"{_name(one)}: {why}" for one in with_words for why in _of_one(one, window)]
    found += [f"scrolls sideways: {type(one).__name__}" for one in shown if _scrolls_sideways(one)]
    return found + [f"on each other: {_name(one)} / {_name(other)}" for one, other in _overlaps(with_words)]


def _words(widget: QWidget) -> str:
    """The words that a widget shows now."""
    if isinstance(widget, QLabel | QAbstractButton):
        return widget.text()
    if isinstance(widget, QLineEdit):
        return widget.text() or widget.placeholderText()
    return widget.currentText() if isinstance(widget, QComboBox) else ""


def _name(widget: QWidget) -> str:
    return f"{type(widget).__name__} “{_words(widget)[:40]}”"


def _of_one(widget: QWidget, window: QWidget) -> Iterator[str]:
    if isinstance(widget, ElidedLabel):
        if _is_cut(widget) and widget.text() not in widget.toolTip():
            yield "cut, and no tool tip says the whole"
    elif isinstance(widget, QLabel):
        yield from _of_label(widget)
    elif isinstance(widget, QLineEdit):
        needs = widget.fontMetrics().horizontalAdvance(_words(widget))
        if needs > widget.width() - 2 * SPARE and not widget.isReadOnly():
            yield f"field of {widget.width()} for {needs}"
    else:
        yield from _of_size(widget)
    if not _is_in_a_scroll_area(widget, window) and not _whole(widget, window):
        yield "beyond the edge of the window"


def _is_cut(label: ElidedLabel) -> bool:
    return label.fontMetrics().horizontalAdvance(label.text()) > label.contentsRect().width()


def _of_label(label: QLabel) -> Iterator[str]:
    if not label.wordWrap():
        yield from _of_size(label)
        return
    if label.heightForWidth(label.width()) > label.height() + SPARE:
        yield f"{label.height()} high for {label.heightForWidth(label.width())}"
    longest = max(_advances(label), default=0)
    if longest > label.contentsRect().width() + SPARE:
        yield f"{label.contentsRect().width()} wide for a word of {longest}"


def _advances(label: QLabel) -> Iterator[int]:
    """The widths of what cannot be broken; Chinese breaks anywhere."""
    metrics = QFontMetrics(label.font())
    for word in label.text().replace("-", "- ").replace("/", "/ ").split():
        if all(ord(letter) < 0x2E80 for letter in word):
            yield metrics.horizontalAdvance(word)


def _of_size(widget: QWidget) -> Iterator[str]:
    needs = widget.sizeHint()
    if needs.width() > widget.width() + SPARE:
        yield f"{widget.width()} wide for {needs.width()}"
    if needs.height() > widget.height() + SPARE:
        yield f"{widget.height()} high for {needs.height()}"


def _is_in_a_scroll_area(widget: QWidget, window: QWidget) -> bool:
    parent = widget.parentWidget()
    while parent is not None and parent is not window:
        if isinstance(parent, QAbstractScrollArea):
            return True
        parent = parent.parentWidget()
    return False


def _place(widget: QWidget) -> QRect:
    return QRect(widget.mapTo(widget.window(), QPoint()), widget.size())


def _whole(widget: QWidget, window: QWidget) -> bool:
    return window.rect().adjusted(-SPARE, -SPARE, SPARE, SPARE).contains(_place(widget))


def _scrolls_sideways(widget: QWidget) -> bool:
    if not isinstance(widget, QScrollArea) or widget.widget() is None:
        return False
    inside = widget.widget().minimumSizeHint().width()
    return inside > widget.viewport().width() + SPARE


def _overlaps(widgets: list[QWidget]) -> Iterator[tuple[QWidget, QWidget]]:
    """Pairs that share visible pixels, though neither lies in the other."""
    seen = [(one, QRegion(one.visibleRegion().translated(_place(one).topLeft()))) for one in widgets]
    for (one, region), (other, beside) in combinations(seen, 2):
        if one.isAncestorOf(other) or other.isAncestorOf(one):
            continue
        both = region.intersected(beside).boundingRect()
        if both.width() > SPARE and both.height() > SPARE and not _lets_through(one, other):
            yield one, other


def _lets_through(one: QWidget, other: QWidget) -> bool:
    """Labels that lie on a button on purpose, as its words, take no clicks."""
    transparent = Qt.WidgetAttribute.WA_TransparentForMouseEvents
    return one.testAttribute(transparent) or other.testAttribute(transparent)
