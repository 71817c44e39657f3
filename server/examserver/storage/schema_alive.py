"""What the service notes of staying alive: backups that its timer tried, that it can write, and its lives."""

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

lives = Table(
    "lives",
    metadata,
    Column("generation", BigInteger, primary_key=True, autoincrement=False),
    Column("began", BigInteger, nullable=False),
    Column("made", BigInteger, nullable=False),
    Column("seen", BigInteger, nullable=False, server_default="0"),
)

met_lives = Table(
    "met_lives",
    metadata,
    Column("site", String(200), primary_key=True),
    Column("generation", BigInteger, nullable=False),
    Column("word", String(2000), nullable=False),
    Column("at", BigInteger, nullable=False),
)

told_times = Table(
    "told_times",
    metadata,
    Column("attempt", String(32), primary_key=True),
    Column("exam", String(40), nullable=False),
    Column("starts", BigInteger, nullable=False),
    Column("ends", BigInteger, nullable=False),
)

stops = Table(
    "stops",
    metadata,
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("at", BigInteger, nullable=False),
)
