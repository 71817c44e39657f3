"""The exam goes on at another machine."""

from PySide6.QtCore import Qt, Signal

from examclient.domain.state import ExamState
from examclient.ui.pages.card_page import CardPage
from examclient.ui.pages.submitting import WIDTH_EM
from examclient.ui.widgets.changes import set_text
from examclient.ui.widgets.labels import make_label
from examclient.ui.widgets.next_candidate import NextCandidate
from examclient.ui.widgets.sign import Sign
from examclient.ui.widgets.unsaved_line import UnsavedLine


class MovedPage(CardPage):
    """Says so, and what becomes of the answers that were given here.

    Signals:
        left(): the proctor makes the machine ready for the next candidate.
    """

    left = Signal()

    def __init__(self) -> None:
        super().__init__(WIDTH_EM)
        self._sign = Sign()
        self._title = make_label("title", wrap=True)
        self._advice = make_label(wrap=True)
        self._waiting = make_label("muted", wrap=True)
        self.next_candidate = NextCandidate()
        self.next_candidate.agreed.connect(self.left)
        self._sign.show_sign("moved")
        self._unsaved = UnsavedLine()
        for label in (self._sign, self._title, self._advice, self._unsaved, self._waiting):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            self.column.addWidget(label)
        self.column.addSpacing(8)
        self.column.addWidget(self.next_candidate, 0, Qt.AlignmentFlag.AlignHCenter)
        self.retranslate()

    def show_changes(self, state: ExamState) -> None:
        """Say what is still to be saved and to be sent."""
        self._unsaved.show_state(state)
        self.next_candidate.show_state(state)
        waiting = state.lights.waiting
        still = self.tr("%n answer(s) still to be sent to the exam site. Please leave it on.", "", waiting)
        sent = self.tr("Everything that was written here is at the exam site.")
        set_text(self._waiting, still if waiting or state.unsaved else sent)

    def retranslate(self) -> None:
        """Speak the new language."""
        set_text(self._title, self.tr("Your exam goes on at another machine."))
        set_text(self._advice, self.tr("What you wrote here is kept. This machine takes no more answers."))
