"""A page that is one calm sheet in the middle of the window."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from examclient.domain.state import ExamState
from examclient.ui.pages.page import Page
from examclient.ui.sentence import in_one_line
from examclient.ui.widgets.changes import set_spoken
from examclient.ui.widgets.display_entry import DisplayEntry
from examclient.ui.widgets.measure import limit_width
from examclient.ui.widgets.proctor_entry import ProctorEntry
from examclient.ui.widgets.scrolling import scrolls
from examclient.ui.widgets.settling import settle_layouts
from examclient.ui.widgets.spoken import words_in

MARGIN = 24
LEAST = 80
"""Pixels that the sheet keeps; what stands below it is not to be cut for it, since the sheet scrolls."""


class CardPage(Page):
    """Holds the sheet; where the window is too low for it, it scrolls. Pages add to `column`,
    and bars above and below it to `whole`.
    """

    def __init__(self, width_em: int) -> None:
        super().__init__()
        self.card = QFrame()
        self.card.setProperty("kind", "card")
        limit_width(self.card, width_em)
        self.column = QVBoxLayout(self.card)
        self.column.setContentsMargins(40, 32, 40, 32)
        self.column.setSpacing(16)
        self.around = QVBoxLayout()
        self.whole = QVBoxLayout(self)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._lay_out()

    def show_state(self, state: ExamState) -> None:
        """Show a state; for a screen reader the title is the page's name, and the rest describes it."""
        super().show_state(state)
        title, *rest = words_in(self.column) or [""]
        set_spoken(self, title)
        if self.accessibleDescription() != (words := in_one_line(*rest)):
            self.setAccessibleDescription(words)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What does not fit into the window is reached without a mouse: the keys that scroll do, wherever the
        focus is, unless it is in a field that needs them.
        """
        if not scrolls(self.area, event):
            super().keyPressEvent(event)

    def add_proctor_entry(self) -> ProctorEntry:
        """The ways to display and proctor's menu, in the lower right corner of the page."""
        entry = ProctorEntry()
        self.add_display_entry(entry)
        return entry

    def add_display_entry(self, *others: QWidget) -> None:
        """The way to the display alone, or before others."""
        display = DisplayEntry()
        display.clicked.connect(self.display_wanted)
        row = QHBoxLayout()
        row.setContentsMargins(MARGIN, 0, MARGIN, 4)
        self.around.setContentsMargins(MARGIN, MARGIN // 2, MARGIN, 0)
        row.addStretch(1)
        row.setSpacing(8)
        for entry in (display, *others):
            row.addWidget(entry)
        self.whole.addLayout(row)

    def scrolled(self) -> QScrollArea:
        """The sheet."""
        return self.area

    def bring_into_sight(self, widget: QWidget) -> None:
        """Scroll to a widget that has just appeared; on a low window it may lie below the edge."""
        settle_layouts()
        self.area.ensureWidgetVisible(widget, 0, MARGIN)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.card, 1000)
        row.addStretch(1)
        inside = QWidget()
        self.around = QVBoxLayout(inside)
        self.around.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        self.around.setSpacing(16)
        self.around.addStretch(2)
        self.around.addLayout(row)
        self.around.addStretch(3)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setMinimumHeight(LEAST)
        self.area.setWidget(inside)
        inside.setAutoFillBackground(False)
        self.whole.setContentsMargins(0, 0, 0, 0)
        self.whole.setSpacing(0)
        self.whole.addWidget(self.area, 1)
