"""The bar below the question: the two lights, the ways onward, and far right the way out."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from examclient.domain.state import ExamState
from examclient.ui.widgets.buttons import DeliberateButton, keep_focus_elsewhere, make_button, set_open
from examclient.ui.widgets.changes import set_spoken, set_text
from examclient.ui.widgets.fitted_frame import FittedFrame
from examclient.ui.widgets.flag_button import FlagButton
from examclient.ui.widgets.lights import LightsPanel
from examclient.ui.widgets.measure import ems
from examclient.ui.widgets.outline import Place

NARROW_EM = 40
"""Below this width, which is large text on a small screen, the ways onward are arrows."""


class ExamFooter(FittedFrame):
    """64 pixels. "Hand in" is far from "next" and only leads to the review.

    Signals:
        question_chosen(str): go to this question.
        flag_toggled(str, bool): flag this question, or take the flag away.
        review_requested(): see what is answered, and hand in.
    """

    question_chosen = Signal(str)
    flag_toggled = Signal(str, bool)
    review_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "footer")
        self.lights = LightsPanel()
        self.previous = make_button("")
        self.flag = FlagButton()
        self.next = make_button("primary")
        self.hand_in = DeliberateButton("submit")
        self._place: Place | None = None
        self._is_narrow = False
        keep_focus_elsewhere(self.previous, self.next)
        self.previous.clicked.connect(self._on_previous)
        self.flag.clicked.connect(self._on_flag)
        self.next.clicked.connect(self._on_next)
        self.hand_in.clicked.connect(self.review_requested)
        self._lay_out()

    def show_place(self, state: ExamState, place: Place | None) -> None:
        """Show the lights and which ways are open from this question."""
        self._place = place
        self.lights.show_state(state)
        self.flag.show_flag(flag=place is not None and place.part in state.answers.flagged)
        set_open(self.previous, wanted=bool(place and place.before), instead=self.next)
        set_open(self.next, wanted=bool(place and place.after), instead=self.previous)
        is_open = not state.is_looking_through
        set_open(self.flag, wanted=is_open and place is not None and place.number > 0, instead=self.next)
        set_open(self.hand_in, wanted=is_open, instead=self.next)

    def retranslate(self) -> None:
        """Speak the new language."""
        for button, words, arrow in (
            (self.previous, self.tr("Previous"), "←"),
            (self.next, self.tr("Next"), "→"),
        ):
            set_text(button, arrow if self._is_narrow else words)
            set_spoken(button, words)
        self.previous.setToolTip(self.tr("Previous question (Alt+←)"))
        self.flag.set_words(self.tr("Flag"), self.tr("Flagged"))
        self.flag.setToolTip(self.tr("Mark this question to come back to"))
        self.next.setToolTip(self.tr("Next question (Alt+→)"))
        set_text(self.hand_in, self.tr("Hand in"))
        self.hand_in.setToolTip(self.tr("First shows what is not answered yet"))

    def fit(self) -> None:
        """The lights are never cut: the ways onward become arrows instead."""
        is_narrow = ems(self) < NARROW_EM
        if is_narrow != self._is_narrow:
            self._is_narrow = is_narrow
            self.retranslate()

    def _on_previous(self) -> None:
        if self._place and self._place.before:
            self.question_chosen.emit(self._place.before)

    def _on_next(self) -> None:
        if self._place and self._place.after:
            self.question_chosen.emit(self._place.after)

    def _on_flag(self) -> None:
        if self._place:
            self.flag_toggled.emit(self._place.part, not self.flag.isChecked())

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(8)
        row.addWidget(self.lights, 1)
        row.addSpacing(8)
        row.addWidget(self.previous)
        row.addWidget(self.flag)
        row.addWidget(self.next)
        row.addSpacing(40)
        row.addWidget(self.hand_in)
