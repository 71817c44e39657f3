"""The first page of a machine that belongs to no exam site yet: the proctor sets it up, step by step.

Rule: what makes the service the right one is the fingerprint, compared by a person. So it is the largest
thing on the page, and beside it stands what to compare it with.
"""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout

from examclient.domain.enrolling import EnrolmentSummary, EnrolState, EnrolStep, NamedFile
from examclient.domain.state import ExamState
from examclient.errors import StationError
from examclient.ui.enrolment_sentences import sentence_at_enrolment
from examclient.ui.pages.card_page import CardPage
from examclient.ui.sentence import Sentence
from examclient.ui.sentences import telephone_line
from examclient.ui.widgets.alert import Alert
from examclient.ui.widgets.buttons import make_button
from examclient.ui.widgets.changes import set_enabled, set_shown, set_text
from examclient.ui.widgets.enrolment_card import EnrolmentCard
from examclient.ui.widgets.enrolment_chooser import EnrolmentChooser
from examclient.ui.widgets.labels import WordsOnDemand, make_label
from examclient.ui.widgets.language_switch import LanguageSwitch
from examclient.ui.widgets.sign import Sign


class EnrolPage(CardPage):
    """Asks for a file, shows whose it is, and asks for the seat. Knows nothing of keys and services.

    Signals:
        file_chosen(str): the path of an enrolment file.
        enrol_requested(str): set this machine up, at this seat.
        enrolment_left(): go on to the login page.
        language_chosen(str): `zh_CN` or `en`.
    """

    file_chosen = Signal(str)
    enrol_requested = Signal(str)
    enrolment_left = Signal()
    language_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__(46)
        self._sign = Sign()
        self._title = make_label("title", wrap=True)
        self._advice = WordsOnDemand("muted")
        self.chooser = EnrolmentChooser()
        self.file = EnrolmentCard()
        self.alert = Alert()
        self.back = make_button("")
        self.go_on = make_button("primary")
        self.languages = LanguageSwitch()
        self._prefilled: EnrolmentSummary | None = None
        self._connect()
        self._fill()
        self.retranslate()

    def show_changes(self, state: ExamState) -> None:
        """Show how far setting up is, and what is in its way."""
        assert isinstance(state, EnrolState), "this page belongs to no exam"
        self._show_heading(state)
        is_done = state.step is EnrolStep.DONE
        set_shown(self.chooser, shown=not is_done)
        is_busy = state.busy and not state.by_itself
        self.chooser.show_file(state.file, busy=is_busy, by_itself=state.by_itself)
        self._show_file(state)
        self._show_trouble(state)
        set_shown(self.back, shown=state.may_leave and not is_done)
        set_shown(self.go_on, shown=is_done)

    def retranslate(self) -> None:
        """Speak the new language."""
        for part in (self.chooser, self.file, self.languages):
            part.retranslate()
        set_text(self.back, self.tr("Back to the login"))
        set_text(self.go_on, self.tr("To the login"))
        if self.file.seat.complaint():
            self._ask_for_the_seat()

    def _show_heading(self, state: EnrolState) -> None:
        sentence, is_done = self._heading(state), state.step is EnrolStep.DONE
        set_shown(self._sign, shown=is_done or state.by_itself)
        self._sign.show_sign("saved" if is_done else "sending")
        set_text(self._title, sentence.title)
        self._advice.say(sentence.advice)
        side = Qt.AlignmentFlag.AlignHCenter if is_done or state.by_itself else Qt.AlignmentFlag.AlignLeft
        for label in (self._title, self._advice):
            label.setAlignment(side)

    def _heading(self, state: EnrolState) -> Sentence:
        if state.step is EnrolStep.DONE and state.enrolled is not None:
            one = state.enrolled.membership
            title = self.tr("This machine is seat {seat} in room {room} of {site}.")
            new = self.tr("The service knows it as {name}.")
            known = self.tr("The service knows it as {name}, as before: nothing was changed.")
            advice = new if state.enrolled.is_new else known
            return Sentence(
                title.format(seat=one.seat, room=one.room, site=one.site), advice.format(name=one.name)
            )
        if state.by_itself:
            of_what = f"{state.file.site} · {state.file.address}" if state.file else ""
            return Sentence(self.tr("This machine is setting itself up."), of_what)
        if isinstance(state.trouble, StationError):
            return Sentence(self.tr("Set this machine up again"))
        title = self.tr("Set this machine up")
        if state.looks_at is not None:
            return Sentence(title, self._looking_again(state.looks_at))
        once = self.tr("This is done once for each machine, by the proctor or the technical staff.")
        return Sentence(title, "" if state.file else once)

    def _looking_again(self, named: NamedFile) -> str:
        words = self.tr("This machine ({machine}) reads {file} again every minute.")
        return words.format(machine=named.machine, file=named.path)

    def _show_file(self, state: EnrolState) -> None:
        is_comparing = state.step in (EnrolStep.COMPARING, EnrolStep.REGISTERING) and not state.by_itself
        shown = is_comparing and state.file is not None
        set_shown(self.file, shown=shown)
        if state.file != self._prefilled:
            self._prefilled = state.file
            self.file.show_file(state.file)
        self.file.seat.field.setReadOnly(state.busy)
        set_enabled(self.file.set_up, enabled=not state.busy)
        busy, ready = self.tr("Setting up …"), self.tr("Set up this machine")
        set_text(self.file.set_up, busy if state.busy else ready)

    def _show_trouble(self, state: EnrolState) -> None:
        if state.trouble is None:
            set_shown(self.alert, shown=False)
            return
        sentence = sentence_at_enrolment(state.trouble, by_itself=state.by_itself)
        self.alert.say(sentence, "warning", telephone_line(state.trouble))

    def _on_set_up(self) -> None:
        seat = self.file.seat.number()
        if not seat:
            self._ask_for_the_seat()
            self.file.seat.field.setFocus()
        elif self.file.set_up.isEnabled():
            self.enrol_requested.emit(seat)

    def _ask_for_the_seat(self) -> None:
        self.file.seat.complain(self.tr("Please type the number of the seat where this machine stands."))

    def _connect(self) -> None:
        self.chooser.file_chosen.connect(self.file_chosen)
        self.file.seat.field.returnPressed.connect(self._on_set_up)
        self.file.set_up.clicked.connect(self._on_set_up)
        self.back.clicked.connect(self.enrolment_left)
        self.go_on.clicked.connect(self.enrolment_left)
        self.languages.language_chosen.connect(self.language_chosen)

    def _fill(self) -> None:
        self._sign.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.column.setContentsMargins(40, 24, 40, 24)
        self.column.setSpacing(12)
        for widget in (self._sign, self._title, self._advice, self.alert, self.chooser, self.file):
            self.column.addWidget(widget)
        self.column.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeft)
        self.column.addWidget(self.go_on, 0, Qt.AlignmentFlag.AlignHCenter)
        for part in (self._sign, self.file, self.back, self.go_on):
            part.hide()
        languages = QHBoxLayout()
        languages.addStretch(1)
        languages.addWidget(self.languages)
        languages.addStretch(1)
        self.around.insertLayout(2, languages)
