"""Attempts, and the sessions in which stations act for them."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, case, delete, insert, literal_column, select, update

from examprotocol.events import Epoch
from examserver.ids import token_hash
from examserver.storage import schema
from examserver.storage.exams import MINUTE, Exam, exam_from
from examserver.storage.extensions import minutes_for
from examserver.storage.prepared import Prepared
from examserver.storage.stations import StationState

NEVER = Epoch(0, 0)
"""Before all that was ever granted."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One candidate's go at one exam. `granted` counts its logins, the newest of which was in `generation`.

    `closed` is the site time in milliseconds at which the service closed it by itself, 0 where it did not.
    `claimed` is the newest epoch that a station had from elsewhere: by an offline code, or from an earlier
    life of the service. `holder` is the station that was the last to get the newest epoch, `""` where its
    seat is free.
    """

    id: str
    exam: str
    candidate: str
    granted: int
    submitted: bool
    generation: int = 1
    closed: int = 0
    holder: str = ""
    claimed: Epoch = NEVER

    @property
    def newest_grant(self) -> Epoch:
        """The newest epoch that was granted here."""
        return Epoch(self.generation, self.granted)

    @property
    def epoch(self) -> Epoch:
        """The newest that is known."""
        return max(self.newest_grant, self.claimed)


@dataclass(frozen=True, slots=True)
class Session:
    """Whom a token stands for: the attempt as it is now, its exam, and the room and seat of the station.

    The exam's times are the candidate's own: `minutes` of extension are in them, and what they had `used`, in
    milliseconds, before it was postponed. `is_released` says that the station has lost its seat.
    """

    attempt: Attempt
    exam: Exam
    room: str
    minutes: int = 0
    is_released: bool = False
    seat: str = ""
    used: int = 0


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
        schema.stations.c.seat,
        schema.attempts.c.id.label("attempt"),
        schema.attempts.c.candidate,
        schema.attempts.c.granted,
        schema.attempts.c.submitted,
        schema.attempts.c.generation,
        schema.attempts.c.closed,
        schema.attempts.c.holder,
        schema.attempts.c.claimed_generation,
        schema.attempts.c.claimed_grant,
        schema.attempts.c.claimed_hop,
        minutes_for(schema.attempts.c.exam, schema.attempts.c.candidate).label("minutes"),
        schema.entries.c.used,
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
    .outerjoin(
        schema.entries,
        (schema.entries.c.exam == schema.attempts.c.exam)
        & (schema.entries.c.candidate == schema.attempts.c.candidate),
    )
    .where(schema.stations.c.id == bindparam("station")),
    "attempt",
)
"""One statement, for every save asks it."""

_BY_ID = Prepared(select(schema.attempts).where(schema.attempts.c.id == bindparam("wanted")), "wanted")
_AT_EXAM = Prepared(
    select(schema.attempts).where(
        schema.attempts.c.exam == bindparam("of_exam"), schema.attempts.c.candidate == bindparam("whose")
    ),
    "id",
)
_NEW = Prepared(insert(schema.attempts), rank=1)
_NEW_SESSION = Prepared(insert(schema.sessions), rank=2)
_RAISED = Prepared(
    update(schema.attempts)
    .where(schema.attempts.c.id == bindparam("wanted"))
    .values(
        granted=schema.attempts.c.granted + literal_column("1"),
        generation=select(schema.site.c.generation).scalar_subquery(),
        holder=bindparam("by"),
    )
)
_ENDED = Prepared(
    update(schema.attempts)
    .where(schema.attempts.c.id == bindparam("wanted"))
    .values(submitted=bindparam("is_over")),
    rank=2,
    last="wanted",
)


def expect_standing(connection: Connection, station: str, token: str) -> None:
    """Say that it will be asked for."""
    _STANDING.ask(connection, {"station": station, "token_hash": token_hash(token)})


def find_standing(connection: Connection, station: str, token: str) -> Standing | None:
    """How a registered station stands, and whom its own session with this token is for."""
    row = _STANDING.first(connection, {"station": station, "token_hash": token_hash(token)})
    if row is None:
        return None
    if row.attempt is None:
        return Standing(row.state, None)
    attempt = Attempt(
        row.attempt,
        row.id,
        row.candidate,
        row.granted,
        row.submitted,
        row.generation,
        row.closed,
        row.holder,
        Epoch(row.claimed_generation, row.claimed_grant, row.claimed_hop),
    )
    exam = exam_from(row).extended(row.minutes, row.used)
    is_released = row.state == StationState.RELEASED
    session = Session(attempt, exam, row.room, row.minutes, is_released, row.seat, row.used)
    return Standing(row.state, session)


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
    _NEW_SESSION.run(connection, [row], session.attempt)


def session_epoch(connection: Connection, station: str, token: str) -> Epoch:
    """What the session of a station with this token began with, without its hop; it is there."""
    table = schema.sessions
    wanted = (table.c.station == station) & (table.c.token_hash == token_hash(token))
    row = connection.execute(select(table.c.generation, table.c.granted).where(wanted)).one()
    return Epoch(row.generation, row.granted)


def end_session(connection: Connection, station: str, token: str) -> None:
    """Forget the session of a station with this token."""
    table = schema.sessions
    wanted = (table.c.station == station) & (table.c.token_hash == token_hash(token))
    connection.execute(delete(table).where(wanted))


def was_granted(connection: Connection, attempt: str, epoch: Epoch, station: str) -> bool:
    """Whether a session of the station began with this epoch, whatever its hop."""
    table = schema.sessions
    wanted = {
        "attempt": attempt,
        "station": station,
        "generation": epoch.generation,
        "granted": epoch.grant,
    }
    query = select(table.c.token_hash).where(*(table.c[name] == value for name, value in wanted.items()))
    return connection.execute(query).first() is not None


def expect_attempt_at(connection: Connection, exam: str, candidate: str) -> None:
    """Say that the attempt of a candidate at an exam will be asked for."""
    _AT_EXAM.ask(connection, {"of_exam": exam, "whose": candidate})


def find_attempt(connection: Connection, exam: str, candidate: str) -> Attempt | None:
    """The attempt of a candidate at an exam."""
    row = _AT_EXAM.first(connection, {"of_exam": exam, "whose": candidate})
    return _attempt(row._asdict()) if row else None


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
        "holder": attempt.holder,
        **_claimed(attempt.claimed),
    }
    _NEW.run(connection, [row], attempt.id)
    _AT_EXAM.forget(connection, {"of_exam": attempt.exam, "whose": attempt.candidate})


def expect_attempt(connection: Connection, attempt_id: str) -> None:
    """Say that it will be asked for."""
    _BY_ID.ask(connection, {"wanted": attempt_id})


def find_attempt_by_id(connection: Connection, attempt_id: str) -> Attempt | None:
    """The attempt with this id."""
    row = _BY_ID.first(connection, {"wanted": attempt_id})
    return _attempt(row._asdict()) if row else None


def attempts_of(connection: Connection, exam: str) -> tuple[Attempt, ...]:
    """All attempts at an exam, by admission number."""
    table = schema.attempts
    query = select(table).where(table.c.exam == exam).order_by(table.c.candidate)
    return tuple(_attempt(row._asdict()) for row in connection.execute(query))


def attempts_to_close(connection: Connection, now: int) -> tuple[str, ...]:
    """The ids of attempts that nobody has handed in and whose exam has closed for them.

    Those of an exam that another site has reported were for that site to close.
    """
    table, exams, entries = schema.attempts, schema.exams, schema.entries
    own = exams.c.ends + MINUTE * minutes_for(table.c.exam, table.c.candidate) - entries.c.used
    ends = case(((exams.c.ended > 0) & (exams.c.ended < own), exams.c.ended), else_=own)
    closes = ends + exams.c.closes - exams.c.ends
    query = (
        select(table.c.id)
        .join(exams, table.c.exam == exams.c.id)
        .join(entries, (entries.c.exam == table.c.exam) & (entries.c.candidate == table.c.candidate))
        .where(table.c.submitted.is_(False), closes <= now, exams.c.reported_by == "")
        .order_by(table.c.id)
    )
    return tuple(connection.execute(query).scalars())


def raise_grant(connection: Connection, attempt_id: str, station: str) -> Epoch:
    """Count one more login, in the generation that the site has now; returns its epoch, which the station
    holds.
    """
    _RAISED.run(connection, [{"wanted": attempt_id, "by": station}])
    row = _BY_ID.first(connection, {"wanted": attempt_id})
    return Epoch(row.generation, row.granted)


def note_claim(connection: Connection, attempt_id: str, epoch: Epoch, station: str) -> None:
    """Note an epoch that is newer than all that are known; `station`, which has it, holds the attempt."""
    _change(connection, attempt_id, holder=station, **_claimed(epoch))


def free(connection: Connection, attempt_id: str) -> None:
    """Note that nobody holds the attempt: its seat is free."""
    _change(connection, attempt_id, holder="")


def mark_submitted(connection: Connection, attempt_id: str) -> None:
    """Note that the attempt has been handed in."""
    _ENDED.run(connection, [{"wanted": attempt_id, "is_over": True}], attempt_id)


def mark_closed(connection: Connection, attempt_id: str, now: int) -> None:
    """Note that the service closed the attempt by itself, at this site time in milliseconds."""
    _change(connection, attempt_id, submitted=True, closed=now)


def mark_open(connection: Connection, attempt_id: str) -> None:
    """Note that the candidate may go on: by more time, what was ended is open again."""
    _change(connection, attempt_id, submitted=False, closed=0)


def _change(connection: Connection, attempt_id: str, **values: int | bool | str) -> None:
    table = schema.attempts
    connection.execute(update(table).where(table.c.id == attempt_id).values(values))


def _claimed(epoch: Epoch) -> dict[str, int]:
    return {
        "claimed_generation": epoch.generation,
        "claimed_grant": epoch.grant,
        "claimed_hop": epoch.hop,
    }


def _attempt(columns: dict[str, Any]) -> Attempt:
    """The attempt of a row. Any: each column has a type of its own."""
    claimed = Epoch(*(columns.pop(f"claimed_{part}") for part in ("generation", "grant", "hop")))
    return Attempt(**columns, claimed=claimed)
