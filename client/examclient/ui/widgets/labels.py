"""Labels that give way: a long title is cut with an ellipsis instead of pushing its neighbours."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from examclient.ui.widgets.changes import set_shown, set_text


def make_label(kind: str = "", *, wrap: bool = False) -> QLabel:
    """A label of plain text; `kind` is what the style sheet knows it by."""
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(wrap)
    label.setProperty("kind", kind)
    return label


class ElidedLabel(QLabel):
    """One line of plain text, cut with an ellipsis where there is no room; the whole is in the tool tip."""

    def __init__(self, kind: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._short = ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("kind", kind)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def show_words(self, words: str, short: str = "", more: str = "") -> None:
        """Show a text, the whole of it and `more` on hovering; `short` stands in its place where there is no
        room.
        """
        self._short = short
        set_text(self, words)
        tip = "\n".join(part for part in (words, more) if part)
        if self.toolTip() != tip:
            self.setToolTip(tip)

    def minimumSizeHint(self) -> QSize:
        """Room for a few letters."""
        return QSize(self.fontMetrics().averageCharWidth() * 6, super().minimumSizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw as much as there is room for."""
        room, metrics = self.contentsRect(), self.fontMetrics()
        whole_fits = metrics.horizontalAdvance(self.text()) <= room.width()
        words = self.text() if whole_fits or not self._short else self._short
        words = metrics.elidedText(words, Qt.TextElideMode.ElideRight, room.width())
        self.style().drawItemText(
            QPainter(self),
            room,
            self.alignment().value,
            self.palette(),
            self.isEnabled(),
            words,
            self.foregroundRole(),
        )


class WordsOnDemand(QLabel):
    """A wrapped line that takes no room while it has nothing to say."""

    def __init__(self, kind: str) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setProperty("kind", kind)
        self.hide()

    def say(self, words: str) -> None:
        """Show the words, or go away where there are none."""
        set_text(self, words)
        set_shown(self, shown=bool(words))
