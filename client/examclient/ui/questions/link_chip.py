"""One of several that can be linked to a left item: a button that stays down."""

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QCheckBox, QSizePolicy, QWidget

from examclient.ui.fonts import paper_font
from examclient.ui.questions.choice_face import paint_edge, paint_ring
from examclient.ui.signs import paint_check

_TARGET = 40
_PAD = 12
_ARROWS = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Down: 1,
}
_ROLE = QPalette.ColorRole
_WRAPPED = Qt.TextFlag.TextWordWrap


class LinkChip(QCheckBox):
    """A word or a letter with room for its check mark, so that checking it moves nothing.

    Signals:
        focus_step_wanted(int): the keyboard goes to a neighbour.
    """

    focus_step_wanted = Signal(int)

    def __init__(self, words: str, parent: QWidget) -> None:
        super().__init__(words, parent)
        self.is_read_only = False
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._take_zoom()

    def nextCheckState(self) -> None:
        if not self.is_read_only:
            self.setChecked(not self.isChecked())

    def hitButton(self, position: QPoint) -> bool:
        return self.rect().contains(position)

    def sizeHint(self) -> QSize:
        words = self.fontMetrics().horizontalAdvance(self.text())
        return QSize(words + self._beside(), max(_TARGET, round(2.2 * self._em)))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._beside() + 2 * self._em, self.sizeHint().height())

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        """Where there is no room for its words in one line, it has several."""
        room = QRect(0, 0, max(1, width - self._beside()), 0)
        lines = self.fontMetrics().boundingRect(room, int(_WRAPPED), self.text())
        return max(self.sizeHint().height(), lines.height() + _PAD)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go to the neighbours, Space links."""
        step = _ARROWS.get(Qt.Key(event.key()), 0)
        if step and not event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.focus_step_wanted.emit(step)
        elif event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Select):
            super().keyPressEvent(event)
        else:
            event.ignore()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._take_zoom()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_lively = self.underMouse() and not self.is_read_only
        ground = _ROLE.Midlight if self.isChecked() else _ROLE.AlternateBase if is_lively else _ROLE.Base
        edge = _ROLE.Highlight if self.isChecked() else _ROLE.Dark
        painter.setBrush(self.palette().color(ground))
        card = QRectF(self.rect()).adjusted(2, 2, -2, -2)
        paint_edge(painter, card, self.palette().color(edge), 2 if self.isChecked() else 1, radius=7)
        self._paint_mark(painter)
        painter.setPen(self.palette().color(_ROLE.Text))
        painter.setFont(self.font())
        words = self.rect().adjusted(self._mark + _PAD + _PAD * 2 // 3, 0, -_PAD, 0)
        painter.drawText(words, int(_WRAPPED | Qt.AlignmentFlag.AlignVCenter), self.text())
        paint_ring(painter, self)

    def _paint_mark(self, painter: QPainter) -> None:
        box = QRectF(_PAD, round((self.height() - self._mark) / 2), self._mark, self._mark)
        painter.setBrush(self.palette().color(_ROLE.Highlight if self.isChecked() else _ROLE.Base))
        edge = self.palette().color(_ROLE.Highlight if self.isChecked() else _ROLE.Dark)
        paint_edge(painter, box, edge, 2, radius=4)
        if self.isChecked():
            paint_check(painter, box, self.palette().color(_ROLE.HighlightedText))

    def _beside(self) -> int:
        """What is not words."""
        return self._mark + 2 * _PAD + _PAD * 2 // 3

    def _take_zoom(self) -> None:
        self.setFont(paper_font())
        self._em = self.font().pixelSize()
        self._mark = round(self._em)
        self.updateGeometry()
