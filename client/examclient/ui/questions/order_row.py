"""One of the things to bring into order: a card with its place, its words, and arrows to move it."""

from enum import Enum, auto

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from examclient.ui.fonts import paper_font
from examclient.ui.questions.choice_face import paint_edge, paint_ring
from examclient.ui.questions.drag_hold import DragHold, Release
from examclient.ui.rich_text import RichText
from examclient.ui.signs import paint_chevron

_RING, _PAD = 2, 8
_TARGET = 40
"""Pixels: no arrow is smaller to hit, whatever the zoom."""

_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
_CHOOSING_KEYS = frozenset({Qt.Key.Key_Space, Qt.Key.Key_Select})
_ROLE = QPalette.ColorRole


class Zone(Enum):
    """Where a pointer is on a row."""

    BODY = auto()
    UP = auto()
    DOWN = auto()


class OrderRow(QAbstractButton):
    """Knows its words and its place, not its neighbours.

    Signals:
        step_wanted(int): -1 one place up, 1 one down.
        dragged(int): it is held by a pointer, which is now at this height of the parent.
        dropped(): the pointer has let go after dragging.
        focus_step_wanted(int): the keyboard goes to the neighbour.

    `clicked` (a click, a touch, Space) takes it up, or puts down here what was taken up.
    """

    step_wanted = Signal(int)
    focus_step_wanted = Signal(int)
    dragged = Signal(int)
    dropped = Signal()

    def __init__(self, body: RichText, parent: QWidget) -> None:
        super().__init__(parent)
        self.is_read_only = False
        self._body = body
        self._place, self._of = 1, 1
        self._is_held = False
        self._hold = DragHold()
        self._zone = Zone.BODY
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        body.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        body.door.open_from(self)
        self._layout = QHBoxLayout(self)
        self._layout.addWidget(body)
        self._take_zoom()

    def show_place(self, place: int, of: int) -> None:
        """Show that it is the n-th of so many."""
        self._place, self._of = place, of
        self._speak()
        self.update()

    def show_held(self, *, is_held: bool) -> None:
        """Show whether it was taken up and waits for its new place."""
        if is_held != self._is_held:
            self._is_held = is_held
            self._speak()
            self.update()

    def zone_at(self, position: QPoint) -> Zone:
        """What a press at this point would do."""
        if self._arrow(Zone.UP).contains(position):
            return Zone.UP
        return Zone.DOWN if self._arrow(Zone.DOWN).contains(position) else Zone.BODY

    def arrow_centre(self, zone: Zone) -> QPoint:
        """The middle of an arrow."""
        return self._arrow(zone).center()

    def sizeHint(self) -> QSize:
        return self._layout.totalSizeHint()

    def minimumSizeHint(self) -> QSize:
        return self._layout.totalMinimumSize()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Alt and arrows move the row; arrows alone go to the neighbours; Space takes it up."""
        step = _STEPS.get(Qt.Key(event.key()), 0)
        if step and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self._wish(step)
        elif step:
            self.focus_step_wanted.emit(step)
        elif event.key() in _CHOOSING_KEYS:
            super().keyPressEvent(event)
        else:
            event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """An arrow moves it at once; anywhere else a drag may begin."""
        self._zone = self.zone_at(event.position().toPoint())
        if event.button() is not Qt.MouseButton.LeftButton or self.is_read_only:
            event.ignore()
        elif self._zone is Zone.BODY:
            self._hold.press(event)
            super().mousePressEvent(event)
        else:
            self._wish(-1 if self._zone is Zone.UP else 1)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Two quick presses on an arrow are two steps."""
        self.mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Far enough from where it was pressed, the row follows the pointer."""
        if self._hold.drags(event):
            self.setDown(False)
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            self.dragged.emit(self.mapToParent(event.position().toPoint()).y())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        ended = self._hold.let_go()
        if ended is Release.DRAG:
            self.unsetCursor()
            self.update()
            self.dropped.emit()
        elif ended is Release.PRESS:
            super().mouseReleaseEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._take_zoom()
        elif event.type() == QEvent.Type.LanguageChange:
            self._speak()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_card(painter)
        painter.setFont(self._font)
        painter.setPen(self.palette().color(_ROLE.Text))
        number = QRect(_RING + _PAD, 0, self._number_width(), self.height())
        painter.drawText(number, Qt.AlignmentFlag.AlignCenter, str(self._place))
        for zone, is_open in ((Zone.UP, self._place > 1), (Zone.DOWN, self._place < self._of)):
            self._paint_arrow(painter, zone, is_open=is_open and not self.is_read_only)

    def _wish(self, step: int) -> None:
        if not self.is_read_only and 1 <= self._place + step <= self._of:
            self.step_wanted.emit(step)

    def _speak(self) -> None:
        counted = self.tr("{place} of {count}: {words}")
        words = self._body.accessibleName()
        self.setAccessibleName(counted.format(place=self._place, count=self._of, words=words))
        held = self.tr("Taken up. Press Space at the place where it shall go.")
        keys = self.tr("Alt and the arrow keys move it; Space takes it up.")
        self.setAccessibleDescription(held if self._is_held else keys)

    def _take_zoom(self) -> None:
        self._font = paper_font()
        self._em = self._font.pixelSize()
        self._side = max(_TARGET, round(1.6 * self._em))
        left = _RING + 2 * _PAD + self._number_width()
        right = _RING + _PAD + 2 * self._side
        self._layout.setContentsMargins(left, _RING + _PAD, right, _RING + _PAD)
        self.setMinimumHeight(self._side + 2 * _RING)

    def _number_width(self) -> int:
        return round(1.5 * self._em)

    def _arrow(self, zone: Zone) -> QRect:
        from_right = 2 if zone is Zone.UP else 1
        left = self.width() - _RING - _PAD // 2 - from_right * self._side
        return QRect(left, (self.height() - self._side) // 2, self._side, self._side)

    def _paint_card(self, painter: QPainter) -> None:
        is_up = self._is_held or self._hold.is_dragged
        is_lively = self.underMouse() and not self.is_read_only
        ground = _ROLE.Midlight if is_up else _ROLE.AlternateBase if is_lively else _ROLE.Base
        edge = _ROLE.Highlight if is_up else _ROLE.Dark if is_lively else _ROLE.Mid
        card = QRectF(self.rect()).adjusted(_RING, _RING, -_RING, -_RING)
        painter.setBrush(self.palette().color(ground))
        paint_edge(painter, card, self.palette().color(edge), 2 if is_up else 1, radius=7)
        paint_ring(painter, self)

    def _paint_arrow(self, painter: QPainter, zone: Zone, *, is_open: bool) -> None:
        """A chevron; pale at the end of the list, where it leads nowhere."""
        box = QRectF(0, 0, 1.2 * self._em, 1.2 * self._em)
        box.moveCenter(QRectF(self._arrow(zone)).center())
        colour = self.palette().color(_ROLE.Text if is_open else _ROLE.Mid)
        paint_chevron(painter, box, colour, points_up=zone is Zone.UP)
