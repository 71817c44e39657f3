"""The time left. Seconds only in the last ten minutes and only where the exam says so; nothing pulses."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from examclient.domain.state import ExamState
from examclient.ui.widgets.changes import set_mark, set_spoken, set_text
from examclient.ui.widgets.labels import make_label
from examclient.ui.widgets.times import MINUTE, hours_and_minutes, span_in_seconds

WITH_SECONDS = 10 * MINUTE
SOON, NOW = 5 * MINUTE, MINUTE
"""Milliseconds: from here on the clock is amber with a frame, and then on red ground."""


class TimeLeft(QWidget):
    """A word and a clock that runs down: to the start while the paper is looked through, else to the end.

    In a pause it stands still, and says so.
    """

    def __init__(self) -> None:
        super().__init__()
        self._is_before = self._is_still = False
        self._word = make_label("muted")
        self._clock = make_label("clock")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self._word)
        row.addWidget(self._clock, 0, Qt.AlignmentFlag.AlignVCenter)

    def show_state(self, state: ExamState) -> None:
        """Show how much is left."""
        self._is_before, self._is_still = state.is_looking_through, state.is_paused
        set_text(self._word, self._words())
        span = state.time_to_start if self._is_before else state.time_left
        seconds = state.exam is not None and state.exam.show_seconds and span <= WITH_SECONDS
        left = span_in_seconds(span) if seconds else self._in_minutes(span)
        set_text(self._clock, left)
        set_mark(self._clock, "level", "" if self._is_before else _level(span))
        set_spoken(self, f"{self._word.text()} {left}")

    def retranslate(self) -> None:
        """Say it in the new language."""
        set_text(self._word, self._words())

    def _words(self) -> str:
        if self._is_still:
            return self.tr("Paused at")
        return self.tr("Begins in") if self._is_before else self.tr("Time left")

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
