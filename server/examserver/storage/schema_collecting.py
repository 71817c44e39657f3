"""The tables of collecting (回收): when it was finished, what was decided about a case, what stations hold.

What each row means stands in `collecting` and `held_answers`.
"""

from sqlalchemy import BigInteger, Column, ForeignKey, Integer, LargeBinary, String, Table

from examserver.storage import table_metadata

metadata = table_metadata.metadata

collections = Table(
    "collections",
    metadata,
    Column("exam", String(40), ForeignKey("exams.id"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at", BigInteger, nullable=False),
    Column("by", String(100), nullable=False),
    Column("detail", LargeBinary, nullable=False),
    Column("resumed", BigInteger, nullable=False),
    Column("resumed_by", String(100), nullable=False),
    Column("resumed_why", String(500), nullable=False),
)

case_decisions = Table(
    "case_decisions",
    metadata,
    Column("exam", String(40), ForeignKey("exams.id"), primary_key=True),
    Column("candidate", String(40), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at", BigInteger, nullable=False),
    Column("by", String(100), nullable=False),
    Column("side", String(20), nullable=False),
    Column("reason", String(500), nullable=False),
    Column("mark", String(64), nullable=False),
)

held_answers = Table(
    "held_answers",
    metadata,
    Column("station", String(32), primary_key=True),
    Column("attempt", String(32), ForeignKey("attempts.id"), primary_key=True, index=True),
    Column("at", BigInteger, nullable=False),
    Column("events", Integer, nullable=False),
)
