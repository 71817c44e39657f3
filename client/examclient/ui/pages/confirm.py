"""Is this you? Nobody begins under another candidate's name."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from examclient.domain.state import ExamState
from examclient.ui.pages.card_page import CardPage
from examclient.ui.widgets.alert import Alert
from examclient.ui.widgets.buttons import make_button
from examclient.ui.widgets.changes import set_enabled, set_text
from examclient.ui.widgets.facts import Facts
from examclient.ui.widgets.labels import WordsOnDemand, make_label
from examclient.ui.widgets.times import day_and_minute, to_the_minute
from examprotocol.messages import Candidate, Exam


class ConfirmPage(CardPage):
    """Shows who has logged in, and for which exam.

    Signals:
        confirmed(): that is me.
        not_me(): that is somebody else.
    """

    confirmed = Signal()
    not_me = Signal()

    def __init__(self) -> None:
        super().__init__(36)
        self._title = make_label("subtitle")
        self._name = make_label("name", wrap=True)
        self._facts = Facts(6)
        self._unknown = WordsOnDemand("")
        self.alert = Alert()
        self.deny = make_button("")
        self.confirm = make_button("primary")
        self.deny.clicked.connect(self.not_me)
        self.confirm.clicked.connect(self.confirmed)
        self._fill()
        self.add_display_entry()
        self.retranslate()

    def show_changes(self, state: ExamState) -> None:
        """Show the candidate and the exam."""
        if state.candidate is not None and state.exam is not None:
            self._show_person(state.candidate, state.exam)
        self.alert.show_trouble(state)
        for button in (self.deny, self.confirm):
            set_enabled(button, enabled=not state.busy)
        words = self.tr("One moment …") if state.busy else self.tr("Yes, this is me")
        set_text(self.confirm, words)

    def retranslate(self) -> None:
        """Speak the new language."""
        set_text(self._title, self.tr("Is this you?"))
        set_text(self.deny, self.tr("No, this is not me"))
        set_text(self.confirm, self.tr("Yes, this is me"))

    def _show_person(self, candidate: Candidate, exam: Exam) -> None:
        set_text(self._name, candidate.name or candidate.admission_number)
        words = self.tr(
            "This machine does not know your name, and shows the planned time. More time of your own counts "
            "as soon as the exam site can be reached."
        )
        self._unknown.say("" if candidate.name else words)
        self._facts.show_facts(
            (self.tr("Admission number"), candidate.admission_number),
            (self.tr("Identity number"), candidate.identity_masked),
            (self.tr("Seat"), candidate.seat),
            (self.tr("Exam"), exam.title),
            (self.tr("Time"), f"{day_and_minute(exam.start)} – {to_the_minute(exam.end)}"),
            (self.tr("Exam site"), exam.site),
        )

    def _fill(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(self.deny)
        row.addStretch(1)
        row.addWidget(self.confirm)
        for widget in (self._title, self._name, self._facts, self._unknown, self.alert):
            self.column.addWidget(widget)
        self.column.addSpacing(8)
        self.column.addLayout(row)
