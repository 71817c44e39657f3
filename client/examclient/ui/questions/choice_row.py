"""One choice as a row: the whole row can be clicked, and nothing in it moves when it is chosen."""

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QEvent, QPoint, QSize, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QCheckBox, QRadioButton, QWidget

from examclient.ui.questions.choice_face import ChoiceFace
from examclient.ui.rich_text import RichText

_CHOOSING_KEYS = frozenset({Qt.Key.Key_Space, Qt.Key.Key_Select})


@contextmanager
def _not_exclusive(row: "SingleRow") -> Iterator[None]:
    """Keep Qt from managing the rows as a group.

    The row must be exclusive to be announced as a radio button, but an exclusive one could not be cleared.
    """
    row.setAutoExclusive(False)
    yield
    row.setAutoExclusive(True)


class SingleRow(QRadioButton):
    """One of several choices, of which one can be chosen. Knows nothing of the others."""

    def __init__(self, letter: str, body: RichText, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.is_read_only = False
        self._face = ChoiceFace(self, letter, body, is_round=True)

    def show_chosen(self, is_chosen: bool) -> None:
        """Show whether this is the one; the others are not touched."""
        with _not_exclusive(self):
            self.setChecked(is_chosen)

    def nextCheckState(self) -> None:
        """Chosen is chosen: a second click clears nothing."""
        if not self.is_read_only:
            self.show_chosen(True)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Take the focus without Qt's taking the other rows out of the tab order."""
        with _not_exclusive(self):
            super().focusInEvent(event)

    def hitButton(self, position: QPoint) -> bool:
        return self.rect().contains(position)

    def sizeHint(self) -> QSize:
        return self._face.size_hint()

    def minimumSizeHint(self) -> QSize:
        return self._face.minimum_size_hint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _CHOOSING_KEYS:
            super().keyPressEvent(event)
        else:
            event.ignore()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._face.take_zoom()

    def paintEvent(self, _event: QPaintEvent) -> None:
        self._face.paint(QPainter(self), is_lively=not self.is_read_only)


class MultipleRow(QCheckBox):
    """One of several choices, of which any number can be chosen."""

    def __init__(self, letter: str, body: RichText, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.is_read_only = False
        self._face = ChoiceFace(self, letter, body, is_round=False)

    def show_chosen(self, is_chosen: bool) -> None:
        """Show whether this is one of those chosen."""
        self.setChecked(is_chosen)

    def nextCheckState(self) -> None:
        if not self.is_read_only:
            self.setChecked(not self.isChecked())

    def hitButton(self, position: QPoint) -> bool:
        return self.rect().contains(position)

    def sizeHint(self) -> QSize:
        return self._face.size_hint()

    def minimumSizeHint(self) -> QSize:
        return self._face.minimum_size_hint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _CHOOSING_KEYS:
            super().keyPressEvent(event)
        else:
            event.ignore()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._face.take_zoom()

    def paintEvent(self, _event: QPaintEvent) -> None:
        self._face.paint(QPainter(self), is_lively=not self.is_read_only)
