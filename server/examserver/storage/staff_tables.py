"""The tables of the staff, their sessions, and the audit log of what they did."""

from sqlalchemy import BigInteger, Column, ForeignKey, Integer, String, Table

from examserver.storage.table_metadata import metadata

staff = Table(
    "staff",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("password", String(200), nullable=False),
    Column("role", String(20), nullable=False),
    Column("added", BigInteger, nullable=False),
    Column("changed", BigInteger, nullable=False),
)

staff_rooms = Table(
    "staff_rooms",
    metadata,
    Column("member", String(40), ForeignKey("staff.name"), primary_key=True),
    Column("room", String(40), ForeignKey("rooms.name"), primary_key=True),
)

staff_sessions = Table(
    "staff_sessions",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("member", String(40), ForeignKey("staff.name"), nullable=False, index=True),
    Column("began", BigInteger, nullable=False),
    Column("seen", BigInteger, nullable=False),
)

audit = Table(
    "audit",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at", BigInteger, nullable=False, index=True),
    Column("way", String(10), nullable=False),
    Column("who", String(100), nullable=False, index=True),
    Column("what", String(40), nullable=False, index=True),
    Column("about", String, nullable=False),
    Column("why", String(500), nullable=False),
    Column("hash", String(64), nullable=False),
)
