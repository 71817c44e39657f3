"""The keys by which stations prove their requests.

Rule: a station's id is made of its key, so a key once read stays right. What may change, the state of the
station, is never kept here.
"""

from functools import partial

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlalchemy import Connection

from examprotocol.station_proof import public_half
from examserver.storage.stations import expect_station, find_station
from examserver.storage.store import Store


class StationKeys:
    """Keeps in memory the keys of the registered stations that have asked."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._keys: dict[str, Ed25519PublicKey] = {}

    async def key_of(self, station: str) -> Ed25519PublicKey | None:
        """The key of a station, None where no such station is registered."""
        known = self._keys.get(station)
        if known is None:
            known = await self._store.look(
                partial(_registered_key, station), partial(expect_station, station_id=station)
            )
            if known is not None:
                self._keys[station] = known
        return known


def _registered_key(station: str, connection: Connection) -> Ed25519PublicKey | None:
    found = find_station(connection, station)
    return public_half(found.key) if found else None
