"""When nothing came from where somebody sits: what an outage probably took, proposed to the staff.

It follows from when stations were heard, so candidates who think are no silence, and it is known after a
crash, and by each of several web machines. Rule: a proposal only. Stations go on without the service, so
whether candidates could not work is decided by a person.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from examserver.services.actions.going_on import most_minutes
from examserver.services.actions.spans import Span, without
from examserver.storage import schema
from examserver.storage.exams import MINUTE, Exam
from examserver.storage.extensions import EVERYBODY, extensions_of
from examserver.storage.monitor import heads_at
from examserver.storage.outages import WORTH_A_WORD, Gap, by_station, gaps_after, heard_of, left_outages
from examserver.storage.site_orders import OrderKind, OrderRow, ended_pauses, standing_orders

LOOKED_BACK = 3 * 60 * MINUTE
"""Milliseconds: an older silence is not proposed any more."""


@dataclass(frozen=True, slots=True)
class Silence:
    """Nothing came in between two site times in milliseconds; `ends` is 0 while it goes on."""

    begins: int
    ends: int

    def minutes(self, now: int) -> int:
        """How long it was, or is, in whole minutes, rounded up."""
        return -((self.begins - (self.ends or now)) // MINUTE)

    def span(self, now: int) -> Span:
        """From when to when, at `now`."""
        return Span(self.begins, self.ends or now)


@dataclass(frozen=True, slots=True)
class Heard:
    """When each station was heard last, and the gaps of each."""

    last: Mapping[str, int]
    gaps: Mapping[str, Sequence[Gap]]

    def gaps_of(self, station: str, now: int) -> list[Span]:
        """When a station was not heard, also still."""
        found = [Span(one.begins, one.ends) for one in self.gaps.get(station, ())]
        last = self.last.get(station, now)
        return [*found, Span(last, now)] if now - last >= WORTH_A_WORD else found


@dataclass(frozen=True, slots=True)
class SatAt:
    """When a candidate sat at a station, which stands in a room."""

    candidate: str
    station: str
    room: str
    span: Span


def heard_so_far(connection: Connection, now: int) -> Heard:
    """What is written down of it; the running service knows some seconds more."""
    return Heard(heard_of(connection), by_station(gaps_after(connection, now - LOOKED_BACK)))


def open_silences(
    connection: Connection, exam: Exam, heard: Heard, now: int
) -> Mapping[str, tuple[Silence, ...]]:
    """What was silent at an exam, by its room, without that for which time was given or which somebody has
    left as it is; under `""` when all of its rooms were silent at once.
    """
    if exam.ended or exam.cancelled or now <= exam.starts or not _is_any(heard, exam, now):
        return {}
    limit, sat, found = _limit(connection, exam, now), _sat(connection, exam, now), {}
    for room in sorted({"", *(one.room for one in sat)}):
        there = [one for one in sat if room in ("", one.room)]
        silent = _silences(there, heard, _stood_still(connection, exam, room, now), limit, now)
        found[room] = tuple(
            one for one in silent if not _is_settled(connection, exam, room, there, one.span(now))
        )
    return found


def longest_silence(connection: Connection, exam: Exam, room: str, heard: Heard, now: int) -> Silence | None:
    """The longest of the last hours at an exam, or (room not `""`) in one of its rooms."""
    found = open_silences(connection, exam, heard, now).get(room, ())
    return max(found, key=lambda one: (one.ends or now) - one.begins, default=None)


def _limit(connection: Connection, exam: Exam, now: int) -> Span:
    """Where one looks for silences: while the exam goes on, and not for ever."""
    closes = exam.extended(most_minutes(connection, exam.id)).closes
    return Span(max(exam.starts, now - LOOKED_BACK), min(closes, now))


def _is_any(heard: Heard, exam: Exam, now: int) -> bool:
    """Whether any station was silent at all: mostly none was, and then nothing more is read."""
    gaps = any(one.ends > exam.starts for gaps in heard.gaps.values() for one in gaps)
    return gaps or any(now - last >= WORTH_A_WORD and last > 0 for last in heard.last.values())


def _sat(connection: Connection, exam: Exam, now: int) -> list[SatAt]:
    """Who sat where and when: from each login to the next one, or until the answers were handed in."""
    sessions, attempts, stations = schema.sessions, schema.attempts, schema.stations
    query = (
        select(
            sessions.c.attempt,
            sessions.c.station,
            sessions.c.began,
            attempts.c.candidate,
            attempts.c.submitted,
            attempts.c.closed,
            stations.c.room,
        )
        .join(attempts, sessions.c.attempt == attempts.c.id)
        .join(stations, sessions.c.station == stations.c.id)
        .where(attempts.c.exam == exam.id)
        .order_by(sessions.c.attempt, sessions.c.began, sessions.c.granted)
    )
    rows, heads = connection.execute(query).all(), heads_at(connection, exam.id)
    found = []
    for row, after in zip(rows, (*rows[1:], None), strict=True):
        ends = now
        if after is not None and after.attempt == row.attempt:
            ends = after.began
        elif row.submitted:
            ends = max(row.closed, heads[row.attempt].saved if row.attempt in heads else 0)
        found.append(SatAt(row.candidate, row.station, row.room, Span(row.began, ends)))
    return found


def _silences(
    sat: Collection[SatAt], heard: Heard, still: list[Span], limit: Span, now: int
) -> tuple[Silence, ...]:
    """When somebody sat and none of their stations was heard."""
    there = (span for one in sat for span in without([one.span], heard.gaps_of(one.station, now)))
    silent = without((one.span for one in sat), (*there, *still))
    outside = (Span(0, limit.begins), Span(limit.ends, max(limit.ends, now)))
    return tuple(
        Silence(span.begins, 0 if span.ends == now else span.ends)
        for span in without(silent, outside)
        if span.ends - span.begins >= WORTH_A_WORD
    )


def _stood_still(connection: Connection, exam: Exam, room: str, now: int) -> list[Span]:
    """The pauses of all who sit there: what they took is given back by themselves."""
    orders = (*standing_orders(connection), *ended_pauses(connection, exam.starts))
    pauses = (one for one in orders if one.kind is OrderKind.PAUSE and _is_for_all(one, exam, room))
    return [Span(one.since, one.ended or now) for one in pauses]


def _is_for_all(order: OrderRow, exam: Exam, room: str) -> bool:
    scope = order.scope
    return (
        not scope.seat
        and not scope.attempt
        and scope.room in ("", room)
        and scope.exam in ("", exam.id)
        and scope.sitting in ("", exam.sitting)
    )


def _is_settled(connection: Connection, exam: Exam, room: str, sat: Collection[SatAt], silence: Span) -> bool:
    """Whether all who sat there were given time since it began, or somebody has left it as it is."""
    whose = {one.candidate for one in sat if _touch(one.span, silence)}
    given = {one.candidate for one in extensions_of(connection, exam.id) if one.made > silence.begins}
    if EVERYBODY in given or whose <= given:
        return True
    left = {
        one.room for one in left_outages(connection, exam.id) if _touch(Span(one.begins, one.at), silence)
    }
    return ({room} if room else {one.room for one in sat}) <= left


def _touch(one: Span, other: Span) -> bool:
    return one.begins < other.ends and other.begins < one.ends
