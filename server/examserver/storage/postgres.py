"""The PostgreSQL database of a service with several web machines. The only module that knows PostgreSQL.

Rule: writes come one after another over all processes, as with SQLite's one writer: every transaction that
writes begins by taking one lock of the database, so all rules that rest on one writer hold. Reads are
snapshots that can write nothing. A commit is on the server's disk before it is told, whatever the server's
default is. Parameters are hidden, for they are names and answers, and errors go to the log.
"""

from typing import Any

import psycopg
from psycopg.adapt import AdaptersMap
from psycopg.conninfo import conninfo_to_dict
from psycopg.types.string import StrDumper
from sqlalchemy import Connection, Engine, Integer, NullPool, QueuePool, String, create_engine, event, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.compiler import compiles

from examserver.errors import BusyError, FolderError
from examserver.storage.deferred import make_deferring
from examserver.storage.texts import without_nul

SCHEMES = ("postgresql://", "postgres://")

TURN = 0x6578616D
"""The number of the lock that whoever writes holds until the end of its transaction."""

TURN_SECONDS = 4
"""So long a transaction waits for its turn: a station hangs up after 5 s and asks again."""

GONE_SECONDS = 10
"""A machine that has vanished in the middle of a transaction holds its turn no longer than this."""

CONNECT_SECONDS = 3
POOLED, MOST_READERS = 4, 16
"""Connections that a process keeps, and has at most, for reads. The server allows 100 by default."""

SERVER_ADVICE = (
    "See whether PostgreSQL runs there and lets this machine in (pg_hba.conf), and look at its log."
)
RIGHT_WORD = "Put the right one into ~/.pgpass of this account (mode 600), or into PGPASSWORD."
ADVICE = {
    "no password supplied": RIGHT_WORD,
    "password authentication failed": RIGHT_WORD,
    "root certificate file": "Copy the certificate by which that server is known to where sslrootcert says.",
}
"""What to do about what libpq says; of anything else `SERVER_ADVICE`."""

LOCK_NOT_AVAILABLE = "55P03"
CODE_POINT_ORDER = ("C", "POSIX", "C.UTF-8", "C.utf8")


def open_writing(url: str) -> Engine:
    """An engine whose transactions come one after another, over all processes.

    Each statement sees what is stored then: a snapshot of the whole transaction could be from before its
    turn.
    """
    settings = {
        "synchronous_commit": "on",
        "lock_timeout": f"{TURN_SECONDS}s",
        "idle_in_transaction_session_timeout": f"{GONE_SECONDS}s",
    }
    engine = _engine(url, settings, is_reading=False, poolclass=NullPool)
    event.listen(engine, "begin", _wait_for_turn)
    make_deferring(engine)
    return engine


def open_reading(url: str) -> Engine:
    """An engine whose connections can only read; each read sees one state of the whole."""
    pool = {"poolclass": QueuePool, "pool_size": POOLED, "max_overflow": MOST_READERS - POOLED}
    engine = _engine(url, {}, is_reading=True, **pool)
    make_deferring(engine)
    return engine


def open_beside(url: str) -> Engine:
    """An engine for rows that are named by the hash of their content: who writes them needs no turn."""
    return _engine(url, {"synchronous_commit": "on"}, is_reading=False, pool_size=2, pool_pre_ping=True)


def require_code_points(connection: Connection) -> None:
    """Raise FolderError where the database would sort texts otherwise than this program does."""
    encoding, collation = connection.execute(
        text(
            "SELECT pg_encoding_to_char(encoding), datcollate FROM pg_database "
            "WHERE datname = current_database()"
        )
    ).one()
    if encoding != "UTF8" or collation not in CODE_POINT_ORDER:
        raise FolderError(
            f"The database has encoding {encoding} and sorts by {collation}.",
            "Make one for the service: createdb --template=template0 --encoding=UTF8 --locale=C NAME",
        )


def server_time(connection: Connection) -> int:
    """What the database's machine takes for the time: milliseconds since 1970."""
    seconds = text("SELECT (extract(epoch from clock_timestamp()) * 1000)::bigint")
    return int(connection.execute(seconds).scalar_one())


def shown(url: str) -> str:
    """Which database a URL names, without its password."""
    try:
        parts = conninfo_to_dict(url)
    except psycopg.ProgrammingError:
        return "PostgreSQL"
    return f"{parts.get('dbname', 'PostgreSQL')} at {parts.get('host', 'this machine')}"


def advice_on(said: str) -> str:
    """What to do where a server cannot be used, by the first line of what was said of it (libpq's words)."""
    return next((advice for words, advice in ADVICE.items() if words in said), SERVER_ADVICE)


def require_url(url: str) -> None:
    """Raise FolderError for what is no URL of a PostgreSQL database."""
    try:
        if not url.startswith(SCHEMES):
            raise psycopg.ProgrammingError("it begins otherwise")
        conninfo_to_dict(url)
    except psycopg.ProgrammingError as error:
        raise FolderError(
            f"This is not the URL of a PostgreSQL database: {error}.",
            "Write it as postgresql://USER@HOST:5432/NAME; PGPASSWORD or ~/.pgpass have the password.",
        ) from error


def _engine(url: str, settings: dict[str, str], *, is_reading: bool, **pool: Any) -> Engine:
    return create_engine(
        "postgresql+psycopg://",
        creator=lambda: _connect(url, settings, is_reading=is_reading),
        hide_parameters=True,
        **pool,
    )


def _connect(url: str, settings: dict[str, str], *, is_reading: bool) -> psycopg.Connection[Any]:
    """Connect so that either side notices within seconds that the other has vanished."""
    patience = {"tcp_keepalives_idle": "5", "tcp_keepalives_interval": "2", "tcp_keepalives_count": "3"}
    chosen: dict[str, Any] = {
        "connect_timeout": CONNECT_SECONDS,
        "keepalives_idle": 5,
        "keepalives_interval": 2,
        "keepalives_count": 3,
        "tcp_user_timeout": GONE_SECONDS * 1000,
        "application_name": "examserver",
    } | conninfo_to_dict(url)
    options = [f"-c {name}={value}" for name, value in (patience | settings).items()]
    chosen["client_encoding"] = "UTF8"
    chosen["options"] = " ".join([str(chosen.get("options") or ""), *options]).strip()
    connection = psycopg.connect(context=_adapters, **chosen)
    level = psycopg.IsolationLevel
    connection.isolation_level = level.REPEATABLE_READ if is_reading else level.READ_COMMITTED
    connection.read_only = is_reading
    return connection


def _wait_for_turn(connection: Connection) -> None:
    try:
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({TURN})")
    except OperationalError as error:
        if getattr(error.orig, "sqlstate", "") == LOCK_NOT_AVAILABLE:
            raise BusyError("Others write in the database.", "Ask again in a moment.", 1.0) from error
        raise


class _WithoutNul(StrDumper):
    """Sends a text as it can be held here."""

    def dump(self, obj: str) -> Any:
        """The text as it is sent."""
        return super().dump(without_nul(obj))


_adapters = AdaptersMap(psycopg.adapters)
_adapters.register_dumper(str, _WithoutNul)


@compiles(String, "postgresql")
def _any_length(_type: String, _compiler: Any, **_: Any) -> str:
    """SQLite never minds how long a text is, so what is too long was refused before, or may be so long."""
    return "TEXT"


@compiles(Integer, "postgresql")
def _64_bits(_type: Integer, _compiler: Any, **_: Any) -> str:
    """As SQLite has them."""
    return "BIGINT"
