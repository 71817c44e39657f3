"""What the service notes of staying alive: the backups that its timer tried, and that it can write."""

from sqlalchemy import BigInteger, Column, Integer, String, Table

from examserver.storage import table_metadata

metadata = table_metadata.metadata

backup_tries = Table(
    "backup_tries",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at", BigInteger, nullable=False),
    Column("file", String(1000), nullable=False),
    Column("problem", String(1000), nullable=False),
    Column("advice", String(1000), nullable=False),
)

pulses = Table(
    "pulses",
    metadata,
    Column("process", String(32), primary_key=True),
    Column("at", BigInteger, nullable=False, index=True),
)
