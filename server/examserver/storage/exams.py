"""The exams and who sits them. All times are site times in milliseconds."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace

from sqlalchemy import Connection, Row, bindparam, func, insert, select, update

from examserver.storage import schema
from examserver.storage.candidates import Registered
from examserver.storage.extensions import minutes_for
from examserver.storage.places import seat_that_counts
from examserver.storage.prepared import Prepared

MINUTE = 60_000


@dataclass(frozen=True, slots=True)
class Exam:
    """An exam. From `key_release` on the paper can be opened; from `closes` on nobody logs in any more.

    With `look_through` candidates see the paper, and change nothing, from the key's release to the start.
    `sitting` is the session that it belongs to, `""` where it stands alone. `ended` is when the site ended it
    for everybody, whatever time they had, 0 where it did not; `cancelled`: nobody logs in any more.
    `reported_by` is the site below this service that has reported it, `""` for an exam of this service's own.
    """

    id: str
    title: str
    paper: str
    starts: int
    ends: int
    key_release: int
    closes: int
    show_seconds: bool
    look_through: bool = False
    sitting: str = ""
    ended: int = 0
    cancelled: bool = False
    reported_by: str = ""

    def extended(self, minutes: int, used: int = 0) -> "Exam":
        """The exam as it is for somebody who has so many minutes more, and who had used so many milliseconds
        of the time before it was postponed. Where the site has ended it, it ends for them as well.
        """
        ends, grace = self.ends + minutes * MINUTE - used, self.closes - self.ends
        if self.ended:
            ends = min(ends, self.ended)
        return replace(self, ends=ends, closes=ends + grace)


_COLUMNS = tuple(column.name for column in schema.exams.columns)
_OF_CANDIDATE = Prepared(
    select(
        schema.exams,
        schema.entries.c.used,
        minutes_for(schema.entries.c.exam, schema.entries.c.candidate).label("minutes"),
    )
    .join(schema.entries)
    .where(schema.entries.c.candidate == bindparam("who"))
    .order_by(schema.exams.c.starts, schema.exams.c.id)
)


def add_exam(connection: Connection, exam: Exam, candidates: Iterable[str]) -> None:
    """Store an exam and its candidates by admission number."""
    connection.execute(insert(schema.exams).values(asdict(exam)))
    rows = [{"exam": exam.id, "candidate": candidate} for candidate in candidates]
    connection.execute(insert(schema.entries), rows)


def find_exam(connection: Connection, exam_id: str) -> Exam | None:
    """The exam with this id."""
    row = connection.execute(select(schema.exams).where(schema.exams.c.id == exam_id)).one_or_none()
    return exam_from(row) if row else None


def all_exams(connection: Connection) -> tuple[Exam, ...]:
    """All exams, by their start."""
    rows = connection.execute(select(schema.exams).order_by(schema.exams.c.starts, schema.exams.c.id))
    return tuple(exam_from(row) for row in rows)


def own_exams(connection: Connection) -> tuple[Exam, ...]:
    """All exams of this service itself, by their start: nobody logs in to one that a site has reported."""
    return tuple(exam for exam in all_exams(connection) if not exam.reported_by)


def coming_exams(connection: Connection, now: int, until: int) -> tuple[Exam, ...]:
    """The exams that begin before `until` and are not closed at `now`, the next one first."""
    exams = (exam.extended(0) for exam in own_exams(connection) if not exam.cancelled)
    return tuple(exam for exam in exams if exam.starts < until and exam.closes > now)


def expect_exams(connection: Connection, candidate: str) -> None:
    """Say that a candidate's exams will be asked for, before anything is changed."""
    _OF_CANDIDATE.ask(connection, {"who": candidate})


def exams_of(connection: Connection, candidate: str) -> tuple[Exam, ...]:
    """All exams of a candidate with the times that are the candidate's own, by their start."""
    rows = _OF_CANDIDATE.all(connection, {"who": candidate})
    return tuple(exam_from(row).extended(row.minutes, row.used) for row in rows)


def exam_for(connection: Connection, exam_id: str, candidate: str) -> Exam | None:
    """The exam with the times that are the candidate's own: end and closing with all extensions."""
    return next((exam for exam in exams_of(connection, candidate) if exam.id == exam_id), None)


def used_by(connection: Connection, exam_id: str, candidate: str) -> int:
    """The milliseconds of the time of an exam that a candidate had used before it was postponed."""
    table = schema.entries
    query = select(table.c.used).where(table.c.exam == exam_id, table.c.candidate == candidate)
    return connection.execute(query).scalar_one_or_none() or 0


def add_used(connection: Connection, exam_id: str, candidate: str, milliseconds: int) -> None:
    """Count so much more of the time of an exam as used by a candidate."""
    table = schema.entries
    wanted = (table.c.exam == exam_id) & (table.c.candidate == candidate)
    connection.execute(update(table).where(wanted).values(used=table.c.used + milliseconds))


def count_entries(connection: Connection, exam_id: str) -> int:
    """How many candidates sit the exam."""
    query = select(func.count()).select_from(schema.entries).where(schema.entries.c.exam == exam_id)
    return connection.execute(query).scalar_one()


def candidates_of(connection: Connection, exam_id: str) -> tuple[Registered, ...]:
    """All candidates of an exam with their seats at it, by admission number."""
    table = schema.candidates.c
    query = (
        select(table.admission_number, table.name, table.identity_number, seat_that_counts().label("seat"))
        .join(schema.entries)
        .where(schema.entries.c.exam == exam_id)
        .order_by(schema.candidates.c.admission_number)
    )
    return tuple(Registered(**row._mapping) for row in connection.execute(query))


def exam_from(row: Row[*tuple[object, ...]]) -> Exam:
    """The exam of a row that has the columns of `exams`."""
    return Exam(**{name: getattr(row, name) for name in _COLUMNS})
