"""The calm page over the paper while the site lets the exam stand still.

Rule: only the site ends a pause, or a proctor by the room password where this machine cannot hear the site.
"""

from dataclasses import replace

from PySide6.QtCore import Qt

from examclient.domain.phases import Phase
from examclient.domain.state import ExamState, News
from examclient.ui.pages.covering import CoveringPage
from examclient.ui.widgets.changes import set_shown, set_text
from examclient.ui.widgets.labels import WordsOnDemand, make_label
from examclient.ui.widgets.times import to_the_minute_of


class PausedPage(CoveringPage):
    """Says why, that the time stands still, and that it goes on by itself."""

    def __init__(self) -> None:
        super().__init__()
        self._reason = WordsOnDemand("strong")
        self._time = make_label(wrap=True)
        self._start = WordsOnDemand("strong")
        self._advice = make_label(wrap=True)
        self._alone = WordsOnDemand("muted")
        parts = (self.title, self._reason, self.safe, self._time, self._start, self._advice, self._alone)
        for label in parts:
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.fill(*parts)
        self.retranslate()

    def show_changes(self, state: ExamState) -> None:
        """Show since when, why, and whether a proctor can end it here."""
        super().show_changes(state)
        pause = state.orders.pause
        if pause is not None:
            reason = self.tr("Reason: {text}").format(text=pause.text) if pause.text else ""
            self._reason.say(reason)
            words = self.tr("The time stands still since {time}. None of it is lost.")
            set_text(self._time, words.format(time=to_the_minute_of(pause.since, state.now)))
        self._show_start(state)
        alone = self.tr(
            "This machine cannot hear the exam site at the moment. If the exam has gone on in the room, the "
            "proctor can show the paper with the room password."
        )
        self._alone.say("" if state.online else alone)
        if state.online:
            self.panel.hide()
            set_shown(self.lift, shown=False)
        else:
            self.show_lift()

    def _show_start(self, state: ExamState) -> None:
        """When the exam is, where that lies ahead: who had begun waits for it."""
        advice = self.tr("Please stay seated. Your paper comes back by itself at the same place.")
        words = ""
        if state.exam is not None and state.time_to_start and state.phase is Phase.WAITING:
            words = self.tr("The exam begins at {time}.")
        elif state.exam is not None and state.time_to_start:
            words = self.tr("The exam was put off and goes on at {time}.")
            advice = self.tr("Your answers stay as they are. The proctor says whether you wait here.")
        self._start.say(words.format(time=to_the_minute_of(state.exam.start if state.exam else 0, state.now)))
        set_text(self._advice, advice)

    def told_in_the_bar(self, state: ExamState) -> ExamState:
        """Nobody can go on without a network here: that it is gone stands in the card."""
        return replace(state, online=True, news=None if state.news is News.NETWORK_GONE else state.news)

    def retranslate(self) -> None:
        """Speak the new language."""
        super().retranslate()
        set_text(self.title, self.tr("The exam is paused"))
        set_text(self.lift, self.tr("Proctor: end the pause here"))
        self.panel.set_purpose(self.tr("Proctor: the room password ends the pause at this machine."))
