"""What this site reports to the authority: each report with its package's index, until it is acknowledged.

Rule: a report is numbered within its exam, and never changed once its package is made, but for what became of
it. Times are site times in milliseconds.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from sqlalchemy import Connection, Row, delete, insert, select, update

from examserver.storage import schema, schema_reporting
from examserver.storage.candidates import Registered
from examserver.storage.exams import Exam


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A report. `index` is `""` until its package is made; `report` is the SHA-256 of the index then.

    `whole`: with the content of every entry, whatever was acknowledged. `sent` of `size` bytes have arrived,
    `tries` times it was tried, the last time `tried`, and `trouble` says what was wrong then.
    `acknowledgement` is what the authority signed, `acknowledged` when it came, 0 where it has not.
    """

    exam: str
    number: int
    at: int
    by: str
    whole: bool
    index: str = ""
    report: str = ""
    size: int = 0
    sent: int = 0
    tries: int = 0
    tried: int = 0
    trouble: str = ""
    acknowledgement: str = ""
    acknowledged: int = 0


@dataclass(frozen=True, slots=True)
class EntryPlace:
    """A candidate of an exam, and the room and seat that they have at it, `""` where nobody said."""

    candidate: Registered
    room: str
    seat: str


_REPORTS, _ACKNOWLEDGED = schema_reporting.reports, schema_reporting.acknowledged_entries


def reports_of(connection: Connection, exam: str = "") -> tuple[ReportRow, ...]:
    """All reports, or those of an exam, the newest first."""
    query = select(_REPORTS).order_by(_REPORTS.c.at.desc(), _REPORTS.c.exam, _REPORTS.c.number.desc())
    return tuple(
        _row(row) for row in connection.execute(query.where(_REPORTS.c.exam == exam) if exam else query)
    )


def waiting_reports(connection: Connection) -> tuple[ReportRow, ...]:
    """Those that the authority has not acknowledged, in the order in which they were wanted."""
    query = select(_REPORTS).where(_REPORTS.c.acknowledged == 0)
    return tuple(_row(row) for row in connection.execute(query.order_by(_REPORTS.c.at, _REPORTS.c.exam)))


def find_report(connection: Connection, exam: str, number: int) -> ReportRow | None:
    """The report with this number."""
    return next((row for row in reports_of(connection, exam) if row.number == number), None)


def find_report_by_index(connection: Connection, report: str) -> ReportRow | None:
    """The report whose index has this SHA-256."""
    if not report:  # that is one whose package is not made yet
        return None
    row = connection.execute(select(_REPORTS).where(_REPORTS.c.report == report)).one_or_none()
    return _row(row) if row else None


def add_report(connection: Connection, row: ReportRow) -> None:
    """Store a report that is not there yet."""
    connection.execute(insert(_REPORTS).values(asdict(row)))


def change_report(connection: Connection, row: ReportRow) -> None:
    """Replace what is stored of a report."""
    where = (_REPORTS.c.exam == row.exam, _REPORTS.c.number == row.number)
    connection.execute(update(_REPORTS).where(*where).values(asdict(row)))


def acknowledged_digests(connection: Connection, exam: str) -> dict[str, str]:
    """What the authority has of each entry of an exam, by admission number."""
    query = select(_ACKNOWLEDGED.c.candidate, _ACKNOWLEDGED.c.digest).where(_ACKNOWLEDGED.c.exam == exam)
    return {row.candidate: row.digest for row in connection.execute(query)}


def keep_acknowledged(connection: Connection, exam: str, taken: Mapping[str, str]) -> None:
    """Store what the authority has of these entries now, by admission number."""
    known = acknowledged_digests(connection, exam)
    changed = {one: value for one, value in taken.items() if known.get(one) != value}
    if not changed:
        return
    for candidate in changed.keys() & known.keys():
        where = (_ACKNOWLEDGED.c.exam == exam, _ACKNOWLEDGED.c.candidate == candidate)
        connection.execute(delete(_ACKNOWLEDGED).where(*where))
    rows = [{"exam": exam, "candidate": one, "digest": value} for one, value in changed.items()]
    connection.execute(insert(_ACKNOWLEDGED), rows)


def made_reports(connection: Connection) -> tuple[tuple[str, int], ...]:
    """The reports of this site whose package is made and not acknowledged: exam and number."""
    table = schema_reporting.reports.c
    query = select(table.exam, table.number).where(table.index != "", table.acknowledged == 0)
    return tuple((row.exam, row.number) for row in connection.execute(query))


def index_of_made(connection: Connection, exam: str, number: int) -> str:
    """The index of such a report."""
    table = schema_reporting.reports.c
    query = select(table.index).where(table.exam == exam, table.number == number)
    return str(connection.execute(query).scalar_one())


def forget_acknowledged(connection: Connection, exam: str) -> None:
    """What the authority has of it is to be reported once more, in several packages."""
    connection.execute(delete(_ACKNOWLEDGED).where(_ACKNOWLEDGED.c.exam == exam))


def places_of(connection: Connection, exam: str) -> tuple[EntryPlace, ...]:
    """All candidates of an exam and where they sit, by admission number."""
    entries, candidates = schema.entries, schema.candidates
    query = select(candidates, entries.c.room.label("at_room"), entries.c.seat.label("at_seat"))
    query = query.join(entries).where(entries.c.exam == exam).order_by(candidates.c.admission_number)
    names = tuple(column.name for column in candidates.columns)
    return tuple(
        EntryPlace(Registered(*(row._mapping[name] for name in names)), row.at_room, row.at_seat or row.seat)
        for row in connection.execute(query)
    )


def _row(row: Row[*tuple[object, ...]]) -> ReportRow:
    return ReportRow(**row._mapping)


def add_exam_row(connection: Connection, exam: Exam) -> None:
    """Store an exam, still without entries."""
    connection.execute(insert(schema.exams).values(asdict(exam)))


def change_exam_row(connection: Connection, exam: Exam) -> None:
    """Replace what is stored of an exam."""
    connection.execute(update(schema.exams).where(schema.exams.c.id == exam.id).values(asdict(exam)))
