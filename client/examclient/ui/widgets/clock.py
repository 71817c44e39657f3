"""The time left. Seconds only in the last ten minutes and only where the exam says so; nothing pulses."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from examclient.domain.state import ExamState
from examclient.ui.widgets.changes import set_mark, set_shown, set_spoken, set_text
from examclient.ui.widgets.labels import make_label
from examclient.ui.widgets.times import MINUTE, hours_and_minutes, span_in_seconds

WITH_SECONDS = 10 * MINUTE
SOON, NOW = 5 * MINUTE, MINUTE
"""Milliseconds: from here on the clock is amber, and red."""

SPACING = 8


class TimeLeft(QWidget):
    """A word and a clock that runs down."""

    def __init__(self) -> None:
        super().__init__()
        self._word = make_label("muted")
        self._clock = make_label("clock")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACING)
        row.addWidget(self._word)
        row.addWidget(self._clock)

    def show_state(self, state: ExamState) -> None:
        """Show how much is left."""
        seconds = state.exam is not None and state.exam.show_seconds and state.time_left <= WITH_SECONDS
        left = span_in_seconds(state.time_left) if seconds else self._in_minutes(state.time_left)
        set_text(self._clock, left)
        set_mark(self._clock, "level", _level(state.time_left))
        set_spoken(self, f"{self._word.text()} {left}")

    def retranslate(self) -> None:
        """Say it in the new language."""
        set_text(self._word, self.tr("Time left"))

    def give_way(self, room: int) -> None:
        """Leave the word out where `room`, in pixels, is below zero; bring it back where it fits."""
        takes = self._word.sizeHint().width() + SPACING
        set_shown(self._word, shown=room >= (takes if self._word.isHidden() else 0))

    def _in_minutes(self, left: int) -> str:
        """In words, since `01:24` could as well be a minute and some seconds."""
        hours, minutes = hours_and_minutes(left)
        if hours:
            return self.tr("{h} h {m} min").format(h=hours, m=f"{minutes:02d}")
        return self.tr("{m} min").format(m=minutes)

    def level(self) -> str:
        """`""`, `warning` or `error`."""
        return str(self._clock.property("level"))

    def words(self) -> str:
        """What the clock shows."""
        return self._clock.text()


def _level(left: int) -> str:
    if left <= NOW:
        return "error"
    return "warning" if left <= SOON else ""
