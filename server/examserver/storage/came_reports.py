"""At the authority: the reports that came, whose exams they are of, and what of each entry was taken in.

Rule: nothing that was taken in is ever removed; of reports that never became whole only the newest are kept,
so that no site fills the disk with what it only announces. What a site lists of an entry is that of its
newest report; what was taken in is what the answers that are here come from. Times are site times in
milliseconds.
"""

from dataclasses import asdict, dataclass

from sqlalchemy import Connection, delete, func, insert, or_, select, update

from examprotocol.rulings import Deadline
from examserver.storage import schema, schema_reporting
from examserver.storage.attempts import Attempt, find_attempt_by_id

MOST_OPEN, MOST_OPEN_OF_SITE, MOST_INDEXES = 4, 100, 8
"""So many reports of one exam, and of one site, may be on their way, or kept and not taken in, each with an
index of 8 MiB at most; and so many of an exam that were taken in keep theirs."""


@dataclass(frozen=True, slots=True)
class CameReport:
    """A report by the SHA-256 of its index. `exam` is the site's id of it; `way` is how it came last.

    `done` counts its content parts as they are taken in, and then once more as they are looked through;
    `new` events came with them. `fault` says why nothing was taken in, `""` where it was. `acknowledgement`
    is what was signed of it.
    """

    report: str
    site: str
    exam: str
    generation: int
    number: int
    came: int
    way: str
    index: str
    done: int = 0
    new: int = 0
    fault: str = ""
    acknowledgement: str = ""
    acknowledged: int = 0


@dataclass(frozen=True, slots=True)
class ReportedExam:
    """An exam that a site reports: `exam` is its id here, `named` that at the site whose service is
    `service`.

    `generation` and `number` are of the newest report, and `summary` is what that says, as JSON.
    """

    exam: str
    site: str
    service: str
    named: str
    generation: int
    number: int
    summary: bytes


@dataclass(frozen=True, slots=True)
class ReportedEntry:
    """An entry: `state` and the digest `listed` by the newest report, the digest that was `taken` in last,
    with which report. `fault` says why it was not, `points` are those that the site gave, as JSON.
    Answers count until `ends`, and `grace` after it (milliseconds); 0 where the site knows no end.
    """

    exam: str
    candidate: str
    state: str = ""
    listed: str = ""
    taken: str = ""
    report: str = ""
    fault: str = ""
    points: str = ""
    ends: int = 0
    grace: int = 0

    @property
    def is_newest(self) -> bool:
        """Whether it was taken in as the newest report lists it."""
        return bool(self.taken) and self.taken == self.listed and not self.fault


_CAME, _EXAMS = schema_reporting.came_reports, schema_reporting.reported_exams
_ENTRIES = schema_reporting.reported_entries


def find_came_report(connection: Connection, report: str) -> CameReport | None:
    """The report with this SHA-256."""
    row = connection.execute(select(_CAME).where(_CAME.c.report == report)).one_or_none()
    return CameReport(**row._mapping) if row else None


def put_came_report(connection: Connection, row: CameReport) -> None:
    """Store a report, in place of what was said of it."""
    if find_came_report(connection, row.report) is None:
        connection.execute(insert(_CAME).values(asdict(row)))
    else:
        connection.execute(update(_CAME).where(_CAME.c.report == row.report).values(asdict(row)))


def came_reports(connection: Connection, site: str) -> tuple[CameReport, ...]:
    """All reports of a site, the newest first."""
    query = select(_CAME).where(_CAME.c.site == site).order_by(_CAME.c.came.desc(), _CAME.c.report)
    return tuple(CameReport(**row._mapping) for row in connection.execute(query))


def forget_unfinished(connection: Connection, kept: CameReport) -> int:
    """Forget the oldest reports of this one's site of which nothing was taken in, or not all of it: above
    MOST_OPEN of one exam, or MOST_OPEN_OF_SITE of all. Whoever still has one offers it again.
    Returns how many went.
    """
    is_open = or_(_CAME.c.acknowledged == 0, _CAME.c.fault != "")
    query = select(_CAME.c.report, _CAME.c.exam).where(
        _CAME.c.site == kept.site, is_open, _CAME.c.report != kept.report
    )
    rows = connection.execute(query.order_by(_CAME.c.came.desc(), _CAME.c.report)).all()
    of_exam = [row.report for row in rows if row.exam == kept.exam][MOST_OPEN - 1 :]
    old = {*of_exam, *(row.report for row in rows[MOST_OPEN_OF_SITE - 1 :])}
    connection.execute(delete(_CAME).where(_CAME.c.report.in_(old)))
    return len(old)


def shed_indexes(connection: Connection, row: CameReport) -> None:
    """Of the reports of an exam that were taken in, only the newest keep their index: the others are done."""
    query = select(_CAME.c.report).where(
        _CAME.c.site == row.site, _CAME.c.exam == row.exam, _CAME.c.acknowledged > 0, _CAME.c.fault == ""
    )
    done = connection.execute(query.order_by(_CAME.c.acknowledged.desc(), _CAME.c.number.desc())).scalars()
    connection.execute(update(_CAME).where(_CAME.c.report.in_(done.all()[MOST_INDEXES:])).values(index=""))


