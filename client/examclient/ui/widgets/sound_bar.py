"""Below the notices of the exam page: a recording goes on although its question is not on the screen."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout

from examclient.domain.sounds import Playing, media_on
from examclient.domain.state import ExamState
from examclient.ui.widgets.buttons import keep_focus_elsewhere, make_button
from examclient.ui.widgets.changes import set_shown, set_text
from examclient.ui.widgets.labels import ElidedLabel, make_label
from examclient.ui.widgets.player import sound_time
from examprotocol.paper import page_of


class SoundBar(QFrame):
    """Leads back to the recording; it cannot stop it.

    Signals:
        question_chosen(str): to the page of the recording.
    """

    question_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "sound")
        self._question = ""
        self._words = ElidedLabel()
        self._time = make_label("muted")
        self.back = make_button("quiet")
        keep_focus_elsewhere(self.back)
        self.back.clicked.connect(lambda: self.question_chosen.emit(self._question))
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 8, 0)
        row.setSpacing(16)
        row.addWidget(self._words, 1)
        row.addWidget(self._time)
        row.addWidget(self.back)
        self.hide()

    def show_state(self, state: ExamState) -> None:
        """Show what plays elsewhere, or go away."""
        playing = state.sound.playing
        if playing is None or not playing.question or _is_here(state, playing):
            set_shown(self, shown=False)
            return
        self._question = playing.question
        words = self.tr("Paused: {title}") if playing.is_paused else self.tr("Playing: {title}")
        self._words.show_words(words.format(title=playing.media.title or self.tr("Recording")))
        set_text(self._time, f"{sound_time(playing.at)} / {sound_time(playing.length)}")
        set_text(self.back, self.tr("Back to the recording"))
        set_shown(self, shown=True)


def _is_here(state: ExamState, playing: Playing) -> bool:
    """Whether a player of this sound stands on the page that is shown."""
    if state.paper is None:
        return False
    page = page_of(state.paper, state.current)
    here = media_on(state.paper, page) if page is not None else ()
    return any(media.id == playing.media.id for media in here)
