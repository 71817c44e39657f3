"""What the monitor reads each second: a few statements, each over all that is watched. Reads only."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
from sqlalchemy import Connection, bindparam, select

from examprotocol.events import Event, Started, Writer
from examprotocol.self_check import Grade
from examserver.storage import schema
from examserver.storage.prepared import Prepared

_entries, _attempts, _writers, _events = schema.entries, schema.attempts, schema.writers, schema.events

_CANDIDATES = Prepared(
    select(
        _entries.c.candidate,
        _entries.c.room,
        _entries.c.seat,
        _entries.c.used,
        schema.candidates.c.name,
        schema.candidates.c.seat.label("own_seat"),
        _attempts.c.id.label("attempt"),
        _attempts.c.submitted,
        _attempts.c.closed,
        _attempts.c.holder,
    )
    .join(schema.candidates, _entries.c.candidate == schema.candidates.c.admission_number)
    .outerjoin(
        _attempts, (_attempts.c.exam == _entries.c.exam) & (_attempts.c.candidate == _entries.c.candidate)
    )
    .where(_entries.c.exam == bindparam("of_exam"))
    .order_by(_entries.c.candidate)
)
_STILL_SAT = Prepared(select(_attempts.c.exam).where(_attempts.c.submitted.is_(False)).distinct())
_HEADS = Prepared(
    select(_writers.c.attempt, _writers.c.key, _writers.c.head_seq, _events.c.received)
    .select_from(_attempts)
    .join(_writers, _writers.c.attempt == _attempts.c.id)
    .join(_events, (_events.c.writer == _writers.c.key) & (_events.c.seq == _writers.c.head_seq))
    .where(_attempts.c.exam == bindparam("of_exam"))
)
_CAME_AFTER = Prepared(
    select(_attempts.c.id)
    .join(_writers, _writers.c.attempt == _attempts.c.id)
    .join(_events, (_events.c.writer == _writers.c.key) & (_events.c.seq == _writers.c.head_seq))
    .where(_attempts.c.exam == bindparam("of_exam"), _events.c.received > bindparam("after"))
    .limit(1)
)
_CLONED = Prepared(
    select(schema.forks.c.attempt)
    .join(_attempts, schema.forks.c.attempt == _attempts.c.id)
    .where(_attempts.c.exam == bindparam("of_exam"))
    .distinct()
)
_IMPORTED = Prepared(
    select(schema.imports.c.attempt)
    .join(_attempts, schema.imports.c.attempt == _attempts.c.id)
    .where(_attempts.c.exam == bindparam("of_exam"), schema.imports.c.verdict == bindparam("is_verdict"))
    .distinct()
)
_RULINGS = Prepared(
    select(schema.rulings.c.attempt, schema.rulings.c.number)
    .join(_attempts, schema.rulings.c.attempt == _attempts.c.id)
    .where(_attempts.c.exam == bindparam("of_exam"))
)
_MACHINES = Prepared(
    select(
        schema.stations.c.id,
        schema.stations.c.name,
        schema.stations.c.room,
        schema.stations.c.seat,
        schema.stations.c.client,
        schema.stations.c.state,
    )
)
_CHECKED = Prepared(select(schema.self_checks.c.station, schema.self_checks.c.at))
_CHECK = Prepared(select(schema.self_checks.c.report).where(schema.self_checks.c.station == bindparam("of")))
_QUESTIONS = Prepared(select(schema.papers.c.questions).where(schema.papers.c.id == bindparam("of_paper")))


@dataclass(frozen=True, slots=True)
class Heads:
    """How far the writers of an attempt have come: each one by the key of its row, how many events in all,
    and when the last one came.
    """

    each: tuple[tuple[int, int], ...] = ()
    events: int = 0
    saved: int = 0

    @property
    def writers(self) -> int:
        """How many there are."""
        return len(self.each)


@dataclass(frozen=True, slots=True)
class Beginning:
    """A writer, and what it had seen of others when it began; `carries`: it goes on where others parted."""

    writer: Writer
    seen: Mapping[str, int]
    carries: bool


class _Graded(msgspec.Struct, frozen=True):
    """What is wanted of a report."""

    grade: Grade


_header = msgspec.json.Decoder(Writer)
_event = msgspec.json.Decoder(Event)
_graded = msgspec.json.Decoder(_Graded)


def candidates_at(connection: Connection, exam: str) -> list[Any]:
    """A row for each candidate of an exam, with the attempt where there is one (Any: many columns)."""
    return _CANDIDATES.all(connection, {"of_exam": exam})


def exams_still_sat(connection: Connection) -> frozenset[str]:
    """The exams that somebody has begun and not handed in."""
    return frozenset(row.exam for row in _STILL_SAT.all(connection, {}))


def heads_at(connection: Connection, exam: str) -> dict[str, Heads]:
    """How far the attempts at an exam have come, by their ids."""
    found: dict[str, Heads] = {}
    for row in _HEADS.all(connection, {"of_exam": exam}):
        known = found.get(row.attempt, Heads())
        found[row.attempt] = Heads(
            (*known.each, (row.key, row.head_seq)),
            known.events + row.head_seq,
            max(known.saved, row.received),
        )
    return found


def has_come_after(connection: Connection, exam: str, moment: int) -> bool:
    """Whether anything came of the attempts at an exam after a site time in milliseconds.

    Only the newest event of each writer is looked at: no index is kept of when events came.
    """
    return _CAME_AFTER.first(connection, {"of_exam": exam, "after": moment}) is not None


def beginnings(connection: Connection, keys: Sequence[int]) -> dict[int, Beginning]:
    """How these writers began, by the keys of their rows; what never changes."""
    query = (
        select(_writers.c.key, _writers.c.header, _events.c.content)
        .join(_events, (_events.c.writer == _writers.c.key) & (_events.c.seq == 1))
        .where(_writers.c.key.in_(keys))
    )
    found = {}
    for row in connection.execute(query):
        body = _event.decode(row.content).body
        started = body if isinstance(body, Started) else Started("", "")
        found[row.key] = Beginning(_header.decode(row.header), started.seen, bool(started.carries))
    return found


def cloned_at(connection: Connection, exam: str) -> frozenset[str]:
    """The attempts at an exam of which two branches of one writer came."""
    return frozenset(row.attempt for row in _CLONED.all(connection, {"of_exam": exam}))


def imported_at(connection: Connection, exam: str, verdict: str) -> frozenset[str]:
    """The attempts at an exam of which a package met with this verdict."""
    rows = _IMPORTED.all(connection, {"of_exam": exam, "is_verdict": verdict})
    return frozenset(row.attempt for row in rows)


def count_rulings_at(connection: Connection, exam: str) -> dict[str, int]:
    """How often somebody has decided about the attempts at an exam, by their ids."""
    found: dict[str, int] = {}
    for row in _RULINGS.all(connection, {"of_exam": exam}):
        found[row.attempt] = max(found.get(row.attempt, 0), row.number)
    return found


def machines(connection: Connection) -> list[Any]:
    """A row for each station, without its key (Any: as above)."""
    return _MACHINES.all(connection, {})


def checked_at(connection: Connection) -> dict[str, int]:
    """When each station's last self-check came."""
    return {row.station: row.at for row in _CHECKED.all(connection, {})}


def grades_of(connection: Connection, stations: Iterable[str]) -> dict[str, Grade]:
    """The grades of these stations' last self-checks."""
    found = {station: _CHECK.first(connection, {"of": station}) for station in stations}
    return {station: _graded.decode(row.report).grade for station, row in found.items() if row is not None}


def questions_in(connection: Connection, paper: str) -> int:
    """How many questions a paper has."""
    row = _QUESTIONS.first(connection, {"of_paper": paper})
    return row.questions if row else 0
