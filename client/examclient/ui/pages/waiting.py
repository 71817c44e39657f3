"""The waiting room: the time to the start, how far the paper is, and how things go in this house."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame

from examclient.domain.state import ExamState
from examclient.ui.pages.card_page import CardPage
from examclient.ui.sentence import Sentence
from examclient.ui.widgets.alert import Alert
from examclient.ui.widgets.changes import set_shown, set_text
from examclient.ui.widgets.findings import FindingsNotice
from examclient.ui.widgets.header import shortened
from examclient.ui.widgets.labels import make_label
from examclient.ui.widgets.preparation import PreparationLine
from examclient.ui.widgets.rules import HouseRules
from examclient.ui.widgets.sound_check import SoundCheckPanel
from examclient.ui.widgets.times import countdown, to_the_minute_of
from examclient.ui.worry_sentences import sentence_of_worry
from examprotocol.site_orders import Pause


class WaitingPage(CardPage):
    """Nothing to do here but to wait.

    Signals:
        proctor_wanted(): the proctor wants the menu.
        sound_check_wanted(), sound_heard(bool), volume_wanted(int): of the sound check.
    """

    proctor_wanted = Signal()
    sound_check_wanted = Signal()
    sound_heard = Signal(bool)
    volume_wanted = Signal(int)

    def __init__(self) -> None:
        super().__init__(44)
        self._exam = make_label("subtitle", wrap=True)
        self._candidate = make_label("muted", wrap=True)
        self._until = make_label("muted", wrap=True)
        self._countdown = make_label("countdown")
        self.preparation = PreparationLine()
        self.findings = FindingsNotice()
        self.sound = SoundCheckPanel()
        self.sound.sound_check_wanted.connect(self.sound_check_wanted)
        self.sound.sound_heard.connect(self.sound_heard)
        self.sound.volume_wanted.connect(self.volume_wanted)
        self.alert = Alert()
        self._rules = HouseRules()
        self._fill()
        self.add_proctor_entry().clicked.connect(self.proctor_wanted)
        self.retranslate()

    def show_changes(self, state: ExamState) -> None:
        """Show exam, candidate, the time to the start and the preparation."""
        self._show_who(state)
        self._show_when(state)
        self.preparation.show_state(state)
        self.findings.show_state(state)
        self.sound.show_state(state)
        if state.trouble is None and state.orders.pause is not None:
            self.alert.say(self._of_pause(state.orders.pause), "info")
        elif state.trouble is None and state.worry is not None:
            self.alert.say(sentence_of_worry(state.worry), "warning")
        else:
            self.alert.show_trouble(state)

    def retranslate(self) -> None:
        """Speak the new language."""
        self._rules.retranslate()
        self.sound.retranslate()

    def _show_who(self, state: ExamState) -> None:
        set_text(self._exam, state.exam.title if state.exam else "")
        if state.candidate is None:
            return
        seat = self.tr("Seat {seat}").format(seat=state.candidate.seat) if state.candidate.seat else ""
        words = (state.candidate.name, shortened(state.candidate.admission_number), seat)
        set_text(self._candidate, "　".join(word for word in words if word))

    def _of_pause(self, pause: Pause) -> Sentence:
        """A pause before the start covers no paper yet, and is no less to be known."""
        reason = self.tr("Reason: {text}").format(text=pause.text) if pause.text else ""
        advice = self.tr("Please stay seated. None of your time is lost.")
        return Sentence(self.tr("The exam is paused"), "\n".join(part for part in (reason, advice) if part))

    def _show_when(self, state: ExamState) -> None:
        if state.exam is None:
            return
        time = to_the_minute_of(state.exam.start, state.now)
        words = self.tr("The exam begins at {time}, in")
        if state.orders.starts:
            words = self.tr("The exam site has moved the start. The exam begins at {time}, in")
        begun = self.tr("The exam has begun. Your paper appears in a moment.")
        set_text(self._until, words.format(time=time) if state.time_to_start else begun)
        set_text(self._countdown, countdown(state.time_to_start))
        set_shown(self._countdown, shown=state.time_to_start > 0)

    def _fill(self) -> None:
        for label in (self._exam, self._candidate, self._until, self._countdown):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.column.setContentsMargins(40, 24, 40, 24)
        self.column.setSpacing(10)
        line = QFrame()
        line.setProperty("kind", "separator")
        for widget in (self._exam, self._candidate):
            self.column.addWidget(widget)
        self.column.addSpacing(8)
        for widget in (self._until, self._countdown):
            self.column.addWidget(widget)
        self.column.addSpacing(8)
        for part in (self.preparation, self.findings, self.sound, self.alert, line, self._rules):
            self.column.addWidget(part)
