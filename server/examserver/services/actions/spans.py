"""Spans of time, and how much of it they cover together."""

from collections.abc import Iterable
from typing import NamedTuple

from examserver.storage.exams import MINUTE


class Span(NamedTuple):
    """From `begins` to before `ends`, in milliseconds; empty where it ends no later than it begins."""

    begins: int
    ends: int


NO_TIME = Span(0, 0)


def minutes_in(spans: Iterable[Span]) -> int:
    """The minutes that lie in any of the spans; a begun one is a whole one."""
    return -(-covered(spans) // MINUTE)


def covered(spans: Iterable[Span]) -> int:
    """The milliseconds that lie in any of the spans: each counts once."""
    total, reached = 0, None
    for span in sorted(spans):
        begins = span.begins if reached is None else max(span.begins, reached)
        if span.ends > begins:
            total, reached = total + span.ends - begins, span.ends
    return total


def covered_without(spans: Iterable[Span], others: Iterable[Span]) -> int:
    """The milliseconds that lie in any of the spans, and in none of the others."""
    others = tuple(others)
    return covered((*spans, *others)) - covered(others)
