"""Whether this start may let the graphics device compose the windows: what earlier starts came to decides.

Rule: a level that did not prove itself is not tried again until another one is set. So one start may fail,
and never two in a row.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

import msgspec

from examclient.domain.drawing import FIRST_COMPOSED


class Why(StrEnum):
    """Why the level is what it is."""

    AS_SET = "as_set"
    CRASHED = "crashed"
    """An earlier start ended without a word: before anybody had seen a window, or while a candidate sat."""
    BLANK = "blank"
    """The window was there, and the screen did not show it."""
    NO_DEVICE = "no_device"
    """Qt itself said that the graphics device does not work."""
    NOT_KEPT = "not_kept"
    """What a start comes to cannot be kept on this machine, so a failed one would be tried for ever."""
    REMOTE = "remote"
    """The screen is far away: no device of this machine shows what it draws."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """The level that was asked for, the one that is used, and why they differ; `detail` is Qt's own words."""

    level_requested: int
    level_effective: int
    why: Why = Why.AS_SET
    detail: str = ""

    @property
    def stepped_in(self) -> bool:
        """Whether the guard took another level than the one that was asked for."""
        return self.why is not Why.AS_SET

    @property
    def is_watched(self) -> bool:
        """Whether the graphics device composes the windows, so that somebody has to look at the screen."""
        return self.level_effective >= FIRST_COMPOSED


class Outcome(StrEnum):
    """What a start came to. STARTING is written before the first window and stays where the start crashed."""

    STARTING = "starting"
    SEEN = "seen"
    FAILED = "failed"


class Trial(msgspec.Struct, frozen=True, omit_defaults=True):
    """One start by the graphics device, as it is kept on disk."""

    level: int
    outcome: Outcome
    why: Why = Why.AS_SET
    detail: str = ""

    @property
    def reason(self) -> Why:
        """Why this level is not to be tried again; AS_SET where it may be."""
        if self.outcome is Outcome.STARTING:
            return Why.CRASHED
        return self.why if self.outcome is Outcome.FAILED else Why.AS_SET


def as_set(level: int) -> Drawing:
    """The level as it was asked for; one below 0 is 0."""
    return Drawing(level, max(level, 0))


def decide(level: int, earlier: Iterable[Trial], *, is_remote: bool = False) -> Drawing:
    """What to draw by. `earlier` is what was kept of the last start, from each place where it is kept: one
    place may have forgotten, as a restore card does, so the worst of them counts.
    """
    if level < FIRST_COMPOSED:
        return as_set(level)
    for trial in earlier:
        if trial.level == level and trial.reason is not Why.AS_SET:
            return Drawing(level, 0, trial.reason, trial.detail)
    if is_remote:
        return Drawing(level, 0, Why.REMOTE)
    return as_set(level)
