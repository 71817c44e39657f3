"""The wrong tries of the last minute, where several machines serve: each knows those of the others."""

from collections.abc import Collection, Iterable

from sqlalchemy import Connection, bindparam, delete, insert, select

from examserver.storage import schema_shared
from examserver.storage.prepared import Prepared

_TABLE = schema_shared.wrong_tries


_UNDER = Prepared(
    select(_TABLE.c.at)
    .where(_TABLE.c.key == bindparam("named"), _TABLE.c.at > bindparam("since"))
    .order_by(_TABLE.c.id.desc())
)


def expect_tries(connection: Connection, keys: Iterable[str], since: int) -> None:
    """Say that the tries under these keys will be asked for."""
    for key in keys:
        _UNDER.ask(connection, {"named": key, "since": since})


def add_tries(connection: Connection, keys: Iterable[str], at: int) -> None:
    """Note a wrong try under each key, at the site time in milliseconds."""
    connection.execute(insert(_TABLE), [{"key": key, "at": at} for key in keys])


def forget_tries(connection: Connection, until: int) -> None:
    """Remove those that lie so far back."""
    connection.execute(delete(_TABLE).where(_TABLE.c.at <= until))


def times_of_tries(connection: Connection, keys: Collection[str], since: int) -> dict[str, list[int]]:
    """When the tries after `since` were made that stand under each of the keys; the newest first."""
    rows = {key: _UNDER.all(connection, {"named": key, "since": since}) for key in keys}
    return {key: [row.at for row in found] for key, found in rows.items()}
