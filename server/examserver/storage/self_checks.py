"""The last self-check of each station: one row for each, replaced by the next report."""

from dataclasses import dataclass

import msgspec
from sqlalchemy import Connection, delete, insert, select

from examprotocol.canonical import canonical_bytes
from examprotocol.self_check import SelfCheckReport
from examserver.storage import schema


@dataclass(frozen=True, slots=True)
class KeptSelfCheck:
    """A station's report, and the site time in milliseconds at which it came."""

    station: str
    at: int
    report: SelfCheckReport


_TABLE = schema.self_checks
_reports = msgspec.json.Decoder(SelfCheckReport)


def keep_self_check(connection: Connection, kept: KeptSelfCheck) -> None:
    """Keep a station's report instead of the one before."""
    connection.execute(delete(_TABLE).where(_TABLE.c.station == kept.station))
    row = {"station": kept.station, "at": kept.at, "report": canonical_bytes(kept.report)}
    connection.execute(insert(_TABLE).values(row))


def all_self_checks(connection: Connection) -> dict[str, KeptSelfCheck]:
    """What is kept, by station."""
    rows = connection.execute(select(_TABLE))
    return {row.station: KeptSelfCheck(row.station, row.at, _reports.decode(row.report)) for row in rows}


def self_check_of(connection: Connection, station: str) -> KeptSelfCheck | None:
    """A station's last report; None where it never sent one."""
    row = connection.execute(select(_TABLE).where(_TABLE.c.station == station)).one_or_none()
    return KeptSelfCheck(row.station, row.at, _reports.decode(row.report)) if row else None
