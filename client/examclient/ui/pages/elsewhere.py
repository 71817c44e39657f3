"""The exam of the numbers that were typed is open at another machine: go back, or a proctor moves it here."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QHBoxLayout

from examclient.domain.state import ExamState
from examclient.ui.pages.card_page import CardPage
from examclient.ui.widgets.alert import Alert
from examclient.ui.widgets.buttons import make_button
from examclient.ui.widgets.changes import set_shown, set_text
from examclient.ui.widgets.labels import make_label
from examclient.ui.widgets.language_switch import LanguageSwitch
from examclient.ui.widgets.offline_code_panel import OfflineCodePanel
from examclient.ui.widgets.room_password_panel import RoomPasswordPanel
from examclient.ui.widgets.sign import Sign


class ElsewherePage(CardPage):
    """With the site the room password is enough; without it an offline code is needed as well.

    Signals:
        consent_given(str): the room password, so that the exam goes on here.
        code_given(str, str): the room password and an offline code, for the same.
        given_up(): go back to the login.
        proctor_wanted(): the proctor wants the menu.
        language_chosen(str): `zh_CN` or `en`.
    """

    consent_given = Signal(str)
    code_given = Signal(str, str)
    given_up = Signal()
    proctor_wanted = Signal()
    language_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__(44)
        self._sign = Sign()
        self._sign.show_sign("moved")
        self._title = make_label("title", wrap=True)
        self._safe = make_label(wrap=True)
        self._advice = make_label(wrap=True)
        self.alert = Alert()
        self.back = make_button("")
        self.go_on = make_button("quiet")
        self.panel = RoomPasswordPanel()
        self.code_panel = OfflineCodePanel()
        self.languages = LanguageSwitch()
        self._by_code = False
        self._connect()
        self._fill()
        self.add_proctor_entry().clicked.connect(self.proctor_wanted)
        self.retranslate()

    def show_changes(self, state: ExamState) -> None:
        """Say where it is open, what there is to do, and how the check stands."""
        if state.elsewhere.by_code != self._by_code:
            self._by_code = state.elsewhere.by_code
            self._close_panels()
        if state.elsewhere.is_spare:
            self._say_spare()
        elif self._by_code:
            self._say_by_code()
        else:
            self._say_where(state.elsewhere.place)
        self.alert.show_trouble(state)
        self.panel.show_check(state.password)
        self.code_panel.show_check(state.password)

    def retranslate(self) -> None:
        """Speak the new language."""
        set_text(self.back, self.tr("Back"))
        set_text(self.go_on, self.tr("Proctor: go on at this machine"))
        self.panel.set_purpose(self.tr("Proctor: the room password moves the exam to this machine."))
        self.code_panel.set_purpose(
            self.tr("Proctor: the offline code and the room password let the exam go on at this machine.")
        )
        for part in (self.panel, self.code_panel, self.languages):
            part.retranslate()

    def hideEvent(self, event: QHideEvent) -> None:
        """Whoever comes here later finds the panels closed."""
        super().hideEvent(event)
        if not event.spontaneous():
            self._close_panels()

    def _say_where(self, place: str) -> None:
        at = self.tr("This exam is open at seat {place}.").format(place=place)
        set_text(self._title, at if place else self.tr("This exam is open at another machine."))
        set_text(self._safe, self.tr("All answers that were given there are kept."))
        set_text(
            self._advice,
            self.tr(
                "Is the number that you typed not your own? Then please go back. Otherwise please raise your "
                "hand: the proctor lets you go on here with the room password."
            ),
        )

    def _say_by_code(self) -> None:
        set_text(self._title, self.tr("Your exam was moved away from this machine."))
        set_text(
            self._safe,
            self.tr("The exam site cannot be reached. What was answered here is kept on this machine."),
        )
        set_text(
            self._advice,
            self.tr(
                "Please go on where the exam was last. If you cannot, raise your hand: the proctor lets you "
                "go on here with an offline code and the room password. The code is shown in the proctor's "
                "menu of the machine where the exam was last, and by the exam site."
            ),
        )

    def _say_spare(self) -> None:
        set_text(self._title, self.tr("You can go on here with an offline code."))
        set_text(
            self._safe,
            self.tr(
                "The exam site cannot be reached. This machine holds the paper, but not your answers: they "
                "come together with the new ones when the network is back."
            ),
        )
        set_text(
            self._advice,
            self.tr(
                "Please raise your hand: the proctor types the code that the machine where the exam was last "
                "shows in its proctor's menu, and the room password."
            ),
        )

    def _on_go_on(self) -> None:
        set_shown(self.go_on, shown=False)
        panel = self.code_panel if self._by_code else self.panel
        panel.open()

    def _on_cancelled(self) -> None:
        self._close_panels()
        self.setFocus()

    def _close_panels(self) -> None:
        for panel in (self.panel, self.code_panel):
            panel.hide()
        set_shown(self.go_on, shown=True)

    def _connect(self) -> None:
        self.back.clicked.connect(self.given_up)
        self.go_on.clicked.connect(self._on_go_on)
        self.panel.password_given.connect(self.consent_given)
        self.code_panel.code_given.connect(self.code_given)
        for panel in (self.panel, self.code_panel):
            panel.cancelled.connect(self._on_cancelled)
        self.languages.language_chosen.connect(self.language_chosen)

    def _fill(self) -> None:
        for label in (self._sign, self._title, self._safe, self._advice):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        for widget in (self._sign, self._title, self._safe, self._advice, self.alert):
            self.column.addWidget(widget)
        self.column.addSpacing(8)
        row = QHBoxLayout()
        row.addWidget(self.back)
        row.addStretch(1)
        row.addWidget(self.go_on)
        self.column.addLayout(row)
        languages = QHBoxLayout()
        languages.addStretch(1)
        languages.addWidget(self.languages)
        languages.addStretch(1)
        self.around.insertLayout(2, languages)
        for panel in (self.panel, self.code_panel):
            self.whole.addWidget(panel)
