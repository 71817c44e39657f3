"""A list to choose from that keeps still while the page is scrolled over it."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QWheelEvent
from PySide6.QtWidgets import QComboBox, QStyledItemDelegate, QWidget

from examclient.ui.signs import paint_chevron


class QuietCombo(QComboBox):
    """Never answers the wheel: a turn of it must scroll the page, not change an answer.

    Its first row is the invitation to choose; choosing that again clears.
    """

    def __init__(self, items: Sequence[tuple[str, str]] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.addItem("", "")
        for value, words in items:
            self.addItem(words, value)
        self._has_tall_rows = False

    def value(self) -> str:
        """The value chosen, or an empty text."""
        return str(self.currentData() or "")

    def show_value(self, value: str) -> None:
        """Show a value; one that is not in the list shows as not chosen."""
        self.setCurrentIndex(max(0, self.findData(value)))

    def set_invitation(self, words: str) -> None:
        """What stands there while nothing is chosen."""
        self.setItemText(0, words)

    def sizeHint(self) -> QSize:
        """Wide enough for its longest row in the paper's font, which comes only with the style sheet."""
        self.ensurePolished()
        return super().sizeHint()

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def showPopup(self) -> None:
        if not self._has_tall_rows:  # rows take their height from the style sheet with this delegate only
            self._has_tall_rows = True
            self.setItemDelegate(QStyledItemDelegate(self))
        self.view().setMinimumWidth(max(self.width(), self.view().sizeHintForColumn(0) + 32))
        super().showPopup()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        side = self.fontMetrics().height() * 0.75
        box = QRectF(self.width() - side - 10, (self.height() - side) / 2, side, side)
        role = QPalette.ColorRole.Text if self.isEnabled() else QPalette.ColorRole.PlaceholderText
        paint_chevron(QPainter(self), box, self.palette().color(role))
