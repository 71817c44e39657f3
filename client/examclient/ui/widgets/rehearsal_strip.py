"""The quiet sign on every page of a rehearsal that nothing of it counts."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from examclient.domain.state import ExamState
from examclient.ui.widgets.changes import set_shown, set_text


class RehearsalStrip(QLabel):
    """One line on top of the window, from the login to the end: it comes and goes while nobody answers."""

    def __init__(self) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setProperty("kind", "rehearsal")
        self.retranslate()
        self.hide()

    def show_state(self, state: ExamState) -> None:
        """Whether it is one."""
        set_shown(self, shown=state.is_rehearsal)

    def retranslate(self) -> None:
        """Speak the new language."""
        set_text(self, self.tr("Rehearsal: nothing of this counts"))
