"""Lays out now what Qt would lay out a moment later, so that the first picture of a page is the right one."""

from PySide6.QtCore import QCoreApplication, QEvent

ROUNDS = 3
"""A layout inside a scroll area inside a page: each may ask the next one out for more room."""


def settle_layouts() -> None:
    """Let every layout that has been asked for happen; nothing else of the event loop runs."""
    for _ in range(ROUNDS):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
