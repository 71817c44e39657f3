"""A part of the page that scrolls, with a ring for whoever came to it by Tab."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QScrollArea

from examclient.ui.widgets.changes import set_mark

BY_TAB = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
LEAST = 120
"""Pixels that such a part keeps; the bars around it are not to be cut for it, since it scrolls."""


class RingedArea(QScrollArea):
    """Scrolls down, never sideways. Who clicked, or was brought here, knows where he is and gets no ring."""

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty("ringed", False)
        self.setMinimumHeight(LEAST)

    def widths_within(self, width: int) -> tuple[int, int]:
        """What its contents have where the area is `width` pixels wide: without the bar, and with it."""
        inside = width - 2 * self.frameWidth()
        return inside, inside - self.verticalScrollBar().sizeHint().width()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """A ring for whoever came here by Tab."""
        super().focusInEvent(event)
        set_mark(self, "ringed", event.reason() in BY_TAB)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Without the focus there is no ring."""
        super().focusOutEvent(event)
        set_mark(self, "ringed", value=False)
