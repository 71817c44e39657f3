"""After the client has crashed again and again: what is true of the answers, and what to do.

Rule: it needs nothing that may have been the reason: no journal, no site, no exam. It never shows what the
program's own people would want to read.
"""

from pathlib import Path

from PySide6.QtCore import Qt, Signal

from examclient.domain.state import ExamState
from examclient.ui.pages.card_page import CardPage
from examclient.ui.widgets.buttons import make_button
from examclient.ui.widgets.changes import set_text
from examclient.ui.widgets.labels import make_label

WIDTH_EM = 40


class StoppedPage(CardPage):
    """A sheet with plain words and one button.

    Signals:
        again_wanted(): start the client once more.
    """

    again_wanted = Signal()

    def __init__(self, data_folder: Path) -> None:
        super().__init__(WIDTH_EM)
        self._folder = data_folder
        self._title = make_label("title", wrap=True)
        self._safe = make_label(wrap=True)
        self._candidate = make_label("subtitle", wrap=True)
        self._proctor = make_label(wrap=True)
        self._where = make_label("muted", wrap=True)
        self.again = make_button("")
        self.again.clicked.connect(self.again_wanted)
        for label in (self._title, self._safe, self._candidate, self._proctor, self._where):
            self.column.addWidget(label)
        self.column.addWidget(self.again, 0, Qt.AlignmentFlag.AlignLeft)
        self.retranslate()
        self.show_state(ExamState())

    def show_changes(self, state: ExamState) -> None:
        """Nothing changes here."""

    def retranslate(self) -> None:
        """Speak the new language."""
        self.setWindowTitle(self.tr("Exam"))
        set_text(self._title, self.tr("The exam client has stopped several times in a row."))
        set_text(self._safe, self.tr("What was shown as saved is saved on this machine."))
        set_text(self._candidate, self.tr("Please raise your hand."))
        set_text(
            self._proctor,
            self.tr(
                "Proctor: restart this machine, then the client; the exam goes on where it was. If it stops "
                "again, set OpenGL/Level to 0 in user.ini, or let the candidate log in at another machine, "
                "and leave this one on: its answers follow when the client runs again."
            ),
        )
        set_text(self._where, self.tr("The answers are in {folder}").format(folder=self._folder / "journals"))
        set_text(self.again, self.tr("Start the client again"))
