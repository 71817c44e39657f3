"""Who cannot get in: from five minutes before the start while somebody is there who has not logged in.

Rule: where candidates are checked in, those count who are in and not logged in. Where nobody is, a machine
that is on and free at a candidate's seat counts, until the late have had their time.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from examserver.services.monitor.facts import SeatFacts
from examserver.services.monitor.judging import is_off
from examserver.services.monitor.watch import Snapshot
from examserver.storage.checkins import PRESENT
from examserver.storage.exams import MINUTE

BEFORE, LATE = 5 * MINUTE, 15 * MINUTE
"""Milliseconds before the start from which it is said, and after it in which a free machine says anything."""


@dataclass(frozen=True, slots=True)
class Door:
    """An exam at which somebody cannot get in: `waiting` of its `candidates` in these rooms. `is_checked`:
    they were checked in. `starts` is the first of their starts, and `has_begun` whether that is over.
    """

    exam: str
    title: str
    starts: int
    has_begun: bool
    candidates: int
    waiting: int
    is_checked: bool


def doors(snapshot: Snapshot, rooms: Collection[str], now: int) -> tuple[Door, ...]:
    """The exams of these rooms at which somebody cannot get in, by their start."""
    by_exam: dict[str, list[SeatFacts]] = {}
    for seat in snapshot.facts.values():
        if seat.exam is not None and seat.room in rooms and _is_time(seat, now):
            by_exam.setdefault(seat.exam.id, []).append(seat)
    found = (_door(seats, now) for seats in by_exam.values())
    return tuple(sorted((one for one in found if one.waiting), key=lambda one: (one.starts, one.exam)))


def _is_time(seat: SeatFacts, now: int) -> bool:
    exam = seat.exam
    return exam is not None and not exam.cancelled and exam.starts - BEFORE <= now < exam.ends


def _door(seats: list[SeatFacts], now: int) -> Door:
    first = min((one.exam for one in seats if one.exam is not None), key=lambda exam: exam.starts)
    is_checked = any(one.entry is not None for one in seats)
    out = [one for one in seats if one.sat is None]
    waiting = _checked_in(out) if is_checked else _at_a_machine(out, now)
    return Door(first.id, first.title, first.starts, first.starts <= now, len(seats), waiting, is_checked)


def _checked_in(seats: Iterable[SeatFacts]) -> int:
    return sum(one.entry in PRESENT for one in seats)


def _at_a_machine(seats: Iterable[SeatFacts], now: int) -> int:
    return sum(
        one.machine is not None
        and one.exam is not None
        and now < one.exam.starts + LATE
        and not is_off(one, now)
        for one in seats
    )