def indexed_reports(connection: Connection) -> tuple[str, ...]:
    """The reports whose index is still kept, by its SHA-256."""
    return tuple(connection.execute(select(_CAME.c.report).where(_CAME.c.index != "")).scalars())


def index_of_came(connection: Connection, report: str) -> str:
    """The index of such a report."""
    query = select(_CAME.c.index).where(_CAME.c.report == report)
    return str(connection.execute(query).scalar_one())


def find_reported_exam(connection: Connection, service: str, named: str) -> ReportedExam | None:
    """The exam that the site's service calls so."""
    wanted = select(_EXAMS).where(_EXAMS.c.service == service, _EXAMS.c.named == named)
    row = connection.execute(wanted).one_or_none()
    return ReportedExam(**row._mapping) if row else None


def reported_exams(connection: Connection, site: str) -> tuple[ReportedExam, ...]:
    """The exams of which a site has reported, by id."""
    query = select(_EXAMS).where(_EXAMS.c.site == site).order_by(_EXAMS.c.exam)
    return tuple(ReportedExam(**row._mapping) for row in connection.execute(query))


def came_last(connection: Connection) -> dict[str, int]:
    """When something of each reported exam was taken in last, by the id that it has here."""
    is_its = (_CAME.c.site == _EXAMS.c.site) & (_CAME.c.exam == _EXAMS.c.named)
    query = select(_EXAMS.c.exam, func.max(_CAME.c.acknowledged)).join(_CAME, is_its)
    rows = connection.execute(query.where(_CAME.c.fault == "").group_by(_EXAMS.c.exam))
    return {exam: int(at) for exam, at in rows}


def put_reported_exam(connection: Connection, row: ReportedExam) -> None:
    """Store whose exam this is and what its newest report says."""
    where = _EXAMS.c.exam == row.exam
    if connection.execute(update(_EXAMS).where(where).values(asdict(row))).rowcount == 0:
        connection.execute(insert(_EXAMS).values(asdict(row)))


def reported_entries(connection: Connection, exam: str) -> dict[str, ReportedEntry]:
    """What is known of each entry of a reported exam, by admission number."""
    query = select(_ENTRIES).where(_ENTRIES.c.exam == exam).order_by(_ENTRIES.c.candidate)
    return {row.candidate: ReportedEntry(**row._mapping) for row in connection.execute(query)}


def reported_deadline(connection: Connection, exam: str, candidate: str) -> Deadline | None:
    """Until when the answers of an entry count, by the site's word; None where nothing is late."""
    wanted = select(_ENTRIES.c.ends, _ENTRIES.c.grace)
    wanted = wanted.where(_ENTRIES.c.exam == exam, _ENTRIES.c.candidate == candidate)
    row = connection.execute(wanted).one_or_none()
    return Deadline(row.ends, row.grace) if row and row.ends else None


def put_reported_entries(connection: Connection, rows: list[ReportedEntry]) -> None:
    """Store what is known of entries of one exam, in place of what was."""
    if not rows:
        return
    for start in range(0, len(rows), 500):
        some = rows[start : start + 500]
        named = _ENTRIES.c.candidate.in_([row.candidate for row in some])
        connection.execute(delete(_ENTRIES).where(_ENTRIES.c.exam == some[0].exam, named))
        connection.execute(insert(_ENTRIES), [asdict(row) for row in some])


def change_exam_times(connection: Connection, exam: str, starts: int, ends: int, closes: int) -> None:
    """The times of a reported exam are those of its newest report."""
    wanted = schema.exams.c.id == exam
    times = {"starts": starts, "ends": ends, "key_release": starts, "closes": closes}
    connection.execute(update(schema.exams).where(wanted).values(times))


def add_entry(connection: Connection, exam: str, candidate: str, room: str, seat: str) -> None:
    """Have a candidate sit an exam here or there; who does already is put there."""
    table = schema.entries
    where = (table.c.exam == exam, table.c.candidate == candidate)
    if connection.execute(update(table).where(*where).values(room=room, seat=seat)).rowcount == 0:
        row = {"exam": exam, "candidate": candidate, "room": room, "seat": seat}
        connection.execute(insert(table).values(row))


def count_events(connection: Connection, exam: str) -> int:
    """How many events are here of all attempts at an exam."""
    query = select(func.coalesce(func.sum(schema.writers.c.head_seq), 0)).join(schema.attempts)
    return int(connection.execute(query.where(schema.attempts.c.exam == exam)).scalar_one())


def change_attempt(connection: Connection, attempt: Attempt) -> None:
    """How far an attempt has come by its newest report; no epoch that is known here is forgotten."""
    known, table = find_attempt_by_id(connection, attempt.id), schema.attempts
    assert known is not None, "its caller has found it"
    claimed = max(known.claimed, attempt.claimed, attempt.newest_grant, known.newest_grant)
    values = {
        "granted": attempt.granted,
        "generation": attempt.generation,
        "submitted": attempt.submitted,
        "closed": attempt.closed,
        "claimed_generation": claimed.generation,
        "claimed_grant": claimed.grant,
        "claimed_hop": claimed.hop,
    }
    connection.execute(update(table).where(table.c.id == attempt.id).values(values))
