"""In the proctor's menu: close the client for good."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout

from examclient.domain.state import ExamState
from examclient.ui.widgets.buttons import DeliberateButton
from examclient.ui.widgets.changes import set_text
from examclient.ui.widgets.labels import make_label
from examclient.ui.widgets.unsaved_line import names_in_words


class EndClient(QFrame):
    """One button, and what closing means for the answers.

    Signals:
        end_wanted(): close the client.
    """

    end_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._name = make_label("subtitle", wrap=True)
        self._advice = make_label(wrap=True)
        self.wanted = DeliberateButton("")
        self.wanted.clicked.connect(self.end_wanted)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._name)
        column.addWidget(self._advice)
        column.addWidget(self.wanted, 0, Qt.AlignmentFlag.AlignLeft)

    def show_state(self, state: ExamState) -> None:
        """Say what becomes of the answers of who sits here."""
        set_text(self._advice, self._what_becomes_of(state))

    def retranslate(self) -> None:
        """Speak the new language."""
        set_text(self._name, self.tr("Close the client"))
        set_text(self.wanted, self.tr("Close the client"))

    def _what_becomes_of(self, state: ExamState) -> str:
        if state.candidate is None:
            return self.tr("Nobody sits here at the moment.")
        if state.keeping:
            words = self.tr("Please wait: a file is still being saved on this machine: {names}")
            return words.format(names=names_in_words(state.keeping))
        return self.tr(
            "What is typed is saved first. When the client is started again, the exam goes on where it was."
        )
