"""The login was refused for this machine's address: what the site saw, whom to call, and once more."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout

from examclient.domain.state import ExamState
from examclient.ui.pages.card_page import CardPage
from examclient.ui.sentences import whom_to_call
from examclient.ui.widgets.alert import Alert
from examclient.ui.widgets.buttons import make_button
from examclient.ui.widgets.changes import set_text
from examclient.ui.widgets.labels import make_label
from examclient.ui.widgets.language_switch import LanguageSwitch
from examclient.ui.widgets.seen_address import SeenAddress
from examclient.ui.widgets.sign import Sign
from examclient.ui.widgets.times import to_the_second


class OutsidePage(CardPage):
    """Stays until a login is admitted, or the candidate goes back. Each try shows its time.

    Signals:
        try_again_requested(): send the same login again.
        given_up(): go back to the login.
        proctor_wanted(): the proctor wants the menu.
        language_chosen(str): `zh_CN` or `en`.
    """

    try_again_requested = Signal()
    given_up = Signal()
    proctor_wanted = Signal()
    language_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__(44)
        self._sign = Sign()
        self._sign.show_sign("waiting")
        self._title = make_label("title", wrap=True)
        self.address = SeenAddress()
        self._advice = make_label(wrap=True)
        self.alert = Alert()
        self._tried = make_label("muted")
        self.back = make_button("")
        self.try_again = make_button("primary")
        self.languages = LanguageSwitch()
        self._busy = False
        self.back.clicked.connect(self.given_up)
        self.try_again.clicked.connect(self._on_try_again)
        self.languages.language_chosen.connect(self.language_chosen)
        self._fill()
        self.add_proctor_entry().clicked.connect(self.proctor_wanted)
        self.retranslate()

    def show_changes(self, state: ExamState) -> None:
        """Show the address, whom to call, and when the last try was."""
        self._busy = state.busy
        self.address.show_address(state.place.outside)
        words = self.tr("This address is not registered. Please call {contact}.")
        set_text(self._advice, words.format(contact=whom_to_call(state.place.contact)))
        tried = self.tr("Last tried at {time}").format(time=to_the_second(state.tried_at))
        set_text(self._tried, tried if state.tried_at else "")
        set_text(self.try_again, self.tr("Trying …") if state.busy else self.tr("Try again"))
        self.alert.show_trouble(state)

    def retranslate(self) -> None:
        """Speak the new language."""
        set_text(self._title, self.tr("You can only take this exam inside the exam site"))
        set_text(self.back, self.tr("Back"))
        set_text(self.try_again, self.tr("Try again"))
        self.address.retranslate()
        self.languages.retranslate()

    def _on_try_again(self) -> None:
        if not self._busy:
            self.try_again_requested.emit()

    def _fill(self) -> None:
        self._tried.setAlignment(Qt.AlignmentFlag.AlignCenter)
        for label in (self._sign, self._title, self._advice):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        for widget in (self._sign, self._title, self.address, self._advice, self.alert):
            self.column.addWidget(widget)
        self.column.addSpacing(8)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(self.back)
        row.addWidget(self._tried, 1)
        row.addWidget(self.try_again)
        self.column.addLayout(row)
        languages = QHBoxLayout()
        languages.addStretch(1)
        languages.addWidget(self.languages)
        languages.addStretch(1)
        self.around.insertLayout(2, languages)
