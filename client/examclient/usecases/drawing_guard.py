"""Watches a start that the graphics device draws: marks it on disk first, and falls back to software once.

Rule: without a mark on disk there is no such start, and what falls back is never tried again by itself.
"""

import logging
import os
from contextlib import suppress
from types import TracebackType

from examclient.domain.drawing import FALL_BACK
from examclient.domain.drawing_trial import Drawing, Outcome, Trial, Why, as_set, decide
from examclient.storage.drawing_trials import DrawingTrials

START_AGAIN = 75
"""The exit code of a client that wants to be started again, in software (EX_TEMPFAIL of sysexits.h)."""

log = logging.getLogger(__name__)


class DrawingGuard:
    """Owns what is known of this start's drawing. As a context it lasts from before Qt until the end."""

    def __init__(self, level: int, trials: DrawingTrials, *, is_remote: bool = False) -> None:
        self._trials = trials
        self._is_open = False
        self.drawing = self._begin(level, is_remote=is_remote)
        log.info("drawing level %s requested, %s used: %s", level, self.drawing.level_effective, self._why())

    def __enter__(self) -> "DrawingGuard":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        """A start that came to its end in good order before anybody looked proves nothing."""
        if self._is_open:
            self._trials.forget()

    def seen(self) -> None:
        """The screen shows the window: this level has proved itself."""
        self._close(Outcome.SEEN)

    def failed(self, why: Why, detail: str = "") -> None:
        """The graphics device does not do: the next start is in software, and hears of it for certain."""
        log.warning("drawing at level %s failed: %s %s", self.drawing.level_effective, why, detail)
        os.environ[FALL_BACK] = why
        self._close(Outcome.FAILED, why, detail)

    def _begin(self, level: int, *, is_remote: bool) -> Drawing:
        told = os.environ.pop(FALL_BACK, None)
        if not as_set(level).is_watched:
            self._trials.forget()  # whoever sets the level anew wants it tried
            return as_set(level)
        drawing = decide(level, self._trials.all(), is_remote=is_remote)
        if told is not None and not drawing.stepped_in:
            drawing = Drawing(level, 0, _why(told))
        return self._marked(drawing)

    def _marked(self, drawing: Drawing) -> Drawing:
        level = drawing.level_requested
        try:
            if drawing.is_watched:
                self._trials.keep(Trial(level, Outcome.STARTING))
                self._is_open = True
            elif drawing.why is not Why.REMOTE:
                self._trials.keep(Trial(level, Outcome.FAILED, drawing.why, drawing.detail))
        except OSError as error:
            if drawing.is_watched:
                return Drawing(level, 0, Why.NOT_KEPT, str(error))
        return drawing

    def _close(self, outcome: Outcome, why: Why = Why.AS_SET, detail: str = "") -> None:
        self._is_open = False
        with suppress(OSError):  # then the mark of the start stays, which says the same or less
            self._trials.keep(Trial(self.drawing.level_requested, outcome, why, detail))

    def _why(self) -> str:
        return f"{self.drawing.why} {self.drawing.detail}".strip()


def expected(level: int, trials: DrawingTrials, *, is_remote: bool = False) -> Drawing:
    """What a start would draw by, without starting: for a self-check."""
    return decide(level, trials.all(), is_remote=is_remote)


def _why(told: str) -> Why:
    return Why(told) if told in set(Why) else Why.CRASHED
