"""The tables of reporting: at a site what it reported and was given, at the authority what came from whom."""

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    false,
)

from examserver.storage import table_metadata
from examserver.storage.schema_checkin import decided_columns, seen_columns

metadata = table_metadata.metadata

reports = Table(
    "reports",
    metadata,
    Column("exam", String(40), ForeignKey("exams.id"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at", BigInteger, nullable=False),
    Column("by", String(100), nullable=False),
    Column("whole", Boolean, nullable=False),
    Column("index", String, nullable=False),
    Column("report", String(64), nullable=False, index=True),
    Column("size", BigInteger, nullable=False),
    Column("sent", BigInteger, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("tried", BigInteger, nullable=False),
    Column("trouble", String, nullable=False),
    Column("acknowledgement", String, nullable=False),
    Column("acknowledged", BigInteger, nullable=False),
)

acknowledged_entries = Table(
    "acknowledged_entries",
    metadata,
    Column("exam", String(40), ForeignKey("exams.id"), primary_key=True),
    Column("candidate", String(40), primary_key=True),
    Column("digest", String(64), nullable=False),
)

upstream_lists = Table(
    "upstream_lists",
    metadata,
    Column("kind", String(10), primary_key=True),
    Column("name", String(40), primary_key=True),
    Column("digest", String(64), nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("came", BigInteger, nullable=False),
    Column("taken", String(64), nullable=False),
    Column("trouble", String, nullable=False),
    Column("token", String, nullable=False),
    Column("held", String, nullable=False, server_default=""),
)

given_lists = Table(
    "given_lists",
    metadata,
    Column("site", String(40), ForeignKey("exam_sites.id"), primary_key=True),
    Column("kind", String(10), primary_key=True),
    Column("name", String(40), primary_key=True),
    Column("digest", String(64), nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("fetched", BigInteger, nullable=False),
    Column("size", Integer, nullable=False),
    Column("token", String, nullable=False),
    Column("taken", BigInteger, nullable=False, server_default="0"),
    Column("waits", Boolean, nullable=False, server_default=false()),
)

came_reports = Table(
    "came_reports",
    metadata,
    Column("report", String(64), primary_key=True),
    Column("site", String(40), ForeignKey("exam_sites.id"), nullable=False, index=True),
    Column("exam", String(40), nullable=False),
    Column("generation", BigInteger, nullable=False),
    Column("number", Integer, nullable=False),
    Column("came", BigInteger, nullable=False),
    Column("way", String(10), nullable=False),
    Column("done", Integer, nullable=False),
    Column("new", Integer, nullable=False),
    Column("fault", String(40), nullable=False),
    Column("index", String, nullable=False),
    Column("acknowledgement", String, nullable=False),
    Column("acknowledged", BigInteger, nullable=False),
)

reported_exams = Table(
    "reported_exams",
    metadata,
    Column("exam", String(40), ForeignKey("exams.id"), primary_key=True),
    Column("site", String(40), ForeignKey("exam_sites.id"), nullable=False),
    Column("service", String(200), nullable=False),
    Column("named", String(40), nullable=False),
    Column("generation", BigInteger, nullable=False),
    Column("number", Integer, nullable=False),
    Column("summary", LargeBinary, nullable=False),
    Index("one_reported_exam", "service", "named", unique=True),
)

reported_entries = Table(
    "reported_entries",
    metadata,
    Column("exam", String(40), ForeignKey("reported_exams.exam"), primary_key=True),
    Column("candidate", String(40), primary_key=True),
    Column("state", String(10), nullable=False),
    Column("listed", String(64), nullable=False),
    Column("taken", String(64), nullable=False),
    Column("report", String(64), nullable=False),
    Column("fault", String(40), nullable=False),
    Column("points", String, nullable=False),
    Column("ends", BigInteger, nullable=False),
    Column("grace", BigInteger, nullable=False),
)


def _alert_columns() -> tuple[Column[Any], ...]:
    """What an alert says, and when the other side had it."""
    return (
        Column("at", BigInteger, nullable=False),
        Column("by", String(100), nullable=False),
        Column("text", String, nullable=False),
        Column("counts", String, nullable=False),
        Column("came", BigInteger, nullable=False),
    )


alerts = Table(
    "alerts",
    metadata,
    Column("id", String(32), primary_key=True),
    *_alert_columns(),
    Column("seen", BigInteger, nullable=False),
)

came_alerts = Table(
    "came_alerts",
    metadata,
    Column("site", String(40), ForeignKey("exam_sites.id"), primary_key=True),
    Column("id", String(32), primary_key=True),
    *_alert_columns(),
    Column("way", String(10), nullable=False),
    Column("seen", BigInteger, nullable=False),
    Column("seen_by", String(100), nullable=False),
)

reported_doors = Table(
    "reported_doors",
    metadata,
    Column("exam", String(40), ForeignKey("reported_exams.exam"), primary_key=True),
    Column("candidate", String(40), primary_key=True),
    Column("room", String(40), nullable=False),
    Column("state", String(10), nullable=False),
    *seen_columns(),
    *decided_columns(),
    Column("report", String(64), nullable=False),
)

reported_materials = Table(
    "reported_materials",
    metadata,
    Column("exam", String(40), ForeignKey("reported_exams.exam"), primary_key=True),
    Column("id", String(32), primary_key=True),
    Column("room", String(40), nullable=False),
    *seen_columns(),
    Column("report", String(64), nullable=False),
)
