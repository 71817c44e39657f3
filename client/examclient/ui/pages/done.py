"""The end: handed in, with a receipt."""

from PySide6.QtCore import Qt, Signal

from examclient.domain.state import ExamState, ReceiptSummary
from examclient.ui.pages.card_page import CardPage
from examclient.ui.pages.submitting import WIDTH_EM
from examclient.ui.widgets.buttons import TwoStepButton
from examclient.ui.widgets.changes import set_text
from examclient.ui.widgets.labels import make_label
from examclient.ui.widgets.sign import Sign
from examclient.ui.widgets.times import day_and_minute


class DonePage(CardPage):
    """Shows the receipt. The way to the next candidate is quiet and takes two clicks.

    Signals:
        left(): the proctor makes the machine ready for the next candidate.
    """

    left = Signal()

    def __init__(self) -> None:
        super().__init__(WIDTH_EM)
        self._sign = Sign()
        self._sign.show_sign("saved")
        self._title = make_label("title", wrap=True)
        self._go = make_label("subtitle", wrap=True)
        self._code_name = make_label("muted")
        self._code = make_label("code")
        self._counts = make_label(wrap=True)
        self._candidate = make_label("muted", wrap=True)
        self.next_candidate = TwoStepButton("quiet")
        self.next_candidate.agreed.connect(self.left)
        self._fill()
        self.retranslate()

    def show_changes(self, state: ExamState) -> None:
        """Show whose receipt it is and what it says."""
        if state.candidate is not None:
            words = (state.candidate.name, state.candidate.admission_number)
            set_text(self._candidate, "　".join(word for word in words if word))
        if state.receipt is not None:
            self._show_receipt(state.receipt)

    def retranslate(self) -> None:
        """Speak the new language."""
        set_text(self._title, self.tr("Handed in. The exam site has all your answers."))
        set_text(self._go, self.tr("You may go."))
        set_text(self._code_name, self.tr("Receipt code"))
        self.next_candidate.set_words(
            self.tr("Next candidate"), self.tr("Leave this page? Press again to leave it.")
        )

    def code(self) -> str:
        """The receipt code on the screen."""
        return self._code.text()

    def _show_receipt(self, receipt: ReceiptSummary) -> None:
        set_text(self._code, receipt.code)
        words = self.tr("{time} · {n} of {m} questions answered")
        time = day_and_minute(receipt.at)
        set_text(self._counts, words.format(time=time, n=receipt.answered, m=receipt.questions))

    def _fill(self) -> None:
        self._code.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        labels = (self._sign, self._title, self._code_name, self._code, self._counts, self._candidate)
        for label in (*labels, self._go):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            self.column.addWidget(label)
        self.column.addSpacing(8)
        self.column.addWidget(self.next_candidate, 0, Qt.AlignmentFlag.AlignHCenter)
