"""The bar on top of the exam: what is sat, by whom, how long still, and the ways to what is beside it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from examclient.domain.state import ExamState
from examclient.ui.widgets.buttons import keep_focus_elsewhere, make_button
from examclient.ui.widgets.changes import set_enabled, set_shown, set_text
from examclient.ui.widgets.clock import TimeLeft
from examclient.ui.widgets.display_entry import DisplayEntry
from examclient.ui.widgets.fitted_frame import FittedFrame
from examclient.ui.widgets.labels import ElidedLabel
from examclient.ui.widgets.measure import ems
from examclient.ui.widgets.more_entry import MoreEntry
from examclient.ui.widgets.proctor_entry import ProctorEntry
from examclient.ui.widgets.sound_check_sheet import is_offered
from examprotocol.messages import Candidate

SHOWN_WHOLE = 10
"""Admission numbers up to this length are not shortened."""

WIDE_EM = 60
"""Below this width, what is beside the exam stands in one menu: the time left is never cut."""


class ExamHeader(FittedFrame):
    """56 pixels.

    Signals:
        refresh_requested(): draw the question again and mend what is missing.
        cache_clear_requested(): load the paper afresh.
        display_wanted(): somebody wants to choose size and colours.
        proctor_wanted(): the proctor wants the menu.
        sound_wanted(): before the start, whether recordings will be heard.
    """

    proctor_wanted = Signal()
    display_wanted = Signal()
    refresh_requested = Signal()
    cache_clear_requested = Signal()
    sound_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "header")
        self._title = ElidedLabel("subtitle")
        self._candidate = ElidedLabel()
        self.time_left = TimeLeft()
        self.refresh = make_button("quiet")
        self.clear_cache = make_button("quiet")
        keep_focus_elsewhere(self.refresh, self.clear_cache)
        self.sound = make_button("quiet")
        self.sound.clicked.connect(self.sound_wanted)
        self.display = DisplayEntry()
        self.display.clicked.connect(self.display_wanted)
        self.proctor = ProctorEntry()
        self.proctor.clicked.connect(self.proctor_wanted)
        self.refresh.clicked.connect(self.refresh_requested)
        self.clear_cache.clicked.connect(self.cache_clear_requested)
        self.more = MoreEntry(self.sound, self.refresh, self.clear_cache, self.display, self.proctor)
        self.more.offer(self.sound, offered=False)
        self._lay_out()
        self.fit()

    def show_state(self, state: ExamState) -> None:
        """Show exam, candidate and time left; while the paper is being mended the buttons wait."""
        self._title.show_words(state.exam.title if state.exam else "")
        self._candidate.show_words(self._words_for(state.candidate) if state.candidate else "")
        set_shown(self._candidate, shown=state.candidate is not None)
        self.time_left.show_state(state)
        for button in (self.refresh, self.clear_cache):
            set_enabled(button, enabled=not state.busy)
        if is_offered(state) != self.more.offers(self.sound):
            self.more.offer(self.sound, offered=is_offered(state))
            self.fit()

    def retranslate(self) -> None:
        """Speak the new language."""
        set_text(self.sound, self.tr("Sound check"))
        set_text(self.refresh, self.tr("Refresh"))
        self.refresh.setToolTip(self.tr("Draw the question again and fetch what is missing (F5)"))
        set_text(self.clear_cache, self.tr("Clear cache"))
        self.clear_cache.setToolTip(self.tr("Load the paper afresh. Your answers are not touched."))
        self.time_left.retranslate()

    def fit(self) -> None:
        """The clock is never cut: what is beside the exam stands in one menu instead."""
        is_wide = ems(self) >= WIDE_EM
        for button in self.more.stands_for:
            set_shown(button, shown=is_wide and self.more.offers(button))
        set_shown(self.more, shown=not is_wide)

    def _words_for(self, candidate: Candidate) -> str:
        seat = self.tr("Seat {seat}").format(seat=candidate.seat) if candidate.seat else ""
        words = (candidate.name, shortened(candidate.admission_number), seat)
        return "　".join(word for word in words if word)

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 8, 0)
        row.setSpacing(8)
        row.addWidget(self._title, 5)
        row.addSpacing(8)
        row.addWidget(self._candidate, 4)
        row.addSpacing(8)
        row.addWidget(self.time_left)
        row.addSpacing(16)
        for button in (*self.more.stands_for, self.more):
            row.addWidget(button)


def shortened(number: str) -> str:
    """A long number by its ends, such as `2023…0417`."""
    return number if len(number) <= SHOWN_WHOLE else f"{number[:4]}…{number[-4:]}"
