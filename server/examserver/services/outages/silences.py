"""When nothing came from where somebody sits: what an outage probably took, proposed to the staff.

It follows from when stations were heard, so candidates who think are no silence, and it is known after a
crash, and by each of several web machines. Rule: a proposal only. Stations go on without the service, so
whether candidates could not work is decided by a person.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from sqlalchemy import Connection, select

from examserver.services.actions.going_on import most_minutes
from examserver.services.actions.spans import Span, without
from examserver.storage import schema
from examserver.storage.exams import MINUTE, Exam
from examserver.storage.extensions import EVERYBODY, ExtensionRow, extensions_of
from examserver.storage.monitor import Heads, heads_at
from examserver.storage.outages import (
    WORTH_A_WORD,
    Gap,
    LeftOutage,
    by_station,
    gaps_after,
    heard_of,
    left_outages,
)
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


@dataclass(frozen=True, slots=True)
class _Login:
    """A login; `ends` is when the same candidate logged in next, 0 where that is the last one."""

    attempt: str
    candidate: str
    station: str
    room: str
    began: int
    submitted: bool
    closed: int
    ends: int


@dataclass(frozen=True, slots=True)
class _Decided:
    """What the staff have ordered that is about an exam: `most` are the minutes of whoever has the most."""

    pauses: tuple[OrderRow, ...]
    extensions: tuple[ExtensionRow, ...]
    left: tuple[LeftOutage, ...]
    most: int

    def stood_still(self, exam: Exam, room: str, now: int) -> list[Span]:
        """The pauses of all who sit there: what they took is given back by themselves."""
        mine = (one for one in self.pauses if _is_for_all(one, exam, room))
        return [Span(one.since, one.ended or now) for one in mine]

    def settles(self, room: str, sat: Collection[SatAt], silence: Span) -> bool:
        """Whether all who sat there were given time since it began, or somebody has left it as it is."""
        whose = {one.candidate for one in sat if _touch(one.span, silence)}
        given = {one.candidate for one in self.extensions if one.made > silence.begins}
        if EVERYBODY in given or whose <= given:
            return True
        left = {one.room for one in self.left if _touch(Span(one.begins, one.at), silence)}
        return ({room} if room else {one.room for one in sat}) <= left


def heard_so_far(connection: Connection, now: int) -> Heard:
    """What is written down of it; the running service knows some seconds more."""
    return Heard(heard_of(connection), by_station(gaps_after(connection, now - LOOKED_BACK)))


def open_silences(
    connection: Connection, exam: Exam, heard: Heard, now: int
) -> Mapping[str, tuple[Silence, ...]]:
    """What was silent at an exam, by its room, without that for which time was given or which somebody has
    left as it is; under `""` when all of its rooms were silent at once.
    """
    if exam.ended or exam.cancelled or now <= exam.starts:
        return {}
    logins = _logins(connection, exam)
    loud = {one.room for one in logins if _is_always_heard(one, exam, heard, now)}
    found: dict[str, tuple[Silence, ...]] = dict.fromkeys(sorted({"", *(one.room for one in logins)}), ())
    quiet = [room for room in found if room not in loud and not (loud and not room)]
    if not quiet:
        return found
    decided, sat = _decided(connection, exam), _sat(connection, exam, logins, now)
    limit = _limit(exam, decided, now)
    for room in quiet:
        there = [one for one in sat if room in ("", one.room)]
        silent = _silences(there, heard, decided.stood_still(exam, room, now), limit, now)
        found[room] = tuple(one for one in silent if not decided.settles(room, there, one.span(now)))
    return found


def longest_silence(connection: Connection, exam: Exam, room: str, heard: Heard, now: int) -> Silence | None:
    """The longest of the last hours at an exam, or (room not `""`) in one of its rooms."""
    found = open_silences(connection, exam, heard, now).get(room, ())
    return max(found, key=lambda one: (one.ends or now) - one.begins, default=None)


def _decided(connection: Connection, exam: Exam) -> _Decided:
    orders = (*standing_orders(connection), *ended_pauses(connection, exam.starts))
    return _Decided(
        pauses=tuple(one for one in orders if one.kind is OrderKind.PAUSE),
        extensions=extensions_of(connection, exam.id),
        left=left_outages(connection, exam.id),
        most=most_minutes(connection, exam.id),
    )


def _limit(exam: Exam, decided: _Decided, now: int) -> Span:
    """Where one looks for silences: while the exam goes on, and not for ever."""
    return Span(max(exam.starts, now - LOOKED_BACK), min(exam.extended(decided.most).closes, now))


def _logins(connection: Connection, exam: Exam) -> list[_Login]:
    """Of each attempt in the order in which they came."""
    sessions, attempts, stations = schema.sessions, schema.attempts, schema.stations
    query = (
        select(
            sessions.c.attempt,
            attempts.c.candidate,
            sessions.c.station,
            stations.c.room,
            sessions.c.began,
            attempts.c.submitted,
            attempts.c.closed,
        )
        .join(attempts, sessions.c.attempt == attempts.c.id)
        .join(stations, sessions.c.station == stations.c.id)
        .where(attempts.c.exam == exam.id)
        .order_by(sessions.c.attempt, sessions.c.began, sessions.c.granted)
    )
    rows = connection.execute(query).all()
    return [
        _Login(*row, ends=after.began if after is not None and after.attempt == row.attempt else 0)
        for row, after in zip_longest(rows, rows[1:])
    ]


def _is_always_heard(login: _Login, exam: Exam, heard: Heard, now: int) -> bool:
    """Whether somebody has sat there since the start without a gap: then the room was never silent. Mostly it
    is so in all rooms, and nothing more is read.
    """
    is_there = not login.ends and not login.submitted and login.began <= exam.starts
    return is_there and not heard.gaps_of(login.station, now)


def _sat(connection: Connection, exam: Exam, logins: Iterable[_Login], now: int) -> list[SatAt]:
    """Who sat where and when: from each login to the next one, or until the answers were handed in."""
    heads = heads_at(connection, exam.id)
    return [
        SatAt(one.candidate, one.station, one.room, Span(one.began, one.ends or _until(one, heads, now)))
        for one in logins
    ]


def _until(login: _Login, heads: Mapping[str, Heads], now: int) -> int:
    return max(login.closed, heads.get(login.attempt, Heads()).saved) if login.submitted else now


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


def _is_for_all(order: OrderRow, exam: Exam, room: str) -> bool:
    scope = order.scope
    return (
        not scope.seat
        and not scope.attempt
        and scope.room in ("", room)
        and scope.exam in ("", exam.id)
        and scope.sitting in ("", exam.sitting)
    )


def _touch(one: Span, other: Span) -> bool:
    return one.begins < other.ends and other.begins < one.ends
