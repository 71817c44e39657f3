"""The bar below the question: the two lights, the ways onward, and far right the way out."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton

from examclient.domain.state import ExamState
from examclient.ui.widgets.buttons import DeliberateButton, keep_focus_elsewhere, make_button
from examclient.ui.widgets.changes import set_enabled, set_text
from examclient.ui.widgets.flag_button import FlagButton
from examclient.ui.widgets.lights import LightsPanel
from examclient.ui.widgets.outline import Place


class ExamFooter(QFrame):
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
        self.flag.show_flag(flag=place is not None and place.question.id in state.answers.flagged)
        _open(self.previous, wanted=bool(place and place.before), instead=self.next)
        _open(self.next, wanted=bool(place and place.after), instead=self.previous)
        _open(self.flag, wanted=place is not None and place.number > 0, instead=self.next)

    def retranslate(self) -> None:
        """Speak the new language."""
        set_text(self.previous, self.tr("Previous"))
        self.previous.setToolTip(self.tr("Previous question (Alt+←)"))
        self.flag.set_words(self.tr("Flag"), self.tr("Flagged"))
        self.flag.setToolTip(self.tr("Mark this question to come back to"))
        set_text(self.next, self.tr("Next"))
        self.next.setToolTip(self.tr("Next question (Alt+→)"))
        set_text(self.hand_in, self.tr("Hand in"))
        self.hand_in.setToolTip(self.tr("First shows what is not answered yet"))

    def _on_previous(self) -> None:
        if self._place and self._place.before:
            self.question_chosen.emit(self._place.before)

    def _on_next(self) -> None:
        if self._place and self._place.after:
            self.question_chosen.emit(self._place.after)

    def _on_flag(self) -> None:
        if self._place:
            self.flag_toggled.emit(self._place.question.id, not self.flag.isChecked())

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


def _open(button: QPushButton, *, wanted: bool, instead: QPushButton) -> None:
    """Enable a button or not; the focus of one that closes stays beside it, never goes on to "hand in"."""
    if not wanted and button.hasFocus():
        instead.setEnabled(True)
        instead.setFocus(Qt.FocusReason.OtherFocusReason)
    set_enabled(button, enabled=wanted)
