"""Attempts, and the sessions in which stations act for them."""

from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, insert, select, update

from examprotocol.events import Epoch
from examserver.ids import token_hash
from examserver.storage import schema
from examserver.storage.exams import MINUTE, Exam, exam_from
from examserver.storage.extensions import minutes_for
from examserver.storage.prepared import Prepared
from examserver.storage.stations import StationState


@dataclass(frozen=True, slots=True)
class Attempt:
    """One candidate's go at one exam. `granted` counts its logins, the newest of which was in `generation`.

    `closed` is the site time in milliseconds at which the service closed it by itself, 0 where it did not.
    """

    id: str
    exam: str
    candidate: str
    granted: int
    submitted: bool
    generation: int = 1
    closed: int = 0

    @property
    def epoch(self) -> Epoch:
        """The newest that was granted."""
        return Epoch(self.generation, self.granted)


@dataclass(frozen=True, slots=True)
class Session:
    """Whom a token stands for: the attempt as it is now, its exam, and the room of the station.

    The exam's times are the candidate's own: `minutes` of extension are in them. `is_released` says that the
    station has lost its seat.
    """

    attempt: Attempt
    exam: Exam
    room: str
    minutes: int = 0
    is_released: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """A station's state as stored, and its session with the token that it showed, if it has one."""

    state: str
    session: Session | None


@dataclass(frozen=True, slots=True)
class NewSession:
    """A session to store. `began` is the site time in milliseconds."""

    token: str
    attempt: str
    epoch: Epoch
    station: str
    client: str
    began: int


_STANDING = Prepared(
    select(
        schema.stations.c.state,
        schema.stations.c.room,
        schema.attempts.c.id.label("attempt"),
        schema.attempts.c.candidate,
        schema.attempts.c.granted,
        schema.attempts.c.submitted,
        schema.attempts.c.generation,
        schema.attempts.c.closed,
        minutes_for(schema.attempts.c.exam, schema.attempts.c.candidate).label("minutes"),
        schema.exams,
    )
    .select_from(schema.stations)
    .outerjoin(
        schema.sessions,
        (schema.sessions.c.station == schema.stations.c.id)
        & (schema.sessions.c.token_hash == bindparam("token_hash")),
    )
    .outerjoin(schema.attempts, schema.sessions.c.attempt == schema.attempts.c.id)
    .outerjoin(schema.exams, schema.attempts.c.exam == schema.exams.c.id)
    .where(schema.stations.c.id == bindparam("station"))
)
"""One statement, for every save asks it."""

_BY_ID = Prepared(select(schema.attempts).where(schema.attempts.c.id == bindparam("wanted")))


def find_standing(connection: Connection, station: str, token: str) -> Standing | None:
    """How a registered station stands, and whom its own session with this token is for."""
    wanted = {"station": station, "token_hash": token_hash(token)}
    row = _STANDING.first(connection, wanted)
    if row is None:
        return None
    if row.attempt is None:
        return Standing(row.state, None)
    attempt = Attempt(
        row.attempt, row.id, row.candidate, row.granted, row.submitted, row.generation, row.closed
    )
    exam = exam_from(row).extended(row.minutes)
    is_released = row.state == StationState.RELEASED
    return Standing(row.state, Session(attempt, exam, row.room, row.minutes, is_released))


def add_session(connection: Connection, session: NewSession) -> None:
    """Store a session; of its token only the hash."""
    row = {
        "token_hash": token_hash(session.token),
        "attempt": session.attempt,
        "station": session.station,
        "client": session.client,
        "generation": session.epoch.generation,
        "granted": session.epoch.grant,
        "began": session.began,
    }
    connection.execute(insert(schema.sessions).values(row))


def find_attempt(connection: Connection, exam: str, candidate: str) -> Attempt | None:
    """The attempt of a candidate at an exam."""
    table = schema.attempts
    wanted = (table.c.exam == exam) & (table.c.candidate == candidate)
    row = connection.execute(select(table).where(wanted)).one_or_none()
    return Attempt(**row._mapping) if row else None


def add_attempt(connection: Connection, attempt: Attempt) -> None:
    """Store a new attempt."""
    row = {
        "id": attempt.id,
        "exam": attempt.exam,
        "candidate": attempt.candidate,
        "granted": attempt.granted,
        "submitted": attempt.submitted,
        "generation": attempt.generation,
        "closed": attempt.closed,
    }
    connection.execute(insert(schema.attempts).values(row))


def find_attempt_by_id(connection: Connection, attempt_id: str) -> Attempt | None:
    """The attempt with this id."""
    row = _BY_ID.first(connection, {"wanted": attempt_id})
    return Attempt(**row._asdict()) if row else None


def attempts_of(connection: Connection, exam: str) -> tuple[Attempt, ...]:
    """All attempts at an exam, by admission number."""
    table = schema.attempts
    query = select(table).where(table.c.exam == exam).order_by(table.c.candidate)
    return tuple(Attempt(**row._mapping) for row in connection.execute(query))


def attempts_to_close(connection: Connection, now: int) -> tuple[str, ...]:
    """The ids of attempts that nobody has handed in and whose exam, with its extensions, has closed."""
    table, exams = schema.attempts, schema.exams
    closes = exams.c.closes + MINUTE * minutes_for(table.c.exam, table.c.candidate)
    query = (
        select(table.c.id)
        .join(exams, table.c.exam == exams.c.id)
        .where(table.c.submitted.is_(False), closes <= now)
        .order_by(table.c.id)
    )
    return tuple(connection.execute(query).scalars())


def raise_grant(connection: Connection, attempt_id: str) -> Epoch:
    """Count one more login, in the generation that the site has now; returns its epoch."""
    table = schema.attempts
    wanted = table.c.id == attempt_id
    now = select(schema.site.c.generation).scalar_subquery()
    connection.execute(update(table).where(wanted).values(granted=table.c.granted + 1, generation=now))
    row = connection.execute(select(table.c.generation, table.c.granted).where(wanted)).one()
    return Epoch(row.generation, row.granted)


def mark_submitted(connection: Connection, attempt_id: str) -> None:
    """Note that the attempt has been handed in."""
    _change(connection, attempt_id, submitted=True)


def mark_closed(connection: Connection, attempt_id: str, now: int) -> None:
    """Note that the service closed the attempt by itself, at this site time in milliseconds."""
    _change(connection, attempt_id, submitted=True, closed=now)


def mark_open(connection: Connection, attempt_id: str) -> None:
    """Note that the candidate may go on: by more time, what was ended is open again."""
    _change(connection, attempt_id, submitted=False, closed=0)


def _change(connection: Connection, attempt_id: str, **values: int | bool) -> None:
    table = schema.attempts
    connection.execute(update(table).where(table.c.id == attempt_id).values(values))
