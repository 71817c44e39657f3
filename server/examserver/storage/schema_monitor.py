"""When each station was heard last and what it told of itself; which logins were refused; and what tells an
outage afterwards: when stations were not heard, when the service ran, and for which outages no time is given
back.
"""

from sqlalchemy import BigInteger, Boolean, Column, Integer, LargeBinary, String, Table

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

station_gaps = Table(
    "station_gaps",
    metadata,
    Column("station", String(32), primary_key=True),
    Column("begins", BigInteger, primary_key=True, autoincrement=False),
    Column("ends", BigInteger, nullable=False, index=True),
)

service_runs = Table(
    "service_runs",
    metadata,
    Column("process", String(32), primary_key=True),
    Column("began", BigInteger, nullable=False),
    Column("alive", BigInteger, nullable=False, index=True),
)

outages_left = Table(
    "outages_left",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("exam", String(40), nullable=False, index=True),
    Column("room", String(40), nullable=False),
    Column("begins", BigInteger, nullable=False),
    Column("ends", BigInteger, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("by", String(100), nullable=False),
    Column("reason", String(200), nullable=False),
)
