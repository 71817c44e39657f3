"""Where somebody sits, so that what is ordered for a room or a seat finds them."""

from collections.abc import Iterable, Iterator

from sqlalchemy import Connection, select

from examserver.storage import schema
from examserver.storage.attempts import Attempt, Session, attempts_of
from examserver.storage.exams import Exam
from examserver.storage.site_orders import Scope
from examserver.storage.stations import Station, all_stations, find_station

_Seats = dict[str, tuple[str, str]]


def whom_at(session: Session) -> Scope:
    """Whom a station acts for, and where that stands."""
    exam, attempt = session.exam, session.attempt
    return Scope(exam.sitting, exam.id, session.room, session.seat, attempt.id)


def whom_of(connection: Connection, exam: Exam, attempt: Attempt) -> Scope:
    """Whose attempt it is: at the station that has it, or had it last, else where the candidate is to sit."""
    room, seat = _place(connection, attempt)
    return Scope(exam.sitting, exam.id, room, seat, attempt.id)


def sitting_in(connection: Connection, exam: str, room: str) -> tuple[str, ...]:
    """Admission numbers of an exam's candidates who are, or are to sit, in this room, in order."""
    stations = {one.id: one for one in all_stations(connection)}
    attempts = {one.candidate: one for one in attempts_of(connection, exam)}
    places = _entered(connection, exam)
    last = _last_stations(connection, exam)
    return tuple(
        candidate
        for candidate in sorted(places)
        if _room_now(attempts.get(candidate), places[candidate][0], stations, last) == room
    )


def _room_now(
    attempt: Attempt | None, entered: str, stations: dict[str, Station], last: dict[str, str]
) -> str:
    if attempt is None:
        return entered
    station = stations.get(attempt.holder or last.get(attempt.id, ""))
    return station.room if station else entered


def _place(connection: Connection, attempt: Attempt) -> tuple[str, str]:
    station_id = attempt.holder or _last_station(connection, attempt.id)
    station = find_station(connection, station_id) if station_id else None
    if station is not None:
        return station.room, station.seat
    return _entered(connection, attempt.exam, attempt.candidate).get(attempt.candidate, ("", ""))


def _entered(connection: Connection, exam: str, candidate: str = "") -> _Seats:
    """Room and seat that candidates were given for this exam."""
    table = schema.entries
    query = select(table.c.candidate, table.c.room, table.c.seat).where(table.c.exam == exam)
    if candidate:
        query = query.where(table.c.candidate == candidate)
    return {row.candidate: (row.room, row.seat) for row in connection.execute(query)}


def _last_station(connection: Connection, attempt: str) -> str:
    table = schema.sessions
    query = select(table.c.station).where(table.c.attempt == attempt)
    newest = query.order_by(table.c.began.desc(), table.c.granted.desc()).limit(1)
    return connection.execute(newest).scalar_one_or_none() or ""


def _last_stations(connection: Connection, exam: str) -> dict[str, str]:
    """Attempt to the station of its newest session."""
    sessions, attempts = schema.sessions, schema.attempts
    query = (
        select(sessions.c.attempt, sessions.c.station)
        .join(attempts, sessions.c.attempt == attempts.c.id)
        .where(attempts.c.exam == exam)
        .order_by(sessions.c.began, sessions.c.granted)
    )
    return {row.attempt: row.station for row in connection.execute(query)}


def exams_in(scope: Scope, exams: Iterable[Exam]) -> Iterator[Exam]:
    """Those of the exams that a scope is about; one of a room alone is about all of them."""
    for exam in exams:
        if scope.exam in ("", exam.id) and scope.sitting in ("", exam.sitting):
            yield exam
