"""The reports that a site has made, each with what the authority has signed of it."""

from dataclasses import dataclass

from sqlalchemy import Connection

from examprotocol.report_messages import Acknowledgement
from examprotocol.signing import claimed
from examserver.storage.reports import ReportRow, reports_of


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


def _said(row: ReportRow) -> Acknowledgement | None:
    return claimed(row.acknowledgement, Acknowledgement) if row.acknowledgement else None
