"""The tables by which several web machines share what one machine keeps in files and in memory."""

from sqlalchemy import BigInteger, Column, Integer, LargeBinary, String, Table

from examserver.storage.schema import metadata

kept_files = Table(
    "kept_files",
    metadata,
    Column("name", String(80), primary_key=True),
    Column("content", LargeBinary, nullable=False),
)

wrong_tries = Table(
    "wrong_tries",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", String(200), nullable=False, index=True),
    Column("at", BigInteger, nullable=False, index=True),
)
