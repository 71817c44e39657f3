"""Rulings: what a person decided to count or to leave out, as an append-only record of its own.

Rule: a ruling removes nothing. It names events; the answers are the fold of the events under the rulings, and
a later ruling on the same event takes the place of an earlier one.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

import msgspec

from examprotocol.events import Event

NO_IDEA = 24 * 3600 * 1000
"""An uncertainty in milliseconds from which on the claimed time says nothing: that machine had not heard the
site, and its own clock may be wrong by years.
"""


class Verdict(StrEnum):
    """What becomes of the events that a ruling names."""

    COUNT = "count"
    LEAVE_OUT = "leave_out"


class Span(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The events `first` to `last` of one writer, both included."""

    writer: str
    first: int
    last: int

    def __contains__(self, seq: object) -> bool:
        """Whether the writer's event of this number is among them."""
        return isinstance(seq, int) and self.first <= seq <= self.last


class Ruling(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """One decision of a person about an attempt.

    `number` counts the rulings of the attempt from 1; `by` says who decided, `at` when (site time in
    milliseconds), `reason` why. The spans may name one side of a conflict, late events or a whole import.
    """

    attempt: str
    number: int
    verdict: Verdict
    spans: tuple[Span, ...]
    by: str
    at: int
    reason: str


@dataclass(frozen=True, slots=True)
class Deadline:
    """The end that holds for an attempt and the grace after it: site time and milliseconds.

    What an event claims is taken with its uncertainty in the candidate's favour: the earliest that it can
    have happened decides, and one whose machine had no idea of the time is not late.
    """

    end: int
    grace: int = 0

    def is_late(self, event: Event) -> bool:
        """Whether the event happened after the end: it is marked."""
        return _earliest(event) > self.end

    def is_too_late(self, event: Event) -> bool:
        """Whether it happened after the grace as well: it counts only by a ruling."""
        return _earliest(event) > self.end + self.grace


def _earliest(event: Event) -> int:
    return event.at - event.give if event.give < NO_IDEA else 0


class Counting:
    """Says which events count: all but those that came too late or were left out, unless ruled otherwise."""

    def __init__(self, rulings: Iterable[Ruling] = (), deadline: Deadline | None = None) -> None:
        self._deadline = deadline
        self._verdicts: dict[str, list[tuple[Span, Verdict]]] = defaultdict(list)
        for ruling in sorted(rulings, key=lambda one: one.number, reverse=True):
            for span in ruling.spans:
                self._verdicts[span.writer].append((span, ruling.verdict))

    def counts(self, writer: str, event: Event) -> bool:
        """Whether the event counts; the newest ruling that names it decides."""
        for span, verdict in self._verdicts.get(writer, ()):
            if event.seq in span:
                return verdict is Verdict.COUNT
        return self._deadline is None or not self._deadline.is_too_late(event)

    def is_late(self, event: Event) -> bool:
        """Whether the event is marked as late."""
        return self._deadline is not None and self._deadline.is_late(event)


ALL = Counting()
"""Every event counts and none is late: how a client folds, which knows neither rulings nor the grace."""
