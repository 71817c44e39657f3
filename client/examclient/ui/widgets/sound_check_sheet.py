"""The sound check in the place of the paper, for whoever looks the paper through before the start."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from examclient.domain.state import ExamState
from examclient.ui.widgets.buttons import make_button
from examclient.ui.widgets.changes import set_text
from examclient.ui.widgets.measure import limit_width
from examclient.ui.widgets.sound_check import SoundCheckPanel

WIDTH_EM = 44


class SoundCheckSheet(QScrollArea):
    """Hidden until it is asked for. It scrolls: beside the paper there is no room for all that it may say.

    Signals:
        left(): back to the paper.
    """

    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.panel = SoundCheckPanel()
        self.back = make_button("primary")
        self.back.clicked.connect(self.left)
        inside = QWidget()
        limit_width(inside, WIDTH_EM)
        column = QVBoxLayout(inside)
        column.setContentsMargins(40, 24, 24, 24)
        column.setSpacing(24)
        column.addWidget(self.panel)
        column.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(inside)
        inside.setAutoFillBackground(False)
        self.hide()

    def show_state(self, state: ExamState) -> None:
        """Show how the check stands; once the exam has begun there is the paper and nothing else."""
        self.panel.show_state(state)
        if not self.isHidden() and not is_offered(state):
            self.left.emit()

    def retranslate(self) -> None:
        """Speak the new language."""
        self.panel.retranslate()
        set_text(self.back, self.tr("Back to the paper"))

    def stops(self) -> list[QWidget]:
        """What Tab goes through."""
        return [] if self.isHidden() else [*self.panel.stops(), self.back]


def is_offered(state: ExamState) -> bool:
    """Whether there is anything to check, and still time for it."""
    return state.is_looking_through and state.sound.has_sounds
