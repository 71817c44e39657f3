"""The reports that a site has made, each with what the authority has signed of it."""

from dataclasses import dataclass, replace

from sqlalchemy import Connection

from examprotocol.report_messages import Acknowledgement
from examprotocol.signing import claimed
from examserver.storage.reports import ReportRow, add_report, change_report, reports_of


@dataclass(frozen=True, slots=True)
class SentReport:
    """A report of this site, and what the authority has signed of it, None while it has not."""

    row: ReportRow
    said: Acknowledgement | None


def sent_reports(connection: Connection, exam: str) -> tuple[SentReport, ...]:
    """The reports of an exam, the newest first."""
    return tuple(SentReport(row, _said(row)) for row in reports_of(connection, exam))


def lacking_there(connection: Connection, exam: str) -> int:
    """How many of the candidates' files the authority lacked when it signed last."""
    return next((one.said.lacking for one in sent_reports(connection, exam) if one.said), 0)


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
