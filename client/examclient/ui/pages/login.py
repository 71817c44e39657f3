"""The first page: who are you?"""

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QHBoxLayout

from examclient.domain.state import ExamState
from examclient.errors import ExamError, HeldHereError, SiteRefusedError, SpareHeldError
from examclient.ui.pages.card_page import CardPage
from examclient.ui.widgets.alert import Alert
from examclient.ui.widgets.buttons import keep_focus_elsewhere, make_button
from examclient.ui.widgets.changes import set_enabled, set_shown, set_text
from examclient.ui.widgets.forgetting import forget_typed
from examclient.ui.widgets.labels import make_label
from examclient.ui.widgets.language_switch import LanguageSwitch
from examclient.ui.widgets.number_field import NumberField
from examprotocol.messages import Refusal

NOT_A_STATION = (
    Refusal.UNKNOWN_STATION,
    Refusal.STATION_RELEASED,
    Refusal.STATION_REVOKED,
    Refusal.NOT_PROVEN,
)


class LoginPage(CardPage):
    """Asks for the two numbers. Knows nothing of the exam site.

    Signals:
        login_requested(str, str): admission number and identity number.
        going_on_here(): without the site, with what this machine holds.
        enrolment_wanted(): the proctor sets this machine up again, since the site does not take it any more.
        proctor_wanted(): the proctor wants the menu.
        check_wanted(): somebody wants to know whether this machine is fit for an exam.
        language_chosen(str): `zh_CN` or `en`.
    """

    login_requested = Signal(str, str)
    going_on_here = Signal()
    proctor_wanted = Signal()
    check_wanted = Signal()
    enrolment_wanted = Signal()
    language_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__(28)
        self._title = make_label("title")
        self._advice = make_label("muted", wrap=True)
        self.admission = NumberField()
        self.identity = NumberField()
        self.alert = Alert()
        self.enrol_again = make_button("")
        self.enrol_again.hide()
        self.go_on = make_button("")
        self.go_on.hide()
        self.log_in = make_button("primary")
        self.languages = LanguageSwitch()
        self.check = make_button("quiet")
        self._busy = False
        keep_focus_elsewhere(self.log_in, self.check)
        self.check.setAutoDefault(False)
        self.check.clicked.connect(self.check_wanted)
        self.admission.field.returnPressed.connect(self.identity.field.setFocus)
        self.identity.field.returnPressed.connect(self._on_log_in)
        self.log_in.clicked.connect(self._on_log_in)
        self.enrol_again.clicked.connect(self.enrolment_wanted)
        self.go_on.clicked.connect(self.going_on_here)
        self.languages.language_chosen.connect(self.language_chosen)
        self.alert.said.connect(lambda: self.bring_into_sight(self.alert))
        self._fill()
        self.add_proctor_entry().clicked.connect(self.proctor_wanted)
        self.retranslate()

    def show_changes(self, state: ExamState) -> None:
        """Show whether the login is under way, and what is in its way."""
        self._busy = state.busy
        if state.busy and self.log_in.hasFocus():
            self.identity.field.setFocus()
        for button in (self.log_in, self.check):
            set_enabled(button, enabled=not state.busy)
        set_text(self.log_in, self.tr("Logging in …") if state.busy else self.tr("Log in"))
        for number in (self.admission, self.identity):
            number.field.setReadOnly(state.busy)
        self.alert.show_trouble(state)
        set_shown(self.enrol_again, shown=_is_out(state.trouble))
        set_shown(self.go_on, shown=isinstance(state.trouble, HeldHereError))
        by_code = self.tr("Proctor: go on with an offline code")
        is_spare = isinstance(state.trouble, SpareHeldError)
        set_text(self.go_on, by_code if is_spare else self.tr("Go on with this machine"))

    def retranslate(self) -> None:
        """Speak the new language."""
        set_text(self._title, self.tr("Exam login"))
        set_text(self.check, self.tr("Check this machine"))
        set_text(self._advice, self.tr("Please type both numbers as they stand on your papers."))
        self.admission.set_name(self.tr("Admission number"))
        self.identity.set_name(self.tr("Identity number"))
        set_text(self.log_in, self.tr("Log in"))
        set_text(self.enrol_again, self.tr("Set this machine up"))
        self.languages.retranslate()
        for number in (self.admission, self.identity):
            if number.complaint():
                self._complained(number)

    def take_keyboard(self) -> None:
        """The first thing that a candidate types belongs into the first field."""
        self.admission.field.setFocus()

    def hideEvent(self, event: QHideEvent) -> None:
        """Leave no numbers behind for the next one at this machine."""
        super().hideEvent(event)
        if not event.spontaneous():
            forget_typed(self.admission.field)
            forget_typed(self.identity.field)

    def _on_log_in(self) -> None:
        if self._busy:
            return
        wrong = [one for one in (self.admission, self.identity) if self._complained(one)]
        if wrong:
            wrong[0].field.setFocus()
        else:
            self.login_requested.emit(self.admission.number(), self.identity.number())

    def _complained(self, number: NumberField) -> bool:
        if not number.number():
            words = self.tr("Please type this number.")
        elif number.is_obviously_wrong():
            words = self.tr("Such a number has only digits and letters. Please check it.")
        else:
            words = ""
        number.complain(words)
        return bool(words)

    def _fill(self) -> None:
        self.column.setSpacing(8)
        for label in (self._title, self._advice):
            self.column.addWidget(label)
        self.column.addSpacing(8)
        for widget in (self.admission, self.identity, self.alert, self.enrol_again, self.go_on):
            self.column.addWidget(widget)
        self.column.addSpacing(8)
        self.column.addWidget(self.log_in)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.languages)
        row.addSpacing(16)
        row.addWidget(self.check)
        row.addStretch(1)
        self.around.insertLayout(2, row)


def _is_out(trouble: ExamError | None) -> bool:
    """Whether this machine, rather than the candidate, is what the site does not take."""
    return isinstance(trouble, SiteRefusedError) and trouble.code in NOT_A_STATION
