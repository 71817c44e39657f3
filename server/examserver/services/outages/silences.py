"""When nothing came from where somebody sits: what an outage probably took, proposed to the staff.

It follows from when stations were heard, so candidates who think are no silence, and it is known after a
crash, and by each of several web machines. Rule: a proposal only. Stations go on without the service, so
whether candidates could not work is decided by a person.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

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
class SatAt:
    """When a candidate sat at a station, which stands in a room."""

    attempt: str
    candidate: str
    station: str
    room: str
    span: Span


@dataclass(frozen=True, slots=True)
class Silence:
    """Nothing came in between two site times in milliseconds; `ends` is 0 while it goes on.

    `away` is where those sit now who sat there then: it is not empty where only they were given no time yet.
    """

    begins: int
    ends: int
    away: tuple[SatAt, ...] = ()

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
    """What the staff have ordered that is about an exam: `given` is when each was given time last, `most` the
    minutes of whoever has the most.
    """

    pauses: tuple[OrderRow, ...]
    given: Mapping[str, int]
    left: tuple[LeftOutage, ...]
    most: int

    def stood_still(self, exam: Exam, room: str, now: int) -> list[Span]:
        """The pauses of all who sit there: what they took is given back by themselves."""
        mine = (one for one in self.pauses if _is_for_all(one, exam, room))
        return [Span(one.since, one.ended or now) for one in mine]

    def lacking(self, sat: Iterable[SatAt]) -> Iterator[SatAt]:
        """Who sat there after they were given time last: until then it is decided about."""
        for one in sat:
            until = max(self.given.get(one.candidate, 0), self.given.get(EVERYBODY, 0))
            if until < one.span.ends:
                yield replace(one, span=Span(max(one.span.begins, until), one.span.ends))

    def is_left(self, rooms: Collection[str], silence: Span) -> bool:
        """Whether somebody has left it as it is, in all of these rooms."""
        left = {one.room for one in self.left if _touch(_decided_about(one), silence)}
        return left.issuperset(rooms)


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
    if now - LOOKED_BACK >= exam.extended(most_minutes(connection, exam.id)).closes:
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
        still = decided.stood_still(exam, room, now)
        silent = partial(
            _silences, not_silent=[*_heard_when(there, heard, now), *still], limit=limit, now=now
        )
        found[room] = tuple(
            one
            for one in _here_and_away(room, list(decided.lacking(there)), sat, silent)
            if not decided.is_left({room} if room else {one.room for one in sat}, one.span(now))
        )
    return found


def silences_here(
    connection: Connection, exam: Exam, room: str, heard: Heard, now: int
) -> tuple[Silence, ...]:
    """Those of whoever sits an exam now, in a room or, with `""`, in all of them at once."""
    found = open_silences(connection, exam, heard, now).get(room, ())
    return tuple(one for one in found if not one.away)


def silences_away(
    connection: Connection, exam: Exam, attempt: str, heard: Heard, now: int
) -> tuple[Silence, ...]:
    """Those of the rooms in which a candidate does not sit any more."""
    found = open_silences(connection, exam, heard, now).values()
    return tuple(one for some in found for one in some if any(each.attempt == attempt for each in one.away))


def minutes_lost(silences: Collection[Silence], now: int) -> int:
    """What is proposed to be given back: all that are over, since time decides about all of them; where there
    are none, what goes on.
    """
    over = [one for one in silences if one.ends]
    return sum(one.minutes(now) for one in over or silences)


def _here_and_away(
    room: str,
    lacking: Collection[SatAt],
    sat: Iterable[SatAt],
    silent: Callable[[list[SatAt]], list[Silence]],
) -> Iterator[Silence]:
    """The silences of who sits in the room still, then of those alone who do not: as long as a room waits for
    its time, whoever gives it to the exam gives it to them as well.
    """
    last = {one.candidate: one for one in sat}
    here = silent([one for one in lacking if room in ("", last[one.candidate].room)])
    yield from here
    gone = [one for one in lacking if room not in ("", last[one.candidate].room)]
    for silence in silent(gone):
        span = Span(silence.begins, silence.ends or max(one.span.ends for one in gone))
        if not any(_touch(span, Span(one.begins, one.ends or span.ends)) for one in here):
            whose = {one.candidate: last[one.candidate] for one in gone if _touch(one.span, span)}
            yield Silence(span.begins, span.ends, tuple(whose.values()))


def _decided(connection: Connection, exam: Exam) -> _Decided:
    orders = (*standing_orders(connection), *ended_pauses(connection, exam.starts))
    return _Decided(
        pauses=tuple(one for one in orders if one.kind is OrderKind.PAUSE),
        given=_given(extensions_of(connection, exam.id)),
        left=left_outages(connection, exam.id),
        most=most_minutes(connection, exam.id),
    )


def _given(extensions: Iterable[ExtensionRow]) -> Mapping[str, int]:
    """When each was given time last; two services may have given some of them."""
    return {one.candidate: one.made for one in sorted(extensions, key=lambda one: one.made)}


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
    rows = connection.execute(query).all()  # none, as long as nobody has come
    return [
        _Login(*row, ends=after.began if after is not None and after.attempt == row.attempt else 0)
        for row, after in zip(rows, (*rows[1:], None), strict=False)
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
        SatAt(
            one.attempt,
            one.candidate,
            one.station,
            one.room,
            Span(one.began, one.ends or _until(one, heads, now)),
        )
        for one in logins
    ]


def _until(login: _Login, heads: Mapping[str, Heads], now: int) -> int:
    return max(login.closed, heads.get(login.attempt, Heads()).saved) if login.submitted else now


def _heard_when(sat: Iterable[SatAt], heard: Heard, now: int) -> Iterable[Span]:
    """When one of their stations was heard."""
    return (span for one in sat for span in without([one.span], heard.gaps_of(one.station, now)))


def _silences(sat: Collection[SatAt], not_silent: list[Span], limit: Span, now: int) -> list[Silence]:
    """When one of these sat there and nobody was heard."""
    silent = without((one.span for one in sat), not_silent)
    outside = (Span(0, limit.begins), Span(limit.ends, max(limit.ends, now)))
    return [
        Silence(span.begins, 0 if span.ends == now else span.ends)
        for span in without(silent, outside)
        if span.ends - span.begins >= WORTH_A_WORD
    ]


def _is_for_all(order: OrderRow, exam: Exam, room: str) -> bool:
    scope = order.scope
    return (
        not scope.seat
        and not scope.attempt
        and scope.room in ("", room)
        and scope.exam in ("", exam.id)
        and scope.sitting in ("", exam.sitting)
    )


def _decided_about(left: LeftOutage) -> Span:
    """What somebody has left as it is; what went on still, for as long as it goes on."""
    return Span(left.begins, min(left.ends or left.at, left.at))


def _touch(one: Span, other: Span) -> bool:
    return one.begins < other.ends and other.begins < one.ends
