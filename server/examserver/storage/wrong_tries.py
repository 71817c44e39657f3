"""The wrong tries of the last minute, where several machines serve: each knows those of the others."""

from collections.abc import Iterable

from sqlalchemy import Connection, delete, insert, select

from examserver.storage import schema_shared

_TABLE = schema_shared.wrong_tries


def add_tries(connection: Connection, keys: Iterable[str], at: int) -> None:
    """Note a wrong try under each key, at the site time in milliseconds."""
    connection.execute(insert(_TABLE), [{"key": key, "at": at} for key in keys])


def forget_tries(connection: Connection, until: int) -> None:
    """Remove those that lie so far back."""
    connection.execute(delete(_TABLE).where(_TABLE.c.at <= until))


def time_of_try(connection: Connection, key: str, number: int) -> int:
    """When the try was made that is the `number`th from the end; 0 where there are not so many."""
    times = select(_TABLE.c.at).where(_TABLE.c.key == key).order_by(_TABLE.c.id.desc())
    return int(connection.execute(times.limit(1).offset(number - 1)).scalar_one_or_none() or 0)
