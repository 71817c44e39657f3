"""How far each station is with the paper of an exam: one row for both, replaced by the next report."""

from dataclasses import dataclass

import msgspec
from sqlalchemy import Connection, delete, insert, select

from examprotocol.canonical import canonical_bytes
from examprotocol.paper_messages import PaperReport
from examserver.storage import schema


@dataclass(frozen=True, slots=True)
class KeptPaperReport:
    """A station's report, and the site time in milliseconds at which it came."""

    station: str
    at: int
    report: PaperReport


_TABLE = schema.paper_reports
_reports = msgspec.json.Decoder(PaperReport)


def keep_paper_report(connection: Connection, kept: KeptPaperReport) -> None:
    """Keep a station's report instead of the one before for the same exam."""
    exam = kept.report.exam
    mine = (_TABLE.c.station == kept.station) & (_TABLE.c.exam == exam)
    connection.execute(delete(_TABLE).where(mine))
    row = {"station": kept.station, "exam": exam, "at": kept.at, "report": canonical_bytes(kept.report)}
    connection.execute(insert(_TABLE).values(row))


def paper_reports_of(connection: Connection, exam: str) -> dict[str, KeptPaperReport]:
    """What stations said of an exam's paper, by station."""
    rows = connection.execute(select(_TABLE).where(_TABLE.c.exam == exam))
    return {row.station: KeptPaperReport(row.station, row.at, _reports.decode(row.report)) for row in rows}
