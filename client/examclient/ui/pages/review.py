"""Before handing in: what is answered and what is not, and a second, deliberate step.

Rule: no Enter hands in, nor a Space that was meant for something else. The focus stands on the way back.
"""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from examclient.domain.progress import marks_of
from examclient.domain.state import ExamState
from examclient.ui.pages.page import Page
from examclient.ui.widgets.bar import make_bar
from examclient.ui.widgets.buttons import DeliberateButton, make_button
from examclient.ui.widgets.changes import set_shown, set_text
from examclient.ui.widgets.clock import TimeLeft
from examclient.ui.widgets.display_entry import DisplayEntry
from examclient.ui.widgets.labels import ElidedLabel
from examclient.ui.widgets.lights import LightsPanel
from examclient.ui.widgets.notice_bar import NoticeBar
from examclient.ui.widgets.proctor_entry import ProctorEntry
from examclient.ui.widgets.review_summary import ReviewSummary
from examclient.ui.widgets.scrolling import scrolls
from examclient.ui.widgets.submit_panel import SubmitPanel
from examclient.ui.widgets.tab_order import order_tabs


class ReviewPage(Page):
    """Counts and ways back. Knows nothing of how handing in is done.

    Signals:
        question_chosen(str): go to this question.
        back_requested(): go on answering.
        submit_confirmed(): hand in, confirmed.
        worry_seen(): what the bar says of saving was read.
        proctor_wanted(): the proctor wants the menu.
    """

    question_chosen = Signal(str)
    back_requested = Signal()
    submit_confirmed = Signal()
    worry_seen = Signal()
    proctor_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._title = ElidedLabel("subtitle")
        self.time_left = TimeLeft()
        self.notice = NoticeBar()
        self.notice.seen.connect(self.worry_seen)
        self.summary = ReviewSummary()
        self.lights = LightsPanel()
        self.back = make_button("primary")
        self.hand_in = DeliberateButton("submit")
        self.panel = SubmitPanel()
        self.display = DisplayEntry()
        self.proctor = ProctorEntry()
        self._stops: tuple[QWidget, ...] = ()
        self._lay_out()
        self._connect()
        self.retranslate()

    def show_changes(self, state: ExamState) -> None:
        """Count what is open and name it."""
        self._title.show_words(state.exam.title if state.exam else "")
        self.time_left.show_state(state)
        self.notice.show_state(state)
        self.lights.show_state(state)
        if state.paper is not None:
            marks = marks_of(state.paper, state.answers)
            self.summary.show_marks(marks)
            self.panel.show_marks(marks)
            self._order_tabs()

    def scrolled(self) -> QScrollArea:
        """The summary."""
        return self.summary

    def retranslate(self) -> None:
        """Speak the new language."""
        for part in (self.time_left, self.summary, self.panel):
            part.retranslate()
        set_text(self.back, self.tr("Back to the questions"))
        set_text(self.hand_in, self.tr("Hand in"))

    def take_keyboard(self) -> None:
        """Begin on the way back."""
        self.back.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Many numbers are scrolled through from the way back as well."""
        if not scrolls(self.summary, event):
            super().keyPressEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Whoever comes back later decides anew."""
        super().hideEvent(event)
        if not event.spontaneous():
            self.panel.hide()
            self._show_ways(shown=True)

    def _on_hand_in(self) -> None:
        self._show_ways(shown=False)
        self.panel.open()

    def _show_ways(self, *, shown: bool) -> None:
        """While the panel asks, only its own buttons are there, and nothing else moves."""
        for button in (self.back, self.hand_in):
            set_shown(button, shown=shown)

    def _order_tabs(self) -> None:
        """Tab goes down the page: the bars on top, the numbers, the way out."""
        ways = (self.panel.back, self.panel.hand_in, self.back, self.hand_in)
        stops = (self.notice.read, *self.summary.stops(), *ways)
        if stops != self._stops:
            self._stops = stops
            order_tabs(self.proctor, stops)

    def _connect(self) -> None:
        self.summary.question_chosen.connect(self.question_chosen)
        self.display.clicked.connect(self.display_wanted)
        self.proctor.clicked.connect(self.proctor_wanted)
        self.back.clicked.connect(self.back_requested)
        self.hand_in.clicked.connect(self._on_hand_in)
        self.panel.back_requested.connect(self.back_requested)
        self.panel.submit_confirmed.connect(self.submit_confirmed)

    def _lay_out(self) -> None:
        for button in (self.back, self.hand_in):
            policy = button.sizePolicy()
            policy.setRetainSizeWhenHidden(True)
            button.setSizePolicy(policy)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(
            make_bar("header", self._title, self.time_left, self.display, self.proctor, spacing=16)
        )
        whole.addWidget(self.notice)
        whole.addWidget(self.summary, 1)
        whole.addWidget(self.panel)
        whole.addWidget(make_bar("footer", self.lights, self.back, self.hand_in))
