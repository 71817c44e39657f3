"""The reports that a site has made, each with what the authority has signed of it.

Rule: what one authority has signed counts for no other.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from examprotocol.report_messages import Acknowledgement
from examprotocol.result_seal import claimed_index
from examprotocol.signing import claimed
from examserver.storage.exams import own_exams
from examserver.storage.reports import (
    ReportRow,
    add_report,
    change_report,
    forget_acknowledged,
    reports_of,
    waiting_reports,
)
from examserver.storage.upstream import read_upstream


@dataclass(frozen=True, slots=True)
class SentReport:
    """A report of this site, and what the authority has signed of it, None while it has not."""

    row: ReportRow
    said: Acknowledgement | None


def sent_reports(connection: Connection, exam: str) -> tuple[SentReport, ...]:
    """The reports of an exam, the newest first."""
    return tuple(SentReport(row, _said(row)) for row in reports_of(connection, exam))


def newest_taken(connection: Connection, exam: str) -> Acknowledgement | None:
    """What the authority that is joined has signed of the newest report of the exam that it took in; of
    whichever it was while none is joined. None where it took none in.
    """
    return next((one.said for one in _taken(connection, exam)), None)


def lacking_there(connection: Connection, exam: str) -> int:
    """How many of the candidates' files the authority lacked when it took a report in last."""
    said = newest_taken(connection, exam)
    return said.lacking if said else 0


def pieces_there(connection: Connection, exam: str) -> frozenset[str]:
    """The pieces of files, by their SHA-256, that came to the authority with reports that it took in."""
    return frozenset(
        part.sha256
        for one in _taken(connection, exam)
        for part in claimed_index(one.row.index.encode()).parts
        if part.kind == "file"
    )


def taken_of(connection: Connection, reports: Iterable[SentReport]) -> Iterator[SentReport]:
    """Those of an exam's reports that the joined authority took in; whichever it was while none is."""
    upstream = read_upstream(connection)
    for one in reports:
        if one.said and not one.said.fault and (not upstream or one.said.authority == upstream.authority):
            yield one


def _taken(connection: Connection, exam: str) -> Iterator[SentReport]:
    return taken_of(connection, sent_reports(connection, exam))


def begin_with(connection: Connection, authority: str) -> None:
    """This authority was joined: it has nothing of what another one acknowledged, and packages that wait
    sealed to another one are made anew.
    """
    for exam in own_exams(connection):
        said = next((one.said for one in sent_reports(connection, exam.id) if one.said), None)
        if said is not None and said.authority != authority:
            forget_acknowledged(connection, exam.id)
    for row in waiting_reports(connection):
        if row.index and claimed_index(row.index.encode()).about.authority != authority:
            change_report(connection, replace(row, index="", report="", size=0, sent=0, trouble=""))


def want_report(connection: Connection, wanted: ReportRow) -> tuple[int, bool]:
    """Have an exam reported: the number of the report, and whether it is new. `wanted` has no number yet.

    One that is wanted already and whose package is not made yet is this one.
    """
    rows = reports_of(connection, wanted.exam)
    for row in rows:
        if not row.acknowledged and not row.index:
            change_report(connection, replace(row, whole=row.whole or wanted.whole))
            return row.number, False
    number = max((row.number for row in rows), default=0) + 1
    add_report(connection, replace(wanted, number=number))
    return number, True


def _said(row: ReportRow) -> Acknowledgement | None:
    return claimed(row.acknowledgement, Acknowledgement) if row.acknowledgement else None
