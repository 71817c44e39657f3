"""The question that the close button asks while an exam runs, instead of a window that vanishes."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout

from examclient.domain.phases import Phase
from examclient.domain.state import ExamState, LocalSaving
from examclient.ui.widgets.buttons import DeliberateButton, make_button
from examclient.ui.widgets.changes import set_mark, set_text
from examclient.ui.widgets.labels import make_label


class ClosingBar(QFrame):
    """Hidden until somebody tries to close.

    Signals:
        closing_confirmed(): close the program.
    """

    closing_confirmed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "notice")
        self._is_safe = True
        self._is_over = False
        self._words = make_label(wrap=True)
        self.stay = make_button("primary")
        self.close_now = DeliberateButton("")
        self.stay.clicked.connect(self.hide)
        self.close_now.clicked.connect(self.closing_confirmed)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 16, 8)
        row.setSpacing(16)
        row.addWidget(self._words, 1)
        row.addWidget(self.close_now)
        row.addWidget(self.stay)
        self.retranslate()
        self.hide()

    def show_state(self, state: ExamState) -> None:
        """Know whether the answers are on disk."""
        self._is_safe = state.lights.local is not LocalSaving.FAILED
        self._is_over = state.phase in (Phase.SUBMITTING, Phase.SUBMIT_FAILED)
        set_mark(self, "level", "warning" if self._is_safe else "error")
        self._speak()

    def ask(self) -> None:
        """Come to the front; the focus stands on staying."""
        self.show()
        self.stay.setFocus(Qt.FocusReason.OtherFocusReason)

    def retranslate(self) -> None:
        """Speak the new language."""
        set_text(self.close_now, self.tr("Close"))
        self._speak()

    def _speak(self) -> None:
        set_text(self.stay, self.tr("Leave it open") if self._is_over else self.tr("Stay in the exam"))
        if self._is_safe and self._is_over:
            words = self.tr(
                "Your answers are saved on this machine. If you close, they are handed in when the program "
                "is started again."
            )
        elif self._is_safe:
            words = self.tr(
                "Your answers are saved on this machine. If you close, log in again to go on where you were."
            )
        else:
            words = self.tr("This machine cannot save at the moment. Do not close: please raise your hand.")
        set_text(self._words, words)
