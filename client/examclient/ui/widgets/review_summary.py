"""What is answered, what is not and what is flagged, each number a way there."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from examclient.domain.progress import Mark
from examclient.ui.widgets.changes import set_text
from examclient.ui.widgets.labels import make_label
from examclient.ui.widgets.measure import limit_width
from examclient.ui.widgets.number_group import NumberGroup

WIDTH_EM = 50


class ReviewSummary(QScrollArea):
    """Scrolls where there are many.

    Signals:
        question_chosen(str): go to this question.
    """

    question_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._summary = make_label("title", wrap=True)
        self._advice = make_label("muted", wrap=True)
        self.unanswered, self.begun, self.flagged = NumberGroup(), NumberGroup(), NumberGroup()
        for group in (self.unanswered, self.begun, self.flagged):
            group.question_chosen.connect(self.question_chosen)
        self._lay_out()

    def show_marks(self, marks: tuple[Mark, ...]) -> None:
        """Count and name the questions."""
        blank = tuple(mark for mark in marks if not mark.answered and not mark.begun)
        begun = tuple(mark for mark in marks if mark.begun)
        flagged = tuple(mark for mark in marks if mark.flagged)
        answered = len(marks) - len(blank) - len(begun)
        set_text(self._summary, self.tr("Answered {n} of {m}").format(n=answered, m=len(marks)))
        is_open = bool(blank or begun or flagged)
        open_words = self.tr("Press a number to go to its question.")
        set_text(self._advice, open_words if is_open else self.tr("Every question has an answer."))
        self.unanswered.show_numbers(self.tr("Not answered: {n}").format(n=len(blank)), blank)
        self.begun.show_numbers(self.tr("Begun, not complete: {n}").format(n=len(begun)), begun)
        self.flagged.show_numbers(self.tr("Flagged: {n}").format(n=len(flagged)), flagged)

    def retranslate(self) -> None:
        """Speak the new language when it is shown next."""
        for group in (self.unanswered, self.begun, self.flagged):
            group.retranslate()

    def stops(self) -> list[QWidget]:
        """Where Tab enters each group, from top to bottom."""
        return [stop for group in (self.unanswered, self.begun, self.flagged) if (stop := group.stop())]

    def summary(self) -> str:
        """The count in words."""
        return self._summary.text()

    def _lay_out(self) -> None:
        card = QFrame()
        card.setProperty("kind", "card")
        column = QVBoxLayout(card)
        column.setContentsMargins(40, 32, 40, 32)
        column.setSpacing(16)
        for widget in (self._summary, self._advice, self.unanswered, self.begun, self.flagged):
            column.addWidget(widget)
        inside = QWidget()
        limit_width(inside, WIDTH_EM)
        around = QVBoxLayout(inside)
        around.setContentsMargins(16, 16, 16, 24)
        around.addWidget(card)
        around.addStretch(1)
        self.setWidgetResizable(True)
        self.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(inside)
