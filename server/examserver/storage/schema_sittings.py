"""The tables of sittings (场次: a time of a day at which several exams are sat in several rooms), of what was
done with them, and of rehearsals. What each row means stands in the module that reads and writes it.
"""

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Integer, String, Table

from examserver.storage import table_metadata

metadata = table_metadata.metadata

sittings = Table(
    "sittings",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("title", String(200), nullable=False),
    Column("rehearsal", Boolean, nullable=False),
    Column("made", BigInteger, nullable=False),
    Column("ended", BigInteger, nullable=False),
    Column("cancelled", BigInteger, nullable=False),
    Column("moved", BigInteger, nullable=False, server_default="0"),
    Column("rehearses", String(40), nullable=False, server_default=""),
)

sitting_acts = Table(
    "sitting_acts",
    metadata,
    Column("sitting", String(40), ForeignKey("sittings.id"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at", BigInteger, nullable=False),
    Column("what", String(20), nullable=False),
    Column("minutes", Integer, nullable=False),
    Column("until", BigInteger, nullable=False),
    Column("by", String(100), nullable=False),
    Column("reason", String(200), nullable=False),
)

exam_rooms = Table(
    "exam_rooms",
    metadata,
    Column("exam", String(40), ForeignKey("exams.id"), primary_key=True),
    Column("room", String(40), ForeignKey("rooms.name"), primary_key=True),
)

troubles = Table(
    "troubles",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("attempt", String(32), ForeignKey("attempts.id"), nullable=False, index=True),
    Column("kind", String(20), nullable=False),
    Column("seconds", Integer, nullable=False),
    Column("ordered", BigInteger, nullable=False),
    Column("by", String(100), nullable=False),
    Column("done", BigInteger, nullable=False),
)

rehearsed_events = Table(
    "rehearsed_events",
    metadata,
    Column("attempt", String(32), ForeignKey("attempts.id"), primary_key=True),
    Column("station", String(32), primary_key=True),
    Column("at", BigInteger, nullable=False),
    Column("events", Integer, nullable=False),
)
