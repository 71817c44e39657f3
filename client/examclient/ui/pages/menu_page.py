"""What a proctor works on: a sheet between the exam's title with the time left, and the two lights.

Rule: whoever sits here loses nothing of what has to be seen, also while a proctor works over the page.
"""

from PySide6.QtWidgets import QWidget

from examclient.domain.phases import Phase
from examclient.domain.state import ExamState
from examclient.ui.pages.card_page import CardPage
from examclient.ui.widgets.bar import make_bar
from examclient.ui.widgets.buttons import make_button
from examclient.ui.widgets.changes import set_shown
from examclient.ui.widgets.clock import TimeLeft
from examclient.ui.widgets.labels import ElidedLabel
from examclient.ui.widgets.lights import LightsPanel
from examclient.ui.widgets.notice_bar import NoticeBar

AT_WORK = (Phase.PREPARING, Phase.WAITING, Phase.ANSWERING, Phase.REVIEWING)
"""While somebody waits for the start or answers; then nothing that has to be read may hide."""

WIDTH_EM = 44
CLOSE, APART = 12, 40
"""Pixels between the buttons of the lower edge."""


class MenuPage(CardPage):
    """The frame; `back` is the way out, in the lower right corner."""

    def __init__(self) -> None:
        super().__init__(WIDTH_EM)
        self._exam = ElidedLabel("subtitle")
        self.time_left = TimeLeft()
        self.notice = NoticeBar()
        self.back = make_button("primary")
        self.lights = LightsPanel()
        self.column.setContentsMargins(40, 24, 40, 16)
        self.whole.insertWidget(0, make_bar("header", self._exam, self.time_left))
        self.whole.insertWidget(1, self.notice)

    def add_footer(self, *others: QWidget) -> None:
        """The lower edge, below whatever the page has put there; other buttons stand before the way out."""
        spacing = CLOSE if others else APART
        self.whole.addWidget(make_bar("footer", self.lights, *others, self.back, spacing=spacing))

    def show_frame(self, state: ExamState, title: str) -> None:
        """Show the exam, its time and how the answers stand; without an exam the page's own title."""
        self._exam.show_words(state.exam.title if state.exam else title)
        is_at_work = state.phase in AT_WORK
        set_shown(self.time_left, shown=is_at_work)
        self.time_left.show_state(state)
        set_shown(self.notice, shown=is_at_work)
        self.notice.show_state(state)
        self.lights.show_state(state)
        for light in (self.lights.local, self.lights.site):
            set_shown(light, shown=state.candidate is not None)

    def retranslate(self) -> None:
        """Speak the new language."""
        self.time_left.retranslate()
