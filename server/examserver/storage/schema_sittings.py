"""The sittings (场次): a time of a day at which several exams are sat in several rooms."""

from sqlalchemy import BigInteger, Boolean, Column, String, Table

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
)
