"""Lays out now what Qt would lay out a moment later, so that the first picture of a page is the right one."""

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QScrollArea, QWidget

ROUNDS = 5
"""A warning in a panel in a card in a scroll area in a page: each may ask the next one out for more room."""


def settle_layouts() -> None:
    """Let every layout that has been asked for happen; nothing else of the event loop runs."""
    for _ in range(ROUNDS):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)


def polish(hidden: QWidget) -> None:
    """Give a part that nobody sees yet, and all in it, the fonts and sizes that it will be seen with."""
    for widget in (hidden, *hidden.findChildren(QWidget)):
        widget.ensurePolished()


@contextmanager
def scrolled_alike(area: QScrollArea | None) -> Iterator[None]:
    """Let everything in an area grow or shrink; the same part of it is at the top before and after."""
    share = _top(area) if area is not None else 0.0
    yield
    settle_layouts()
    if area is not None:
        area.verticalScrollBar().setValue(round(share * area.widget().height()))


def _top(area: QScrollArea) -> float:
    return area.verticalScrollBar().value() / max(1, area.widget().height())
