"""While the answers are being handed in: nothing to do, and the truth about where they are."""

from PySide6.QtCore import Qt, Signal

from examclient.domain.state import ExamState
from examclient.ui.pages.card_page import CardPage
from examclient.ui.widgets.changes import set_text
from examclient.ui.widgets.ended_line import EndedLine
from examclient.ui.widgets.labels import make_label
from examclient.ui.widgets.sign import Sign
from examclient.ui.widgets.unsaved_line import names_in_words

WIDTH_EM = 36


class SubmittingPage(CardPage):
    """Says what is true.

    Signals:
        proctor_wanted(): the proctor wants the menu.
    """

    proctor_wanted = Signal()

    def __init__(self) -> None:
        super().__init__(WIDTH_EM)
        self._sign = Sign()
        self._title = make_label("title", wrap=True)
        self._ended = EndedLine()
        self._kept = make_label(wrap=True)
        self._waiting = make_label("muted", wrap=True)
        self._sign.show_sign("sending")
        for widget in (self._sign, self._title, self._ended, self._kept, self._waiting):
            widget.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            self.column.addWidget(widget)
        self.add_proctor_entry().clicked.connect(self.proctor_wanted)
        self.retranslate()

    def show_changes(self, state: ExamState) -> None:
        """Say why, and how much is still on its way."""
        over = self.tr("Time is over. Your answers are being handed in.")
        is_over = state.by_deadline and state.orders.ended is None
        set_text(self._title, over if is_over else self.tr("Your answers are being handed in."))
        self._ended.show_state(state)
        set_text(self._kept, self._where_they_are(state))
        set_text(self._waiting, "" if state.unsaved or state.keeping else self._what_is_missing(state))

    def retranslate(self) -> None:
        """All words depend on the state."""

    def _where_they_are(self, state: ExamState) -> str:
        if state.unsaved:
            return self.tr(
                "What was written last is being saved on this machine. Please stay seated; if this page "
                "stays, raise your hand."
            )
        if state.keeping:
            words = self.tr(
                "A file is still being saved on this machine: {names}. Please stay seated; if this page "
                "stays, raise your hand."
            )
            return words.format(names=names_in_words(state.keeping))
        return self.tr("They are saved on this machine. Please stay seated for a moment.")

    def _what_is_missing(self, state: ExamState) -> str:
        waiting = state.lights.waiting
        words = self.tr("%n answer(s) on the way to the exam site.", "", waiting)
        return words if waiting else self.tr("The exam site is making the receipt.")
