"""The exam goes on at another machine."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent

from examclient.domain.state import ExamState
from examclient.ui.pages.card_page import CardPage
from examclient.ui.pages.submitting import WIDTH_EM
from examclient.ui.widgets.buttons import make_button
from examclient.ui.widgets.changes import set_shown, set_text
from examclient.ui.widgets.labels import WordsOnDemand, make_label
from examclient.ui.widgets.next_candidate import NextCandidate
from examclient.ui.widgets.offline_code_panel import OfflineCodePanel
from examclient.ui.widgets.sign import Sign
from examclient.ui.widgets.unsaved_line import UnsavedLine


class MovedPage(CardPage):
    """Says so, and what becomes of the answers that were given here.

    Signals:
        left(): the proctor makes the machine ready for the next candidate.
        code_given(str, str): the room password and an offline code, so that the exam goes on here again.
        proctor_wanted(): the proctor wants the menu.
    """

    left = Signal()
    code_given = Signal(str, str)
    proctor_wanted = Signal()

    def __init__(self) -> None:
        super().__init__(WIDTH_EM)
        self._sign = Sign()
        self._title = make_label("title", wrap=True)
        self._advice = make_label(wrap=True)
        self._waiting = make_label("muted", wrap=True)
        self.next_candidate = NextCandidate()
        self.next_candidate.agreed.connect(self.left)
        self._back = WordsOnDemand("")
        self.go_on = make_button("quiet")
        self.panel = OfflineCodePanel()
        self.go_on.clicked.connect(self._on_go_on)
        self.panel.cancelled.connect(self._on_cancelled)
        self.panel.code_given.connect(self.code_given)
        self._sign.show_sign("moved")
        self._unsaved = UnsavedLine()
        for label in (self._sign, self._title, self._advice, self._unsaved, self._waiting, self._back):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            self.column.addWidget(label)
        self.column.addSpacing(8)
        self.column.addWidget(self.go_on, 0, Qt.AlignmentFlag.AlignHCenter)
        self.column.addWidget(self.next_candidate, 0, Qt.AlignmentFlag.AlignHCenter)
        self.whole.addWidget(self.panel)
        self.add_proctor_entry().clicked.connect(self.proctor_wanted)
        self.retranslate()

    def show_changes(self, state: ExamState) -> None:
        """Say what is still to be saved and to be sent."""
        self._unsaved.show_state(state)
        self.next_candidate.show_state(state)
        set_text(self._waiting, self._what_is_missing(state))
        self._show_way_back(state)

    def retranslate(self) -> None:
        """Speak the new language."""
        set_text(self._title, self.tr("Your exam goes on at another machine."))
        set_text(self._advice, self.tr("What you wrote here is kept. This machine takes no more answers."))
        set_text(self.go_on, self.tr("Proctor: go on at this machine"))
        self.panel.set_purpose(
            self.tr("Proctor: the offline code and the room password let the exam go on at this machine.")
        )
        self.panel.retranslate()

    def hideEvent(self, event: QHideEvent) -> None:
        """Whoever comes here later finds the panel closed."""
        super().hideEvent(event)
        if not event.spontaneous():
            self.panel.hide()

    def _what_is_missing(self, state: ExamState) -> str:
        waiting = state.lights.waiting
        if waiting or state.unsaved:
            return self.tr("%n answer(s) still to be sent to the exam site. Please leave it on.", "", waiting)
        if state.keeping or state.files_unsent:
            return self.tr("A file is still to be sent to the exam site. Please leave it on.")
        return self.tr("Everything that was written here is at the exam site.")

    def _show_way_back(self, state: ExamState) -> None:
        """Only without the site: with it the candidate logs in here once more."""
        words = self.tr(
            "The exam site cannot be reached. If you were sent back to this machine, please raise your hand."
        )
        self._back.say("" if state.online else words)
        if state.online:
            self.panel.hide()
        set_shown(self.go_on, shown=not state.online and self.panel.isHidden())
        self.panel.show_check(state.password)

    def _on_go_on(self) -> None:
        set_shown(self.go_on, shown=False)
        self.panel.open()

    def _on_cancelled(self) -> None:
        set_shown(self.go_on, shown=True)
        self.setFocus()
