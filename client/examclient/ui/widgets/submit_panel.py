"""The second step of handing in: a calm panel that says what it means and what is still open."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from examclient.domain.progress import Mark
from examclient.ui.announcing import say
from examclient.ui.sentence import in_one_line
from examclient.ui.widgets.buttons import DeliberateButton, make_button
from examclient.ui.widgets.changes import set_text
from examclient.ui.widgets.labels import make_label


class SubmitPanel(QFrame):
    """Hidden until it is asked for; the focus then stands on the way back.

    Signals:
        back_requested(): go on answering.
        submit_confirmed(): hand in now.
    """

    back_requested = Signal()
    submit_confirmed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "confirm")
        self._title = make_label("subtitle", wrap=True)
        self._open = make_label(wrap=True)
        self.back = make_button("")
        self.hand_in = DeliberateButton("submit")
        self.back.clicked.connect(self.back_requested)
        self.hand_in.clicked.connect(self.submit_confirmed)
        self._lay_out()
        self.hide()

    def open(self) -> None:
        """Come to the front."""
        self.show()
        self.back.setFocus(Qt.FocusReason.OtherFocusReason)
        say(self, in_one_line(self._title.text(), self._open.text()))

    def show_marks(self, marks: tuple[Mark, ...]) -> None:
        """Say what is not answered and what is flagged."""
        unanswered = sum(not mark.answered for mark in marks)
        flagged = sum(mark.flagged for mark in marks)
        words = []
        if unanswered:
            words.append(self.tr("%n question(s) not completely answered.", "", unanswered))
        if flagged:
            words.append(self.tr("%n question(s) flagged.", "", flagged))
        set_text(self._open, in_one_line(*words) or self.tr("Every question has an answer."))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape goes back."""
        if event.key() == Qt.Key.Key_Escape:
            self.back_requested.emit()
        else:
            super().keyPressEvent(event)

    def retranslate(self) -> None:
        """Speak the new language."""
        set_text(self._title, self.tr("After handing in you cannot change anything."))
        set_text(self.back, self.tr("Go back"))
        set_text(self.hand_in, self.tr("Hand in now"))

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addWidget(self._title)
        words.addWidget(self._open)
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 16, 24, 16)
        row.setSpacing(16)
        row.addLayout(words, 1)
        row.addWidget(self.back)
        row.addWidget(self.hand_in)
