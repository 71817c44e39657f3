"""Gives seats to candidates by a rule. Pure: people and free seats in, places out.

Rule: the same people, seats, rule and seed always give the same places.
"""

import random
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from examserver.errors import SeatingError


class SeatRule(StrEnum):
    """Who gets which seat: as the file says; by admission number; shuffled; nobody beside the same group."""

    AS_IN_FILE = "file"
    BY_NUMBER = "number"
    SHUFFLED = "shuffled"
    APART = "apart"


@dataclass(frozen=True, slots=True)
class Sitter:
    """Somebody who needs a seat. `group` is the school and class, `""` where it is not known."""

    candidate: str
    group: str = ""


@dataclass(frozen=True, slots=True)
class FreeSeat:
    """A seat that nobody has; `place` counts all seats of the room, so that neighbours are known."""

    room: str
    seat: str
    place: int


@dataclass(frozen=True, slots=True)
class Seated:
    """Who sits where, and how many sit beside somebody of their own group all the same."""

    places: tuple[tuple[Sitter, FreeSeat], ...]
    beside: int = 0


def assign(sitters: Sequence[Sitter], seats: Sequence[FreeSeat], rule: SeatRule, seed: int) -> Seated:
    """Fill the seats in their order, room by room; raises SeatingError where there are too few."""
    if len(sitters) > len(seats):
        raise SeatingError(
            f"There are {len(seats)} free seats for {len(sitters)} candidates.",
            "Name more rooms, or more seats for a room.",
        )
    ordered = sorted(sitters, key=lambda one: one.candidate)
    if rule is not SeatRule.BY_NUMBER:
        random.Random(seed).shuffle(ordered)  # noqa: S311 - a seed that can be repeated is what is asked for
    if rule is SeatRule.APART:
        return _apart(ordered, seats)
    return Seated(tuple(zip(ordered, seats, strict=False)))


def _apart(sitters: Iterable[Sitter], seats: Sequence[FreeSeat]) -> Seated:
    """The largest group that does not sit on the seat before goes next; seats to spare stay between.

    Of all orders one that begins so has the fewest pairs beside each other.
    """
    groups: dict[str, list[Sitter]] = defaultdict(list)
    for one in sitters:
        groups[one.group].append(one)
    waiting = sum(map(len, groups.values()))
    spare, beside = len(seats) - waiting, 0
    places: list[tuple[Sitter, FreeSeat]] = []
    for seat in seats:
        before = _beside(places, seat)
        others = [name for name in groups if name != before or not name]
        if not others and groups and spare:
            spare -= 1
            continue
        if not groups:
            break
        chosen = max(others or groups, key=lambda name: (len(groups[name]), name))
        beside += not others
        places.append((groups[chosen].pop(), seat))
        if not groups[chosen]:
            del groups[chosen]
    return Seated(tuple(places), beside)


def _beside(places: list[tuple[Sitter, FreeSeat]], seat: FreeSeat) -> str | None:
    """The group on the seat before this one; None where nobody sits there."""
    if not places:
        return None
    sitter, last = places[-1]
    return sitter.group if last.room == seat.room and last.place == seat.place - 1 else None
