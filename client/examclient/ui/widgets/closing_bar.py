"""The question that the close button asks while an exam runs, instead of a window that vanishes."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget
from shiboken6 import isValid

from examclient.domain.phases import Phase
from examclient.domain.state import ExamState, LocalSaving
from examclient.ui.widgets.buttons import DeliberateButton, make_button
from examclient.ui.widgets.changes import set_mark, set_shown, set_text
from examclient.ui.widgets.labels import make_label


class ClosingBar(QFrame):
    """Hidden until somebody tries to close.

    Signals:
        closing_confirmed(): close the program.
        restart_requested(): close it and start it again, which anybody may.
    """

    closing_confirmed = Signal()
    restart_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "notice")
        self._is_safe = True
        self._is_over = self._is_keeping = False
        self._is_held = self._can_restart = False
        self._before: QWidget | None = None
        self._words = make_label(wrap=True)
        self.stay = make_button("primary")
        self.close_now = DeliberateButton("")
        self.stay.clicked.connect(self._on_stay)
        self.close_now.clicked.connect(self._on_close_now)
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
        self._is_keeping = bool(state.keeping)
        self._is_over = state.phase in (Phase.SUBMITTING, Phase.SUBMIT_FAILED)
        set_mark(self, "level", "warning" if self._is_safe else "error")
        self._speak()

    def hold(self, *, held: bool, can_restart: bool) -> None:
        """From now on only a proctor closes the program; others may at most restart it."""
        self._is_held, self._can_restart = held, can_restart
        set_shown(self.close_now, shown=can_restart or not held)
        self._speak()

    def ask(self) -> None:
        """Come to the front; the focus stands on staying, and afterwards where it was before."""
        if self.isHidden():
            self._before = self.window().focusWidget()
        self.show()
        self.stay.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape stays."""
        if event.key() == Qt.Key.Key_Escape:
            self._on_stay()
        else:
            super().keyPressEvent(event)

    def retranslate(self) -> None:
        """Speak the new language."""
        self._speak()

    def _on_stay(self) -> None:
        before, self._before = self._before, None
        self.hide()
        if before is not None and isValid(before) and before.isVisible():
            before.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_close_now(self) -> None:
        (self.restart_requested if self._is_held else self.closing_confirmed).emit()

    def _speak(self) -> None:
        set_text(self.close_now, self.tr("Restart the client") if self._is_held else self.tr("Close"))
        set_text(self.stay, self.tr("Leave it open") if self._is_over else self.tr("Stay in the exam"))
        set_text(self._words, self._held_words() if self._is_held else self._words_to_close())

    def _held_words(self) -> str:
        if not self._is_safe:
            return self.tr("This machine cannot save at the moment. Do not restart: please raise your hand.")
        if self._is_keeping:
            return self._words_of_files()
        if self._can_restart:
            return self.tr(
                "Your answers are saved on this machine. A restart brings you back to where you were. "
                "Only a proctor can close the client for good."
            )
        return self.tr("Your answers are saved on this machine. Only a proctor can close the client.")

    def _words_of_files(self) -> str:
        return self.tr("A file is still being saved on this machine. Please wait: else it will be missing.")

    def _words_to_close(self) -> str:
        if self._is_safe and self._is_keeping:
            return self._words_of_files()
        if self._is_safe and self._is_over:
            return self.tr(
                "Your answers are saved on this machine. If you close, they are handed in when the program "
                "is started again."
            )
        if self._is_safe:
            return self.tr(
                "Your answers are saved on this machine. If you close, log in again to go on where you were."
            )
        return self.tr("This machine cannot save at the moment. Do not close: please raise your hand.")
