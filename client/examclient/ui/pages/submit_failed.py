"""Handing in did not work: the answers are safe, it is tried again, and help comes by raising a hand."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout

from examclient.domain.state import ExamState, LocalSaving
from examclient.errors import JournalError
from examclient.ui.pages.card_page import CardPage
from examclient.ui.pages.submitting import WIDTH_EM
from examclient.ui.sentence import Sentence, in_one_line
from examclient.ui.sentences import sentence_of, telephone_line
from examclient.ui.widgets.buttons import TwoStepButton, make_button
from examclient.ui.widgets.changes import set_enabled, set_shown, set_text
from examclient.ui.widgets.ended_line import EndedLine
from examclient.ui.widgets.labels import WordsOnDemand, make_label
from examclient.ui.widgets.login_again import LoginAgain, is_asked_for
from examclient.ui.widgets.sign import Sign
from examclient.ui.widgets.unsaved_line import UnsavedLine


class SubmitFailedPage(CardPage):
    """Says first what is true of the answers, then what to do.

    Signals:
        retry_requested(): try to hand in now rather than a little later.
        login_requested(str, str): both numbers, where the site wants them again.
        proctor_wanted(): the proctor wants the menu.
        export_wanted(): the proctor carries the answers out.
        left(): they are carried out; the machine is made ready for the next candidate.
    """

    proctor_wanted = Signal()
    export_wanted = Signal()
    left = Signal()
    retry_requested = Signal()
    login_requested = Signal(str, str)

    def __init__(self) -> None:
        super().__init__(WIDTH_EM)
        self._sign = Sign()
        self._title = make_label("title", wrap=True)
        self._advice = make_label("subtitle", wrap=True)
        self._ended = EndedLine()
        self._unsaved = UnsavedLine()
        self._waiting = make_label("muted", wrap=True)
        self.again = LoginAgain()
        self.again.login_requested.connect(self.login_requested)
        self.retry, self.export = make_button(""), make_button("")
        self._exported = WordsOnDemand("strong")
        self.leave = TwoStepButton("quiet")
        self.leave.agreed.connect(self.left)
        self.export.clicked.connect(self.export_wanted)
        self._small = WordsOnDemand("small")
        self.retry.clicked.connect(self.retry_requested)
        self._fill()
        self.add_proctor_entry().clicked.connect(self.proctor_wanted)
        self.retranslate()

    def show_changes(self, state: ExamState) -> None:
        """Say how the answers are, and that it goes on by itself."""
        sentence = self._sentence(state)
        self._sign.show_sign("failed" if _cannot_save(state) else "kept")
        set_text(self._title, sentence.title)
        set_text(self._advice, sentence.advice)
        self._ended.show_state(state)
        self._unsaved.show_state(state)
        waiting = state.lights.waiting
        words = self.tr("%n answer(s) not at the exam site yet.", "", waiting) if waiting else ""
        again = self.tr("This machine keeps trying by itself. Please leave it on.")
        set_text(self._waiting, in_one_line(words, again))
        self.again.show_state(state)
        set_enabled(self.retry, enabled=not state.busy)
        set_shown(self.retry, shown=self.again.isHidden())
        is_out = state.is_exported and not state.has_unsaved
        self._exported.say(self.tr("The answers are exported and checked.") if is_out else "")
        set_shown(self.leave, shown=is_out)
        self._small.say(telephone_line(state.trouble) if state.trouble else "")

    def retranslate(self) -> None:
        """Speak the new language."""
        set_text(self.retry, self.tr("Retry"))
        set_text(self.export, self.tr("Export"))
        asked = self.tr("The exported file has the answers. Press again to leave.")
        self.leave.set_words(self.tr("Leave"), asked)
        self.again.retranslate()

    def words(self) -> str:
        """The large and the advice, as one text."""
        return f"{self._title.text()} {self._advice.text()}"

    def _sentence(self, state: ExamState) -> Sentence:
        if _cannot_save(state):
            return sentence_of(JournalError(""), state.phase)
        if is_asked_for(state) or (state.busy and not self.again.isHidden()):
            return Sentence(
                self.tr("All your answers are safe on this machine."),
                self.tr("To hand them in, please type both numbers once more."),
            )
        if state.keeping or state.unkept:
            return Sentence(
                self.tr("The answers are safe on this machine, but for a file."),
                self.tr("Please raise your hand before you go."),
            )
        if state.by_deadline:
            over = self.tr("Time is over.") if state.orders.ended is None else self.tr("The exam has ended.")
            return Sentence(over, self.tr("Your answers are sealed on this machine. You may go."))
        return Sentence(
            self.tr("Submitting did not work."),
            self.tr("All your answers are safe on this machine. Please raise your hand."),
        )

    def _fill(self) -> None:
        labels = (self._sign, self._title, self._ended, self._advice, self._unsaved, self._waiting)
        for label in (*labels, self._exported, self._small):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        for label in labels:
            self.column.addWidget(label)
        self.column.addWidget(self.again)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addStretch(1)
        row.addWidget(self.retry)
        row.addWidget(self.export)
        row.addStretch(1)
        self.column.addLayout(row)
        self.column.addWidget(self._exported)
        self.column.addWidget(self.leave, 0, Qt.AlignmentFlag.AlignHCenter)
        self.column.addWidget(self._small)


def _cannot_save(state: ExamState) -> bool:
    return bool(state.unsaved) or state.lights.local is LocalSaving.FAILED
