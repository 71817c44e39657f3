"""The wrong tries of the last minute, where several machines serve: each knows those of the others."""

from collections.abc import Collection, Iterable

from sqlalchemy import Connection, delete, insert, select

from examserver.storage import schema_shared

_TABLE = schema_shared.wrong_tries


def add_tries(connection: Connection, keys: Iterable[str], at: int) -> None:
    """Note a wrong try under each key, at the site time in milliseconds."""
    connection.execute(insert(_TABLE), [{"key": key, "at": at} for key in keys])


def forget_tries(connection: Connection, until: int) -> None:
    """Remove those that lie so far back."""
    connection.execute(delete(_TABLE).where(_TABLE.c.at <= until))


def times_of_tries(connection: Connection, keys: Collection[str], since: int) -> dict[str, list[int]]:
    """When the tries after `since` were made that stand under each of the keys; the newest first."""
    found: dict[str, list[int]] = {key: [] for key in keys}
    wanted = select(_TABLE.c.key, _TABLE.c.at).where(_TABLE.c.key.in_(keys), _TABLE.c.at > since)
    for key, at in connection.execute(wanted.order_by(_TABLE.c.id.desc())):
        found[key].append(at)
    return found
