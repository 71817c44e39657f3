"""The stations that have enrolled: one row each, for ever.

Rule: a seat has one station. The index of the table holds it, whoever comes at the same time.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

import msgspec
from sqlalchemy import Connection, bindparam, func, insert, select, update

from examprotocol.canonical import canonical_bytes
from examserver.storage import schema
from examserver.storage.prepared import Prepared


class StationState(StrEnum):
    """What a station may do: all, hand over what it still holds, or nothing."""

    ACTIVE = "active"
    RELEASED = "released"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class Station:
    """A station. `key` is its public JWK, `seat` is `""` once it is released, `client` its version.

    `enrolled` is the site time in milliseconds of the last time, `enrolment` the hash of the token used then.
    """

    id: str
    key: dict[str, str]
    name: str
    room: str
    seat: str
    state: StationState
    client: str
    enrolled: int
    enrolment: str


_TABLE = schema.stations


_BY_ID = Prepared(select(_TABLE).where(_TABLE.c.id == bindparam("named")))


def expect_station(connection: Connection, station_id: str) -> None:
    """Say that it will be asked for."""
    _BY_ID.ask(connection, {"named": station_id})


def find_station(connection: Connection, station_id: str) -> Station | None:
    """The station with this id."""
    row = _BY_ID.first(connection, {"named": station_id})
    return _station(row._asdict()) if row is not None else None


def all_stations(connection: Connection) -> tuple[Station, ...]:
    """All stations, by room and id."""
    rows = connection.execute(select(_TABLE).order_by(_TABLE.c.room, _TABLE.c.id))
    return tuple(_station(row._asdict()) for row in rows)


def stations_in(connection: Connection, room: str) -> tuple[Station, ...]:
    """The stations of a room, by id."""
    rows = connection.execute(select(_TABLE).where(_TABLE.c.room == room).order_by(_TABLE.c.id))
    return tuple(_station(row._asdict()) for row in rows)


def count_seats(connection: Connection) -> dict[str, int]:
    """How many seats of each room have a station."""
    rows = connection.execute(
        select(_TABLE.c.room, func.count()).where(_TABLE.c.seat != "").group_by(_TABLE.c.room)
    )
    return dict(iter(rows))


def station_at(connection: Connection, room: str, seat: str) -> Station | None:
    """The station that has a seat."""
    wanted = (_TABLE.c.room == room) & (_TABLE.c.seat == seat)
    row = connection.execute(select(_TABLE).where(wanted)).one_or_none()
    return _station(row._asdict()) if row else None


def count_enrolled(connection: Connection, token_hash: str) -> int:
    """How many stations hold a place by the token of this hash; a released one has made way for another."""
    counting = (_TABLE.c.enrolment == token_hash) & (_TABLE.c.state != StationState.RELEASED)
    query = select(func.count()).select_from(_TABLE).where(counting)
    return connection.execute(query).scalar_one()


def add_station(connection: Connection, station: Station) -> None:
    """Store a station that is not there yet; its seat must be free."""
    connection.execute(insert(_TABLE).values(_row(station)))


def change_station(connection: Connection, station: Station) -> None:
    """Replace what is stored of a station; its seat must be free or its own."""
    connection.execute(update(_TABLE).where(_TABLE.c.id == station.id).values(_row(station)))


def note_clients(connection: Connection, clients: Mapping[str, str]) -> None:
    """Note the version of each of these stations' clients: it may have been renewed since it enrolled."""
    for station, client in clients.items():
        is_another = (_TABLE.c.id == station) & (_TABLE.c.client != client)
        connection.execute(update(_TABLE).where(is_another).values(client=client))


def _row(station: Station) -> dict[str, str | int]:
    return {**asdict(station), "key": canonical_bytes(station.key).decode()}


def _station(columns: Mapping[str, Any]) -> Station:
    """The station of a row (Any: each column has a type of its own)."""
    key = msgspec.json.decode(columns["key"], type=dict[str, str])
    return Station(**{**columns, "key": key, "state": StationState(columns["state"])})
