"""A place that is filled from a pool: a list to choose from, onto which one can also drag or click."""

from collections.abc import Collection, Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QMouseEvent, QStandardItemModel
from PySide6.QtWidgets import QApplication, QWidget

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
        self._takes = self._is_dragged = False
        self._pressed_at: QPoint | None = None
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
            self._pressed_at = event.position().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed_at is None or not self.value():
            return
        far = (event.position().toPoint() - self._pressed_at).manhattanLength()
        if self._is_dragged or far >= QApplication.startDragDistance():
            self._is_dragged = True
            self.drag_moved.emit(event.globalPosition().toPoint())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        was_dragged, self._is_dragged = self._is_dragged, False
        was_pressed, self._pressed_at = self._pressed_at is not None, None
        if was_dragged:
            self.drag_ended.emit(event.globalPosition().toPoint())
        elif was_pressed and self._takes:
            self.pressed_with_hand.emit()
        elif was_pressed:
            self.showPopup()
