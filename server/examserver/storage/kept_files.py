"""Files that came in during an exam, where several machines serve: in a table, so that each can reach them.

Rule: a file is named by the hash of its content, so who stores it needs no turn, and twice is once. Only a
candidate's photo has another name, and replaces the one before.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, delete, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import SQLAlchemyError

from examserver.errors import StorageError
from examserver.storage import schema_shared
from examserver.storage.engines import engine_beside

_TABLE = schema_shared.kept_files


def present(server: str, names: set[str]) -> set[str]:
    """Which of these files are stored. Raises StorageError, as all here."""
    with _connected(server) as connection:
        return set(connection.execute(select(_TABLE.c.name).where(_TABLE.c.name.in_(names))).scalars())


def put(server: str, name: str, content: bytes) -> None:
    """Store a file; it is on the server's disk when this returns."""
    statement = insert(_TABLE).values(name=name, content=content)
    with _connected(server) as connection:
        connection.execute(statement.on_conflict_do_nothing())  # equal names are equal contents


def replace(server: str, name: str, content: bytes) -> None:
    """Store a file that is not named by its content, instead of what was there."""
    statement = insert(_TABLE).values(name=name, content=content)
    with _connected(server) as connection:
        connection.execute(
            statement.on_conflict_do_update(index_elements=["name"], set_={"content": content})
        )


def count(server: str, suffix: str) -> int:
    """How many files have names that end so."""
    wanted = select(func.count()).select_from(_TABLE).where(_TABLE.c.name.endswith(suffix))
    with _connected(server) as connection:
        return connection.execute(wanted).scalar_one()


def names(server: str, suffix: str) -> set[str]:
    """The names of all files that end so."""
    wanted = select(_TABLE.c.name).where(_TABLE.c.name.endswith(suffix))
    with _connected(server) as connection:
        return set(connection.execute(wanted).scalars())


def content_of(server: str, name: str) -> bytes | None:
    """The bytes of a file, None where it is not here."""
    with _connected(server) as connection:
        return connection.execute(select(_TABLE.c.content).where(_TABLE.c.name == name)).scalar_one_or_none()


def remove(server: str, names: set[str]) -> None:
    """Forget files that nobody needs any more."""
    with _connected(server) as connection:
        connection.execute(delete(_TABLE).where(_TABLE.c.name.in_(names)))


def total(server: str, suffix: str) -> int:
    """The bytes of all files whose names end so."""
    lengths = select(func.coalesce(func.sum(func.octet_length(_TABLE.c.content)), 0))
    with _connected(server) as connection:
        return int(connection.execute(lengths.where(_TABLE.c.name.endswith(suffix))).scalar_one())


@contextmanager
def _connected(server: str) -> Iterator[Connection]:
    try:
        with engine_beside(server).begin() as connection:
            yield connection
    except SQLAlchemyError as error:
        raise StorageError(
            "The database did not take or give a file.", "Look at its machine and the line to it."
        ) from error
