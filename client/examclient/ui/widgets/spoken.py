"""What stands on a part of a page, in the order in which one reads it."""

from PySide6.QtWidgets import QLabel, QLayout

RUNNING = ("countdown",)
"""Kinds of labels that change every second: who listens asks for them, and is not told each time."""


def words_in(layout: QLayout) -> list[str]:
    """The words of all labels that are shown, and the names of what has one; buttons and fields are stops of
    their own.
    """
    words: list[str] = []
    for item in filter(None, map(layout.itemAt, range(layout.count()))):
        widget = item.widget()
        inside = item.layout() if widget is None else widget.layout()
        if widget is not None and widget.isHidden():
            continue
        if isinstance(widget, QLabel):
            words += [widget.text()] if widget.property("kind") not in RUNNING else []
        elif inside is not None:
            words += words_in(inside)
    return [one for one in words if one]
