"""The two numbers once more, where the site wants them before it takes what is handed in."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout

from examclient.domain.phases import Phase
from examclient.domain.state import ExamState
from examclient.errors import SiteRefusedError
from examclient.ui.sentences import sentence_of
from examclient.ui.widgets.buttons import keep_focus_elsewhere, make_button
from examclient.ui.widgets.changes import set_enabled, set_shown, set_text
from examclient.ui.widgets.labels import WordsOnDemand
from examclient.ui.widgets.number_field import NumberField
from examprotocol.messages import Refusal

WRONG = (Refusal.UNKNOWN_CANDIDATE, Refusal.WRONG_IDENTITY, Refusal.TOO_OFTEN)
"""What the site answers to numbers that are not the candidate's: they are asked for again."""


class LoginAgain(QFrame):
    """Takes no room while the session of this machine is in order.

    Signals:
        login_requested(str, str): admission number and identity number.
    """

    login_requested = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self.admission = NumberField()
        self.identity = NumberField()
        self._wrong = WordsOnDemand("hint")
        self.log_in = make_button("primary")
        keep_focus_elsewhere(self.log_in)
        self.admission.field.returnPressed.connect(self.identity.field.setFocus)
        self.identity.field.returnPressed.connect(self._on_log_in)
        self.log_in.clicked.connect(self._on_log_in)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        for widget in (self.admission, self.identity, self._wrong, self.log_in):
            column.addWidget(widget)
        self.hide()

    def show_state(self, state: ExamState) -> None:
        """Ask while the session has ended; what was typed stays while it is looked at."""
        wrong = _is_one(state, WRONG)
        set_shown(self, shown=is_asked_for(state) or (state.busy and not self.isHidden()))
        self._wrong.say(sentence_of(state.trouble, Phase.LOGIN).whole if wrong and state.trouble else "")
        set_enabled(self.log_in, enabled=not state.busy)
        for number in (self.admission, self.identity):
            number.field.setReadOnly(state.busy)

    def retranslate(self) -> None:
        """Speak the new language."""
        self.admission.set_name(self.tr("Admission number"))
        self.identity.set_name(self.tr("Identity number"))
        set_text(self.log_in, self.tr("Log in and hand in"))

    def _on_log_in(self) -> None:
        numbers = self.admission.number(), self.identity.number()
        if all(numbers) and self.log_in.isEnabled():
            self.login_requested.emit(*numbers)


def is_asked_for(state: ExamState) -> bool:
    """Whether the site takes nothing before the candidate has logged in again."""
    return _is_one(state, (Refusal.SESSION_ENDED, *WRONG))


def _is_one(state: ExamState, refusals: tuple[Refusal, ...]) -> bool:
    return isinstance(state.trouble, SiteRefusedError) and state.trouble.code in refusals
