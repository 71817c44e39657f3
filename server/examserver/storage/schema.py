"""The tables. What each row means stands in the module that reads and writes it.

Rule: the truth about how an old database becomes this one is in `migrations`; a test compares the two.
Those of the staff and the audit log stand in `staff_tables`.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    UniqueConstraint,
    false,
    text,
)

from examserver.storage import (
    schema_actions,
    schema_alive,
    schema_checkin,
    schema_collecting,
    schema_monitor,
    schema_reporting,
    schema_sittings,
    staff_tables,
    table_metadata,
)

metadata = table_metadata.metadata
staff, staff_rooms, staff_sessions = staff_tables.staff, staff_tables.staff_rooms, staff_tables.staff_sessions
audit = staff_tables.audit
seen_stations, refused_logins = schema_monitor.seen_stations, schema_monitor.refused_logins
collections, case_decisions = schema_collecting.collections, schema_collecting.case_decisions
held_answers = schema_collecting.held_answers
site_orders, site_orders_done = schema_actions.site_orders, schema_actions.site_orders_done
sittings, sitting_acts = schema_sittings.sittings, schema_sittings.sitting_acts
exam_rooms = schema_sittings.exam_rooms
troubles, rehearsed_events = schema_sittings.troubles, schema_sittings.rehearsed_events
backup_tries, pulses = schema_alive.backup_tries, schema_alive.pulses
reports = schema_reporting.reports
checkins, sitting_checkins = schema_checkin.checkins, schema_checkin.sitting_checkins
materials, duties, duty_wishes = schema_checkin.materials, schema_checkin.duties, schema_checkin.duty_wishes

WITH_A_SEAT = text("seat != ''")

site = Table(
    "site",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("name", String(200), nullable=False),
    Column("generation", Integer, nullable=False),
)

candidates = Table(
    "candidates",
    metadata,
    Column("admission_number", String(40), primary_key=True),
    Column("name", String(100), nullable=False),
    Column("identity_number", String(40), nullable=False),
    Column("seat", String(20), nullable=False),
    Column("room", String(40), nullable=False, server_default=""),
)

papers = Table(
    "papers",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("title", String(200), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("manifest_digest", String(64), nullable=False),
    Column("questions", Integer, nullable=False),
    Column("points", String(20), nullable=False),
)

exams = Table(
    "exams",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("title", String(200), nullable=False),
    Column("paper", String(40), ForeignKey("papers.id"), nullable=False),
    Column("starts", BigInteger, nullable=False),
    Column("ends", BigInteger, nullable=False),
    Column("key_release", BigInteger, nullable=False),
    Column("closes", BigInteger, nullable=False),
    Column("show_seconds", Boolean, nullable=False),
    Column("look_through", Boolean, nullable=False, server_default=false()),
    Column("sitting", String(40), nullable=False, server_default="", index=True),
    Column("ended", BigInteger, nullable=False, server_default="0"),
    Column("cancelled", Boolean, nullable=False, server_default=false()),
    Column("reported_by", String(40), nullable=False, server_default=""),
)

entries = Table(
    "entries",
    metadata,
    Column("exam", String(40), ForeignKey("exams.id"), primary_key=True),
    Column("candidate", String(40), ForeignKey("candidates.admission_number"), primary_key=True, index=True),
    Column("room", String(40), nullable=False, server_default=""),
    Column("seat", String(20), nullable=False, server_default=""),
    Column("used", BigInteger, nullable=False, server_default="0"),
)

attempts = Table(
    "attempts",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("exam", String(40), nullable=False),
    Column("candidate", String(40), nullable=False),
    Column("granted", Integer, nullable=False),
    Column("submitted", Boolean, nullable=False),
    Column("generation", Integer, nullable=False, server_default="1"),
    Column("closed", BigInteger, nullable=False, server_default="0"),
    Column("holder", String(32), nullable=False, server_default=""),
    Column("claimed_generation", Integer, nullable=False, server_default="0"),
    Column("claimed_grant", Integer, nullable=False, server_default="0"),
    Column("claimed_hop", Integer, nullable=False, server_default="0"),
    ForeignKeyConstraint(["exam", "candidate"], ["entries.exam", "entries.candidate"]),
    UniqueConstraint("exam", "candidate"),
)

sessions = Table(
    "sessions",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("attempt", String(32), ForeignKey("attempts.id"), nullable=False, index=True),
    Column("station", String(32), nullable=False),
    Column("client", String(40), nullable=False),
    Column("generation", Integer, nullable=False),
    Column("granted", Integer, nullable=False),
    Column("began", BigInteger, nullable=False),
)

writers = Table(
    "writers",
    metadata,
    Column("key", Integer, primary_key=True),
    Column("attempt", String(32), ForeignKey("attempts.id"), nullable=False),
    Column("id", String(32), nullable=False),
    Column("header", LargeBinary, nullable=False),
    Column("head_seq", Integer, nullable=False),
    Column("head_hash", String(64), nullable=False),
    UniqueConstraint("attempt", "id"),
)

events = Table(
    "events",
    metadata,
    Column("writer", Integer, ForeignKey("writers.key"), primary_key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("hash", String(64), nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("received", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)

forks = Table(
    "forks",
    metadata,
    Column("attempt", String(32), ForeignKey("attempts.id"), primary_key=True),
    Column("writer", String(32), primary_key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("hash", String(64), primary_key=True),
    Column("header", LargeBinary, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("received", BigInteger, nullable=False),
)

receipts = Table(
    "receipts",
    metadata,
    Column("attempt", String(32), ForeignKey("attempts.id"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("code", String(11), primary_key=True, index=True),
    Column("answers", String(64), nullable=False),
    Column("token", String, nullable=False),
)

extensions = Table(
    "extensions",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("exam", String(40), ForeignKey("exams.id"), nullable=False, index=True),
    Column("number", Integer, nullable=False),
    Column("candidate", String(40), nullable=False),
    Column("minutes", Integer, nullable=False),
    Column("made", BigInteger, nullable=False),
    Column("reason", String(200), nullable=False),
    Column("token", String, nullable=False),
)

backups = Table(
    "backups",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("made", BigInteger, nullable=False),
    Column("verified", BigInteger, nullable=False),
    Column("file", String, nullable=False),
    Column("number", BigInteger, nullable=False, server_default="0"),
)

backed_up = Table(
    "backed_up",
    metadata,
    Column("writer", Integer, ForeignKey("writers.key"), primary_key=True, autoincrement=False),
    Column("seq", Integer, nullable=False),
    Column("hash", String(64), nullable=False),
    Column("generation", Integer, nullable=False),
)

backed_up_receipts = Table(
    "backed_up_receipts",
    metadata,
    Column("attempt", String(32), ForeignKey("attempts.id"), primary_key=True),
    Column("code", String(11), primary_key=True),
)

rooms = Table(
    "rooms",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("added", BigInteger, nullable=False),
)

enrolments = Table(
    "enrolments",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("room", String(40), ForeignKey("rooms.name"), nullable=False),
    Column("made", BigInteger, nullable=False),
    Column("expires", BigInteger, nullable=False),
    Column("machines", Integer, nullable=False),
)

stations = Table(
    "stations",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("key", String, nullable=False),
    Column("name", String(80), nullable=False),
    Column("room", String(40), ForeignKey("rooms.name"), nullable=False),
    Column("seat", String(20), nullable=False),
    Column("state", String(10), nullable=False),
    Column("client", String(40), nullable=False),
    Column("enrolled", BigInteger, nullable=False),
    Column("enrolment", String(64), nullable=False, index=True),
    Index(
        "one_station_a_seat",
        "room",
        "seat",
        unique=True,
        sqlite_where=WITH_A_SEAT,
        postgresql_where=WITH_A_SEAT,
    ),
)

self_checks = Table(
    "self_checks",
    metadata,
    Column("station", String(32), ForeignKey("stations.id"), primary_key=True),
    Column("at", BigInteger, nullable=False),
    Column("report", LargeBinary, nullable=False),
)

forms = Table(
    "forms",
    metadata,
    Column("attempt", String(32), ForeignKey("attempts.id"), primary_key=True),
    Column("form", LargeBinary, nullable=False),
)

paper_reports = Table(
    "paper_reports",
    metadata,
    Column("station", String(32), ForeignKey("stations.id"), primary_key=True),
    Column("exam", String(40), ForeignKey("exams.id"), primary_key=True),
    Column("at", BigInteger, nullable=False),
    Column("report", LargeBinary, nullable=False),
)

room_cards = Table(
    "room_cards",
    metadata,
    Column("room", String(40), ForeignKey("rooms.name"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("exam", String(40), ForeignKey("exams.id"), nullable=False),
    Column("made", BigInteger, nullable=False),
    Column("token", String, nullable=False),
)

networks = Table(
    "networks",
    metadata,
    Column("cidr", String(49), primary_key=True),
    Column("note", String(200), nullable=False),
    Column("added", BigInteger, nullable=False),
)

settings = Table(
    "settings",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("value", String, nullable=False),
)

sightings = Table(
    "sightings",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("station", String(32), nullable=False, index=True),
    Column("attempt", String(32), ForeignKey("attempts.id"), nullable=False, index=True),
    Column("at", BigInteger, nullable=False),
    Column("address", String(45), nullable=False),
    Column("inside", Boolean, nullable=False),
)

releases = Table(
    "releases",
    metadata,
    Column("attempt", String(32), ForeignKey("attempts.id"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at", BigInteger, nullable=False),
    Column("station", String(32), nullable=False),
    Column("granted", Integer, nullable=False),
    Column("by", String(100), nullable=False),
    Column("reason", String(500), nullable=False),
)

rulings = Table(
    "rulings",
    metadata,
    Column("attempt", String(32), ForeignKey("attempts.id"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("content", LargeBinary, nullable=False),
)

imports = Table(
    "imports",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at", BigInteger, nullable=False),
    Column("by", String(100), nullable=False),
    Column("file", String(255), nullable=False),
    Column("sha256", String(64), nullable=False, index=True),
    Column("code", String(11), nullable=False),
    Column("exam", String(200), nullable=False),
    Column("candidate", String(200), nullable=False),
    Column("attempt", String(200), nullable=False, index=True),
    Column("station", String(200), nullable=False),
    Column("verdict", String(40), nullable=False),
    Column("fault", String(40), nullable=False),
    Column("about", String(200), nullable=False),
    Column("size", Integer, nullable=False),
    Column("new", Integer, nullable=False),
    Column("apart", Integer, nullable=False),
    Column("detail", LargeBinary, nullable=False),
)

sticks = Table(
    "sticks",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("room", String(200), nullable=False),
    Column("made", BigInteger, nullable=False),
    Column("by", String(100), nullable=False),
)

visits = Table(
    "visits",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at", BigInteger, nullable=False),
    Column("visited", BigInteger, nullable=False),
    Column("done", Boolean, nullable=False),
    Column("by", String(100), nullable=False),
    Column("file", String(255), nullable=False),
    Column("sha256", String(64), nullable=False, index=True),
    Column("stick", String(32), nullable=False),
    Column("station", String(200), nullable=False, index=True),
    Column("room", String(200), nullable=False),
    Column("seat", String(200), nullable=False),
    Column("verdict", String(40), nullable=False),
    Column("fault", String(40), nullable=False),
    Column("about", String(200), nullable=False),
    Column("detail", LargeBinary, nullable=False),
)

handed_files = Table(
    "handed_files",
    metadata,
    Column("attempt", String(32), ForeignKey("attempts.id"), primary_key=True),
    Column("sha256", String(64), primary_key=True),
    Column("record", LargeBinary, nullable=False),
)
