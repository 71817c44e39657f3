"""Logins that were refused: a row for each station, reason and address, with how often and when last.

Rule: who wanted to log in is nowhere in it, and the table has a longest: what is oldest goes.
"""

from collections.abc import Iterable
from dataclasses import asdict, astuple, dataclass

from sqlalchemy import Connection, delete, insert, select, update

from examserver.storage import schema


@dataclass(frozen=True, slots=True)
class RefusedLogin:
    """So many logins at a station were refused for a reason (`Refusal`) while it was at this address, the
    last one at the site time `last` in milliseconds.
    """

    station: str
    reason: str
    address: str
    times: int
    last: int


@dataclass(frozen=True, slots=True)
class RefusedAt:
    """The same, with the station's place; `""` each where the station is not known."""

    login: RefusedLogin
    name: str
    room: str
    seat: str


_TABLE, _STATIONS = schema.refused_logins, schema.stations
_KEY = (_TABLE.c.station, _TABLE.c.reason, _TABLE.c.address)


def count_refused_logins(connection: Connection, refused: Iterable[RefusedLogin]) -> None:
    """Add what was counted to what is there."""
    for one in sorted(refused, key=astuple):  # in one order everywhere, or two processes wait for each other
        same = (column == getattr(one, column.name) for column in _KEY)
        more = {"times": _TABLE.c.times + one.times, "last": one.last}
        if not connection.execute(update(_TABLE).where(*same).values(more)).rowcount:
            connection.execute(insert(_TABLE).values(asdict(one)))


def forget_refused_logins(connection: Connection, until: int, most: int) -> None:
    """Remove those of which the last came by `until`, and the oldest of those that are more than `most`."""
    connection.execute(delete(_TABLE).where(_TABLE.c.last <= until))
    newest_too_many = select(_TABLE.c.last).order_by(_TABLE.c.last.desc()).offset(most).limit(1)
    limit = connection.execute(newest_too_many).scalar()
    if limit is not None:
        connection.execute(delete(_TABLE).where(_TABLE.c.last <= limit))


def refused_logins_since(connection: Connection, since: int) -> tuple[RefusedAt, ...]:
    """Those of which the last came after `since`, the newest first."""
    query = (
        select(_TABLE, _STATIONS.c.name, _STATIONS.c.room, _STATIONS.c.seat)
        .outerjoin(_STATIONS, _STATIONS.c.id == _TABLE.c.station)
        .where(_TABLE.c.last > since)
        .order_by(_TABLE.c.last.desc(), *_KEY)
    )
    return tuple(
        RefusedAt(
            RefusedLogin(row.station, row.reason, row.address, row.times, row.last),
            row.name or "",
            row.room or "",
            row.seat or "",
        )
        for row in connection.execute(query)
    )
