"""How a candidate gets from a picture in a text to the same picture large: by click, or by keyboard.

Rule: in a choice a click chooses. There a double click, or + on the row, opens its picture.
The text owns its door and is held by it in no circle: a page that is left goes at once, pictures and all.
"""

from collections.abc import Callable
from dataclasses import dataclass
from weakref import ReferenceType, WeakMethod, ref

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPalette, QPen
from PySide6.QtWidgets import QWidget

from examclient.ui.picture_wish import LargePicture, want_large

_OPENING_KEYS = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space})
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
_BY_TAB = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
_RING = 2


@dataclass(frozen=True, slots=True)
class ShownPicture:
    """A picture in a text: where it stands, and what is shown of it when it is wanted large."""

    place: QRectF
    large: Callable[[], LargePicture]


class PictureDoor(QObject):
    """Watches one text, or the row on which it stands. Knows where pictures are, not what is in them."""

    def __init__(self, text: QWidget, shown: Callable[[], list[ShownPicture]]) -> None:
        super().__init__(text)
        self._find_shown = WeakMethod(shown)
        self._row: ReferenceType[QWidget] | None = None
        self._current = 0
        self._is_ringed = False
        self._is_by_mouse = False
        text.installEventFilter(self)

    @property
    def _text(self) -> QWidget:
        text = self.parent()
        assert isinstance(text, QWidget), "a door is made for a text, and goes with it"
        return text

    def _shown(self) -> list[ShownPicture]:
        find = self._find_shown()
        return find() if find is not None else []

    def open_from(self, row: QWidget) -> None:
        """The text lies on this row, which takes its clicks and keys."""
        self._row = ref(row)
        row.installEventFilter(self)

    def stay_out_of_tabs(self) -> None:
        """Among the fields of a list Tab goes from field to field alone: its pictures open by mouse."""
        self._is_by_mouse = True

    def look(self) -> None:
        """The text has been laid out: whether there is anything to open."""
        has_pictures = bool(self._shown())
        if self._row is not None:
            if (row := self._row()) is not None:
                row.setToolTip(self._row_words() if has_pictures else "")
        else:
            self._text.setMouseTracking(has_pictures)
            tab, none = Qt.FocusPolicy.TabFocus, Qt.FocusPolicy.NoFocus
            is_stop = has_pictures and not (self._is_by_mouse or self._is_in_a_list())
            self._text.setFocusPolicy(tab if is_stop else none)
            if is_stop:
                self._take_place_in_tabs()

    def paint_ring(self, painter: QPainter) -> None:
        """Around the picture that Enter would open, for who came by Tab."""
        shown = self._shown() if self._is_ringed else []
        if shown:
            painter.setPen(QPen(self._text.palette().color(QPalette.ColorRole.Shadow), _RING))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            inside = shown[self._current % len(shown)].place.adjusted(1, 1, -1, -1)
            painter.drawRoundedRect(inside, 4, 4)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take only what opens a picture."""
        if self._row is not None and watched is self._row():
            return self._on_row(event)
        return self._row is None and self._on_text(event)

    def _is_in_a_list(self) -> bool:
        """Whether it is one of the lettered items to choose from, where Tab goes among the fields alone."""
        parent = self._text.parentWidget()
        return parent is not None and parent.property("kind") == "card"

    def _take_place_in_tabs(self) -> None:
        """Tab comes here from what stands before the text, as one reads: its fields may be older than it."""
        parent, here = self._text.parentWidget(), _place_of(self._text)
        if parent is None:
            return
        around = parent.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
        stops = [
            one for one in around if one is not self._text and one.focusPolicy() & Qt.FocusPolicy.TabFocus
        ]
        before = [one for one in stops if one.isVisible() and _is_before(_place_of(one), here)]
        if before:
            last = max(before, key=lambda one: (_place_of(one).y() // _LINE, _place_of(one).x()))
            QWidget.setTabOrder(last, self._text)

    def _on_text(self, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.MouseMove and isinstance(event, QMouseEvent):
            over = self._at(event.position()) is not None
            self._text.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)
        elif kind == QEvent.Type.MouseButtonPress and isinstance(event, QMouseEvent):
            return event.button() == Qt.MouseButton.LeftButton and self._open(self._at(event.position()))
        elif kind == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._on_key(Qt.Key(event.key()))
        elif kind in (QEvent.Type.FocusIn, QEvent.Type.FocusOut) and isinstance(event, QFocusEvent):
            self._is_ringed = event.gotFocus() and event.reason() in _BY_TAB
            self._text.update()
        return False

    def _on_row(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.MouseButtonDblClick and isinstance(event, QMouseEvent):
            inside = self._text.mapFromGlobal(event.globalPosition())
            return self._open(self._at(inside))
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            is_plus = event.key() == Qt.Key.Key_Plus and not event.modifiers() & _NO_PLUS
            return is_plus and self._open(next(iter(self._shown()), None))
        return False

    def _on_key(self, key: Qt.Key) -> bool:
        shown = self._shown()
        if not shown:
            return False
        if key in _OPENING_KEYS:
            return self._open(shown[self._current % len(shown)])
        if key in _STEPS:
            self._current = (self._current + _STEPS[key]) % len(shown)
            self._text.update()
            return True
        return False

    def _open(self, picture: ShownPicture | None) -> bool:
        if picture is None:
            return False
        want_large(self._text, picture.large())
        return True

    def _at(self, place: QPointF) -> ShownPicture | None:
        return next((one for one in self._shown() if one.place.contains(place)), None)

    def _row_words(self) -> str:
        return QCoreApplication.translate(
            "PictureDoor", "A double click, or the + key, shows the picture large."
        )


def _place_of(widget: QWidget) -> QPoint:
    """The left end of a widget's middle line."""
    return QPoint(widget.x(), widget.geometry().center().y())


def _is_before(one: QPoint, other: QPoint) -> bool:
    is_same_line = abs(one.y() - other.y()) <= _LINE
    return one.x() < other.x() if is_same_line else one.y() < other.y()


_LINE = 8
"""Pixels by which the middles of what stands side by side may differ."""

_NO_PLUS = (
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
)
