"""The end: handed in, with a receipt.

Rule: it says that the site has everything only while that is true of what was typed on this machine.
"""

from PySide6.QtCore import Qt, Signal

from examclient.domain.state import ExamState, ReceiptSummary
from examclient.ui.pages.card_page import CardPage
from examclient.ui.pages.submitting import WIDTH_EM
from examclient.ui.sentence import Sentence
from examclient.ui.widgets.changes import set_shown, set_text
from examclient.ui.widgets.ended_line import EndedLine
from examclient.ui.widgets.labels import make_label
from examclient.ui.widgets.next_candidate import NextCandidate
from examclient.ui.widgets.sign import Sign
from examclient.ui.widgets.times import day_and_minute
from examclient.ui.widgets.unsaved_line import UnsavedLine


class DonePage(CardPage):
    """Shows the receipt. The way to the next candidate is quiet and takes two clicks.

    Signals:
        left(): the proctor makes the machine ready for the next candidate.
        proctor_wanted(): the proctor wants the menu.
    """

    left = Signal()
    proctor_wanted = Signal()

    def __init__(self) -> None:
        super().__init__(WIDTH_EM)
        self._sign = Sign()
        self._title = make_label("title", wrap=True)
        self._go = make_label("subtitle", wrap=True)
        self._ended = EndedLine()
        self._unsaved = UnsavedLine()
        self._late = make_label(wrap=True)
        self._code_name = make_label("muted")
        self._code = make_label("code")
        self._counts = make_label(wrap=True)
        self._candidate = make_label("muted", wrap=True)
        self.next_candidate = NextCandidate()
        self.next_candidate.agreed.connect(self.left)
        self._fill()
        self.add_proctor_entry().clicked.connect(self.proctor_wanted)
        self.retranslate()

    def show_changes(self, state: ExamState) -> None:
        """Show what is true of the answers, whose receipt it is and what it says."""
        self._show_standing(state)
        if state.candidate is not None:
            words = (state.candidate.name, state.candidate.admission_number)
            set_text(self._candidate, "　".join(word for word in words if word))
        if state.receipt is not None:
            self._show_receipt(state.receipt)

    def retranslate(self) -> None:
        """Speak the new language."""
        set_text(self._code_name, self.tr("Receipt code"))

    def code(self) -> str:
        """The receipt code on the screen."""
        return self._code.text()

    def _show_standing(self, state: ExamState) -> None:
        sentence = self._sentence(state)
        self._sign.show_sign(_sign(state))
        set_text(self._title, sentence.title)
        set_text(self._go, sentence.advice)
        self._ended.show_state(state)
        self._unsaved.show_state(state)
        self.next_candidate.show_state(state)

    def _sentence(self, state: ExamState) -> Sentence:
        if state.unsaved:
            return Sentence(
                self.tr("Handed in, but this machine could not save the last change."),
                self.tr("Please raise your hand before you go, and leave this machine on: it keeps trying."),
            )
        about_files = self._about_files(state)
        if about_files is not None:
            return about_files
        if state.lights.waiting:
            return Sentence(
                self.tr("Handed in. Your last change is saved here and on its way to the exam site."),
                self.tr("Please stay seated for a moment. If this page stays, raise your hand."),
            )
        return Sentence(self.tr("Handed in. The exam site has all your answers."), self.tr("You may go."))

    def _about_files(self, state: ExamState) -> Sentence | None:
        """What a candidate has to know of files that are not at the exam site."""
        if state.keeping:
            return Sentence(
                self.tr("Handed in, but a file is still being saved on this machine."),
                self.tr("It follows by itself. If this page stays, raise your hand before you go."),
            )
        if state.unkept:
            return Sentence(
                self.tr("Handed in, but without a file that could not be saved."),
                self.tr("Please raise your hand before you go."),
            )
        if state.elsewhere_files:
            return Sentence(
                self.tr("Handed in, but a file is still on another machine."),
                self.tr(
                    "It comes by itself when that machine is back. Please raise your hand before you go."
                ),
            )
        return None

    def _show_receipt(self, receipt: ReceiptSummary) -> None:
        set_text(self._code, receipt.code)
        words = self.tr("{time} · {n} of {m} questions answered")
        time = day_and_minute(receipt.at)
        set_text(self._counts, words.format(time=time, n=receipt.answered, m=receipt.questions))
        late = self.tr("What you wrote after the end is kept as well. The staff decide whether it counts.")
        set_text(self._late, late if receipt.has_late else "")
        set_shown(self._late, shown=receipt.has_late)

    def _fill(self) -> None:
        self._code.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        receipt = (self._code_name, self._code, self._counts, self._candidate)
        for label in (self._sign, self._title, self._ended, self._unsaved, *receipt, self._late, self._go):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            self.column.addWidget(label)
        self.column.addSpacing(8)
        self.column.addWidget(self.next_candidate, 0, Qt.AlignmentFlag.AlignHCenter)


def _sign(state: ExamState) -> str:
    if state.unsaved or (state.unkept and not state.keeping):
        return "failed"
    return "sending" if state.lights.waiting or state.keeping else "saved"
