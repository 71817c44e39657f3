"""Something that can be put into a gap: a card to drag, or to click before the gap is clicked."""

from enum import Enum

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from examclient.ui.fonts import paper_font
from examclient.ui.questions.choice_face import paint_edge
from examclient.ui.questions.drag_hold import DragHold, Release
from examclient.ui.rich_text import RichText

_PAD = 10
_TARGET = 40
"""Pixels: no chip is lower."""

_ROLE = QPalette.ColorRole


class ChipState(Enum):
    """How a chip stands."""

    FREE = "free"
    IN_HAND = "in hand"
    USED_UP = "used up"


class PoolChip(QWidget):
    """Takes no keyboard: the lists in the gaps hold the same words for who uses keys.

    Signals:
        clicked(): taken into the hand, or put back.
        drag_moved(QPoint): dragged; the pointer is at this point of the screen.
        drag_ended(QPoint): let go there.
    """

    clicked = Signal()
    drag_moved = Signal(QPoint)
    drag_ended = Signal(QPoint)

    def __init__(self, letter: str, body: RichText, parent: QWidget) -> None:
        super().__init__(parent)
        self.state = ChipState.FREE
        self.letter, self._body = letter, body
        self._hold = DragHold()
        body.setMinimumWidth(1)  # else a short word stands in a long chip
        body.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        body.door.open_from(self)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self._layout = QHBoxLayout(self)
        self._layout.addWidget(body)
        self._take_zoom()

    def show_state(self, state: ChipState) -> None:
        """Show how it stands."""
        if state is not self.state:
            self.state = state
            self.setCursor(
                Qt.CursorShape.ArrowCursor if state is ChipState.USED_UP else Qt.CursorShape.OpenHandCursor
            )
            self.update()

    def sizeHint(self) -> QSize:
        return self._layout.totalSizeHint().expandedTo(QSize(0, self.minimumHeight()))

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return max(self.minimumHeight(), self._layout.totalHeightForWidth(width))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and self.state is not ChipState.USED_UP:
            self._hold.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._hold.drags(event):
            self.drag_moved.emit(event.globalPosition().toPoint())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        ended = self._hold.let_go()
        if ended is Release.DRAG:
            self.drag_ended.emit(event.globalPosition().toPoint())
        elif ended is Release.PRESS and self.rect().contains(event.position().toPoint()):
            self.clicked.emit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._take_zoom()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A card; what is used up is flat and has a broken edge, so that not only its colour says so."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        in_hand, is_used = self.state is ChipState.IN_HAND, self.state is ChipState.USED_UP
        ground = _ROLE.Midlight if in_hand else _ROLE.Window if is_used else _ROLE.Base
        painter.setBrush(self.palette().color(ground))
        edge = self.palette().color(_ROLE.Highlight if in_hand else _ROLE.Mid if is_used else _ROLE.Dark)
        line = Qt.PenStyle.DashLine if is_used else Qt.PenStyle.SolidLine
        paint_edge(painter, QRectF(self.rect()), edge, 2 if in_hand else 1, radius=7, line=line)
        if self.letter:
            painter.setFont(self._font)
            painter.setPen(self.palette().color(_ROLE.PlaceholderText if is_used else _ROLE.Text))
            beside = QRectF(_PAD, 0, self._letter_width(), min(self.height(), self._first_line()))
            painter.drawText(
                beside, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), self.letter
            )

    def _take_zoom(self) -> None:
        self._font = paper_font()
        self.setMinimumHeight(max(_TARGET, round(2.2 * self._font.pixelSize())))
        self._layout.setContentsMargins(_PAD + self._letter_width(), 5, _PAD, 5)

    def _letter_width(self) -> int:
        return round(self._font.pixelSize() * (0.6 + 0.7 * len(self.letter))) if self.letter else 0

    def _first_line(self) -> int:
        """The letter stands beside the first line of a body of several."""
        return (
            self.height()
            if self._body.height() < 2 * self._body.line_height()
            else self._body.line_height() + 10
        )
