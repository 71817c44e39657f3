"""A place that is filled from a pool: a list to choose from, onto which one can also drag or click."""

from collections.abc import Collection, Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QMouseEvent, QStandardItemModel
from PySide6.QtWidgets import QWidget

from examclient.ui.questions.drag_hold import DragHold, Release
from examclient.ui.questions.quiet_combo import QuietCombo
from examclient.ui.widgets.changes import set_mark


class PoolSlot(QuietCombo):
    """Opens its list when it is pressed and let go; pressed and moved, what is in it goes along.

    Signals:
        pressed_with_hand(): clicked while something is in the hand.
        drag_moved(QPoint), drag_ended(QPoint): what is in it is dragged, at this point of the screen.
    """

    pressed_with_hand = Signal()
    drag_moved = Signal(QPoint)
    drag_ended = Signal(QPoint)

    def __init__(self, items: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(items, parent)
        self._takes = False
        self._hold = DragHold()
        self.setProperty("target", False)

    def show_taking(self, *, takes: bool) -> None:
        """Show whether a click puts down here what is in the hand."""
        self._takes = takes
        set_mark(self, "target", takes)

    def show_used_up(self, used_up: Collection[str]) -> None:
        """Close these rows of the list: what they name is used up elsewhere."""
        model = self.model()
        assert isinstance(model, QStandardItemModel), "a list of this kind has this model"
        for row in range(1, self.count()):
            is_open = self.itemData(row) not in used_up or self.itemData(row) == self.value()
            model.item(row).setEnabled(is_open)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and self.isEnabled():
            self._hold.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.value() and self._hold.drags(event):
            self.drag_moved.emit(event.globalPosition().toPoint())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        ended = self._hold.let_go()
        if ended is Release.DRAG:
            self.drag_ended.emit(event.globalPosition().toPoint())
        elif ended is Release.PRESS and self._takes:
            self.pressed_with_hand.emit()
        elif ended is Release.PRESS:
            self.showPopup()
