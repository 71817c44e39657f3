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


def joined(spans: Iterable[Span]) -> list[Span]:
    """The same time in as few spans as possible, in order."""
    found: list[Span] = []
    for span in sorted(one for one in spans if one.ends > one.begins):
        if found and span.begins <= found[-1].ends:
            found[-1] = Span(found[-1].begins, max(found[-1].ends, span.ends))
        else:
            found.append(span)
    return found


def without(spans: Iterable[Span], others: Iterable[Span]) -> list[Span]:
    """What lies in any of the spans and in none of the others, in order."""
    taken, found = joined(others), []
    for span in joined(spans):
        begins = span.begins
        for other in taken:
            if other.ends <= begins or other.begins >= span.ends:
                continue
            found.append(Span(begins, other.begins))
            begins = other.ends
        found.append(Span(begins, span.ends))
    return [one for one in found if one.ends > one.begins]
