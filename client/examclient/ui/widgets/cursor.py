"""Where the cursor stands among the inputs of a question, so that a redrawn question gets it back."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget


@dataclass(frozen=True, slots=True)
class CursorPlace:
    """The input that has the focus (by its place among the inputs) and the position in its text."""

    index: int
    position: int


def cursor_in(inputs: Sequence[QWidget]) -> CursorPlace | None:
    """Where the cursor stands, or None where none of the inputs has the focus."""
    for index, widget in enumerate(inputs):
        if widget.hasFocus():
            return CursorPlace(index, _position(widget))
    return None


def put_cursor(inputs: Sequence[QWidget], place: CursorPlace) -> None:
    """Bring focus and cursor back to where they stood."""
    if place.index >= len(inputs):
        return
    widget = inputs[place.index]
    widget.setFocus(Qt.FocusReason.OtherFocusReason)
    if isinstance(widget, QLineEdit):
        widget.setCursorPosition(place.position)
    elif isinstance(widget, QPlainTextEdit):
        cursor = QTextCursor(widget.document())
        cursor.setPosition(min(place.position, widget.document().characterCount() - 1))
        widget.setTextCursor(cursor)


def is_typing(inputs: Sequence[QWidget]) -> bool:
    """Whether the focus is in a text field."""
    return any(one.hasFocus() and isinstance(one, QLineEdit | QPlainTextEdit) for one in inputs)


def _position(widget: QWidget) -> int:
    if isinstance(widget, QLineEdit):
        return widget.cursorPosition()
    return widget.textCursor().position() if isinstance(widget, QPlainTextEdit) else 0
