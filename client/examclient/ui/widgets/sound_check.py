"""In the waiting room, where the paper has recordings: whether they will be heard, while there is time."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QVBoxLayout, QWidget

from examclient.domain.sounds import SoundCheck, SoundState
from examclient.domain.state import ExamState
from examclient.ui.sentence import Sentence
from examclient.ui.sound_sentences import sentence_of_hearing
from examclient.ui.widgets.alert import Alert
from examclient.ui.widgets.buttons import make_button
from examclient.ui.widgets.changes import set_shown, set_text
from examclient.ui.widgets.labels import make_label
from examclient.ui.widgets.measure import ems
from examclient.ui.widgets.volume import VolumeSlider

VOLUME_BELOW_EM, BUTTONS_BELOW_EM = 40, 28


class SoundCheckPanel(QFrame):
    """Takes no room where the paper has no recordings. `for_room`: it is about papers to come.

    Signals:
        sound_check_wanted(): play the notes.
        sound_heard(bool): whether they were heard.
        volume_wanted(int): in percent.
    """

    sound_check_wanted = Signal()
    sound_heard = Signal(bool)
    volume_wanted = Signal(int)

    def __init__(self, *, for_room: bool = False) -> None:
        super().__init__()
        self._for_room = for_room
        self._words = make_label(wrap=True)
        self.wanted = make_button("")
        self.yes = make_button("primary")
        self.no = make_button("")
        self.volume = VolumeSlider()
        self.alert = Alert()
        self.wanted.clicked.connect(self.sound_check_wanted)
        self.yes.clicked.connect(lambda: self.sound_heard.emit(True))
        self.no.clicked.connect(lambda: self.sound_heard.emit(False))
        self.volume.volume_wanted.connect(self.volume_wanted)
        side = QBoxLayout.Direction.LeftToRight
        self._row, self._buttons = QBoxLayout(side), QBoxLayout(side)
        self._lay_out()
        self.retranslate()
        self.hide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Large letters in a narrow place stand below each other."""
        super().resizeEvent(event)
        side, below = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._row.setDirection(below if ems(self) < VOLUME_BELOW_EM else side)
        self._buttons.setDirection(below if ems(self) < BUTTONS_BELOW_EM else side)

    def show_state(self, state: ExamState) -> None:
        """Show how the check stands."""
        sound = state.sound
        is_wanted = self._for_room or sound.has_sounds
        set_shown(self, shown=is_wanted)
        if not is_wanted:
            return
        is_asked = sound.check is SoundCheck.ASKED
        if not is_asked and (self.yes.hasFocus() or self.no.hasFocus()):
            self.wanted.setFocus()
        set_text(self._words, self._what(sound.check))
        set_text(self.wanted, self._wish(sound.check))
        for button in (self.yes, self.no):
            set_shown(button, shown=is_asked)
        self.volume.show_volume(sound.volume)
        self._warn(sound)

    def retranslate(self) -> None:
        """Speak the new language."""
        set_text(self.yes, self.tr("Yes, I heard it"))
        set_text(self.no, self.tr("No"))
        self.volume.retranslate()

    def stops(self) -> list[QWidget]:
        """What Tab goes through."""
        return [self.wanted, self.yes, self.no, self.volume.slider]

    def _what(self, check: SoundCheck) -> str:
        match check:
            case SoundCheck.PLAYING:
                return self.tr("Three notes are playing …")
            case SoundCheck.ASKED:
                return self.tr("Did you hear three notes?")
            case SoundCheck.HEARD:
                if self._for_room:
                    return self.tr("The test sound was heard on this machine.")
                return self.tr("You heard the test sound. The volume can be changed in the exam, too.")
            case _ if self._for_room:
                return self.tr("Where an exam with recordings is to come: play a test sound.")
            case _:
                return self.tr("This exam has recordings. Please check that you can hear them.")

    def _wish(self, check: SoundCheck) -> str:
        if check in (SoundCheck.ASKED, SoundCheck.HEARD, SoundCheck.NOT_HEARD):
            return self.tr("Play the test sound again")
        return self.tr("Play a test sound")

    def _warn(self, sound: SoundState) -> None:
        wrong = sentence_of_hearing(sound)
        if wrong is None and sound.check is SoundCheck.NOT_HEARD:
            title = self.tr("The test sound was not heard.")
            advice = self.tr(
                "Please look at plug and volume and play it again. If it stays so, raise your hand."
            )
            wrong = Sentence(title, advice)
        if wrong is None:
            set_shown(self.alert, shown=False)
        else:
            self.alert.say(wrong, "warning")

    def _lay_out(self) -> None:
        self._row.setSpacing(16)
        self._buttons.setSpacing(8)
        for button in (self.wanted, self.yes, self.no):
            self._buttons.addWidget(button)
        self._buttons.addStretch(1)
        self._row.addLayout(self._buttons, 1)
        self._row.addWidget(self.volume, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._words)
        column.addLayout(self._row)
        column.addWidget(self.alert)
