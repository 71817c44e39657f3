"""One number of the question map."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QPushButton, QWidget

from examclient.domain.progress import Mark
from examclient.ui.signs import paint_flag
from examclient.ui.widgets.buttons import paint_ring
from examclient.ui.widgets.changes import set_mark, set_spoken, set_text

BROAD = 4
"""Pixels: the ring of a number that has the keyboard."""

ARROWS = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)


class MapButton(QPushButton):
    """Empty: not answered; a bar below: begun; filled: answered; ring: here; flag: to come back to.

    Signals:
        arrow_pressed(Qt.Key): the keyboard goes on to a neighbour.
    """

    arrow_pressed = Signal(object)

    def __init__(self, question: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.question = question
        self.setProperty("kind", "map")
        self.setAutoDefault(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._shown: tuple[Mark | None, bool] | None = None

    def show_mark(self, mark: Mark | None, *, current: bool) -> None:
        """Show how the question stands; None is a page that is only to read."""
        if self._shown == (mark, current):
            return
        self._shown = (mark, current)
        set_text(self, str(mark.number) if mark else "i")
        set_mark(self, "answered", mark is not None and mark.answered)
        set_mark(self, "begun", mark is not None and mark.begun)
        set_mark(self, "flagged", self._is_flagged())
        set_mark(self, "current", current)
        set_spoken(self, self._spoken(mark, current=current))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if current else Qt.FocusPolicy.NoFocus)

    def retranslate(self) -> None:
        """Say it in the new language when it is shown next."""
        self._shown = None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go to the neighbours: the map is one stop of the Tab key, not a hundred."""
        if event.key() in ARROWS:
            self.arrow_pressed.emit(Qt.Key(event.key()))
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the number; then the ring of the question that is here, and the flag in its corner."""
        super().paintEvent(event)
        painter = QPainter(self)
        if self.property("current") and self.property("answered"):
            self._draw_ring(painter)
        if self.hasFocus():
            self._draw_focus(painter)
        if self._is_flagged():
            self._draw_flag(painter)

    def _draw_ring(self, painter: QPainter) -> None:
        """A light ring inside the dark one, so that it stands out from a filled number."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self.palette().color(QPalette.ColorRole.HighlightedText), 2))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(3, 3, -3, -3), 3, 3)

    def _draw_focus(self, painter: QPainter) -> None:
        """A broad ring inside the edge: broader than the one of the question that is here."""
        role = QPalette.ColorRole.HighlightedText if self.property("answered") else QPalette.ColorRole.Shadow
        paint_ring(painter, self.palette().color(role), QRectF(self.rect()), BROAD)

    def _draw_flag(self, painter: QPainter) -> None:
        role = QPalette.ColorRole.HighlightedText if self.property("answered") else QPalette.ColorRole.Light
        size = self.height() * 0.28
        corner = QRectF(self.width() - size - 5, 5, size, size)
        paint_flag(painter, corner, self.palette().color(role))

    def _is_flagged(self) -> bool:
        mark = self._shown[0] if self._shown else None
        return mark is not None and mark.flagged

    def _spoken(self, mark: Mark | None, *, current: bool) -> str:
        words = [self.tr("Question {number}").format(number=mark.number) if mark else self.tr("Page to read")]
        words += [self._how_far(mark)] if mark else []
        words += [self.tr("flagged")] if mark and mark.flagged else []
        words += [self.tr("shown now")] if current else []
        return self.tr(", ", "between the words that a screen reader says").join(words)

    def _how_far(self, mark: Mark) -> str:
        if mark.answered:
            return self.tr("answered")
        return self.tr("begun") if mark.begun else self.tr("not answered")
