"""Attempts, and the sessions in which stations act for them."""

from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, insert, select, true, update

from examprotocol.events import Epoch
from examserver.ids import token_hash
from examserver.storage import schema
from examserver.storage.exams import Exam, exam_from


@dataclass(frozen=True, slots=True)
class Attempt:
    """One candidate's go at one exam. `granted` counts its logins."""

    id: str
    exam: str
    candidate: str
    granted: int
    submitted: bool


@dataclass(frozen=True, slots=True)
class Session:
    """Whom a token stands for: the attempt as it is now, its exam, and the room of the station."""

    attempt: Attempt
    exam: Exam
    room: str


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


_STANDING = (
    select(
        schema.stations.c.state,
        schema.stations.c.room,
        schema.attempts.c.id.label("attempt"),
        schema.attempts.c.candidate,
        schema.attempts.c.granted,
        schema.attempts.c.submitted,
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


def find_standing(connection: Connection, station: str, token: str) -> Standing | None:
    """How a registered station stands, and whom its own session with this token is for."""
    wanted = {"station": station, "token_hash": token_hash(token)}
    row = connection.execute(_STANDING, wanted).one_or_none()
    if row is None:
        return None
    if row.attempt is None:
        return Standing(row.state, None)
    attempt = Attempt(row.attempt, row.id, row.candidate, row.granted, row.submitted)
    return Standing(row.state, Session(attempt, exam_from(row), row.room))


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
    }
    connection.execute(insert(schema.attempts).values(row))


def raise_grant(connection: Connection, attempt_id: str) -> int:
    """Count one more login; returns the new count."""
    table = schema.attempts
    wanted = table.c.id == attempt_id
    connection.execute(update(table).where(wanted).values(granted=table.c.granted + 1))
    return int(connection.execute(select(table.c.granted).where(wanted)).scalar_one())


def newest_epoch(connection: Connection, attempt_id: str) -> Epoch | None:
    """The newest epoch that was granted to an attempt, or None where there is no such attempt."""
    query = (
        select(schema.site.c.generation, schema.attempts.c.granted)
        .join_from(schema.attempts, schema.site, true())
        .where(schema.attempts.c.id == attempt_id)
    )
    row = connection.execute(query).one_or_none()
    return Epoch(row.generation, row.granted) if row else None


def mark_submitted(connection: Connection, attempt_id: str) -> None:
    """Note that the attempt has been handed in."""
    table = schema.attempts
    connection.execute(update(table).where(table.c.id == attempt_id).values(submitted=True))
