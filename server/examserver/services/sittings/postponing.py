"""Postpones a sitting to another time, also one that was interrupted, ended or cancelled (延期).

Rule: what was answered is kept. Who had begun goes on with the rest of their own time, extensions included,
counted from the moment at which it stopped; who had not begun has all of it. Whoever had handed in by their
own wish, or whose time was over before it stopped, is not opened again.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import msgspec
from sqlalchemy import Connection

from examprotocol.room import open_card, sign_card
from examserver.errors import SittingError
from examserver.services.order import Bench
from examserver.services.sittings.finding import require_exams, require_sitting
from examserver.services.sittings.moving import require_released_in_time, shifted, store_times
from examserver.services.sittings.own_times import OwnTime, over_before, own_times, stood_still, store_used
from examserver.storage.attempts import attempts_of
from examserver.storage.exams import MINUTE, Exam
from examserver.storage.room_cards import (
    STAYS,
    CardRow,
    add_card,
    highest_number,
    newest_card,
    rooms_with_card,
)
from examserver.storage.site_orders import OrderKind, OrderRow, end_order, standing_orders
from examserver.storage.sittings import mark_sitting

LONGEST_AHEAD = 366 * 24 * 3_600_000


@dataclass(frozen=True, slots=True)
class Postponed:
    """An exam as it is now. `resumed` of those who had begun have time left, `over` have none."""

    exam: Exam
    resumed: int
    over: int


def postpone(bench: Bench, sitting_id: str, start: int, stopped: int = 0) -> tuple[Postponed, ...]:
    """Let the first exam of a sitting start at `start`, and all others as long after it as before.

    `stopped` is when it stood still; 0: when it was ended, cancelled, paused or closed, the first of these,
    else now. Whose room was paused before stood still since then. Pauses and closings of all of it, or of a
    whole exam, end with that. All are site times in milliseconds. Raises SittingError.
    """
    sitting = require_sitting(bench.connection, sitting_id)
    exams = require_exams(bench.connection, sitting)
    if stopped > bench.now:
        raise SittingError("It cannot have stopped later than now.", "Give the time at which it stopped.")
    if not bench.now < start <= bench.now + LONGEST_AHEAD:
        raise SittingError("The new start has to lie ahead, within a year.", "Write it as 2026-11-21 14:00.")
    by = start - exams[0].starts
    standing = _standing(bench.connection, sitting.id, exams)
    over = sitting.cancelled or sitting.ended or bench.now
    done = tuple(
        _postpone(bench, exam, by, stopped or min(over, _stood_still(exam, standing) or over))
        for exam in exams
    )
    for row in standing:
        end_order(bench.connection, row.id, bench.now)
    mark_sitting(bench.connection, sitting.id, ended=0, cancelled=0, moved=bench.now)
    return done


def _standing(connection: Connection, sitting: str, exams: Sequence[Exam]) -> tuple[OrderRow, ...]:
    """The pauses and closings of the whole sitting, or of a whole exam of it."""
    named = {exam.id for exam in exams}
    return tuple(
        row
        for row in standing_orders(connection)
        if row.kind in (OrderKind.PAUSE, OrderKind.CLOSE)
        and not (row.scope.room or row.scope.seat or row.scope.attempt)
        and (row.scope.sitting == sitting or row.scope.exam in named)
    )


def _stood_still(exam: Exam, standing: Sequence[OrderRow]) -> int:
    """Since when an exam has stood still by these orders; 0 where none is for it."""
    mine = (row for row in standing if row.scope.exam in ("", exam.id))
    return min((row.since for row in mine), default=0)


def _postpone(bench: Bench, exam: Exam, by: int, since: int) -> Postponed:
    connection = bench.connection
    went_on = shifted(exam, by)
    require_released_in_time(connection, exam, went_on)
    own = own_times(connection, exam.id)
    if exam.starts >= since:  # nobody's time has begun
        begun, used = {}, over_before(exam, by, own)
    else:
        begun = _stopped(connection, exam, since)
        used = {who: _used(exam, by, stopped, own[who]) for who, stopped in begun.items()}
    store_used(connection, exam.id, used)
    store_times(connection, replace(went_on, ended=0, cancelled=False))
    _renew_cards(bench, went_on)
    over = sum(_rest(exam, stopped, own[who]) == 0 for who, stopped in begun.items())
    return Postponed(went_on, len(begun) - over, over)


def _stopped(connection: Connection, exam: Exam, since: int) -> dict[str, int]:
    """When it stopped for each who had begun: when the room was paused, where that was before `since`."""
    paused = stood_still(connection, exam)
    begun = [attempt.candidate for attempt in attempts_of(connection, exam.id)]
    return {who: max(exam.starts, min(since, paused.get(who, since))) for who in begun}


def _rest(exam: Exam, since: int, own: OwnTime) -> int:
    """What a candidate had left when it stopped, in milliseconds."""
    return max(0, own.end(exam) - since)


def _used(exam: Exam, by: int, since: int, own: OwnTime) -> int:
    """What is taken from the new end, so that the rest is left from the new start on.

    Whose time was over keeps the old end to the millisecond: what was late stays late.
    """
    if rest := _rest(exam, since, own):
        return exam.ends - exam.starts + own.minutes * MINUTE - rest
    return own.used + by


def _renew_cards(bench: Bench, exam: Exam) -> None:
    """The passwords of the rooms count as long as the exam may be sat: the same ones, under a new number."""
    for room in sorted(rooms_with_card(bench.connection, exam.id)):
        token = newest_card(bench.connection, room, exam.id)
        card = open_card(token, bench.key) if token else None
        if card is None or card.until >= exam.closes + STAYS:
            continue
        number = highest_number(bench.connection, room) + 1
        renewed = msgspec.structs.replace(card, number=number, until=exam.closes + STAYS)
        add_card(bench.connection, CardRow(room, number, exam.id, bench.now, sign_card(renewed, bench.key)))
