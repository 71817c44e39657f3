"""The button that marks a question to come back to."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QPushButton

from examclient.ui.signs import paint_flag
from examclient.ui.widgets.buttons import keep_focus_elsewhere
from examclient.ui.widgets.changes import set_mark, set_text


class FlagButton(QPushButton):
    """A flag and a word. Pressing it changes nothing here: it shows what the state says, in one width."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "flag")
        self.setCheckable(True)
        self.setAutoDefault(True)
        keep_focus_elsewhere(self)
        self._words = ("", "")

    def set_words(self, plain: str, flagged: str) -> None:
        """What it says before and after."""
        self._words = (plain, flagged)
        self.show_flag(flag=self.isChecked())

    def show_flag(self, *, flag: bool) -> None:
        """Show whether the question is flagged."""
        self.setChecked(flag)
        set_text(self, self._words[flag])
        set_mark(self, "flagged", flag)

    def nextCheckState(self) -> None:
        """Only the state decides."""

    def sizeHint(self) -> QSize:
        """Room for the longer word."""
        widths = [self.fontMetrics().horizontalAdvance(words) for words in (*self._words, self.text())]
        hint = super().sizeHint()
        return QSize(hint.width() + max(widths) - widths[-1], hint.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the word, and the flag at its left."""
        super().paintEvent(event)
        role = QPalette.ColorRole.Light if self.isChecked() else QPalette.ColorRole.Dark
        size = self.fontMetrics().ascent() * 0.95
        box = QRectF(size * 0.85, (self.height() - size) / 2, size, size)
        paint_flag(QPainter(self), box, self.palette().color(role))
