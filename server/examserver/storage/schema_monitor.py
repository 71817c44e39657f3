"""When each station was heard last and what it told of itself, and which logins were refused."""

from sqlalchemy import BigInteger, Boolean, Column, LargeBinary, String, Table

from examserver.storage import table_metadata

metadata = table_metadata.metadata

seen_stations = Table(
    "seen_stations",
    metadata,
    Column("station", String(32), primary_key=True),
    Column("heard", BigInteger, nullable=False),
    Column("address", String(45), nullable=False),
    Column("inside", Boolean, nullable=False),
    Column("told", BigInteger, nullable=False),
    Column("attempt", String(32), nullable=False),
    Column("skew", BigInteger, nullable=False),
    Column("news", LargeBinary, nullable=False),
)

refused_logins = Table(
    "refused_logins",
    metadata,
    Column("station", String(32), primary_key=True),
    Column("reason", String(40), primary_key=True),
    Column("address", String(45), primary_key=True),
    Column("times", BigInteger, nullable=False),
    Column("last", BigInteger, nullable=False, index=True),
)
