"""Answers stations that enrol, ask where they stand, or come back to a service that was set up anew."""

import logging
from functools import partial

from sqlalchemy import Connection

from examprotocol.credential import Credential
from examprotocol.messages import EnrolReply, EnrolRequest, ReadmitRequest, Refusal, StationReply
from examserver.clock import Clock
from examserver.errors import RefusedError
from examserver.services.caller import Caller
from examserver.services.client_version import client_version
from examserver.services.credentials import credential_of, read_credential
from examserver.services.enrolling import Wish, enrol, read_wish
from examserver.services.readmission import readmit
from examserver.services.seal import Seal
from examserver.services.sessions import revoked, unknown_station
from examserver.storage.room_cards import cards_of
from examserver.storage.stations import Station, StationState, find_station
from examserver.storage.store import Store

log = logging.getLogger(__name__)


class Enrolments:
    """Owns the way from an enrolment's token to a seat. Knows nothing of candidates.

    Its callers have verified that the request is the station's own, and add where they see it.
    """

    def __init__(self, store: Store, seal: Seal, clock: Clock) -> None:
        self._store = store
        self._seal = seal
        self._clock = clock

    async def enrol(self, request: EnrolRequest, station_id: str) -> EnrolReply:
        """Register a station, or give one that is known the place that it asks for now.

        Asking once more, because the reply was lost, changes nothing and counts once. Raises RefusedError,
        BusyError and StorageError.
        """
        wish = read_wish(request, station_id)
        return await self._store.write(partial(self._enrol, wish))

    async def station(self, caller: Caller) -> StationReply:
        """What the service knows of the station that asks; raises RefusedError where that is nothing."""
        return await self._store.read(partial(self._known, caller))

    def credential(self, request: ReadmitRequest) -> Credential:
        """What a station shows that the service does not know; raises RefusedError where it is not ours."""
        return read_credential(request.credential, self._seal)

    async def readmit(self, caller: Caller, request: ReadmitRequest) -> StationReply:
        """Take back a station that this service enrolled before it was set up anew.

        One that is known goes by what is known of it. Raises RefusedError, BusyError and StorageError.
        """
        credential = self.credential(request)
        if credential.station != caller.station:
            raise RefusedError(Refusal.NOT_PROVEN, "The credential is another station's.")
        client = client_version(request.client)
        return await self._store.write(partial(self._readmit, credential, client))

    def _enrol(self, wish: Wish, connection: Connection) -> EnrolReply:
        now = self._clock.now()
        station = enrol(connection, wish, now)
        log.info("station %s is enrolled", station.id)
        return EnrolReply(
            now=now,
            station=station.id,
            name=station.name,
            room=station.room,
            seat=station.seat,
            cards=cards_of(connection, station.room, now),
            credential=credential_of(station, self._seal),
        )

    def _known(self, caller: Caller, connection: Connection) -> StationReply:
        station = find_station(connection, caller.station)
        if station is None:
            raise unknown_station()
        return self._reply(connection, station)

    def _readmit(self, credential: Credential, client: str, connection: Connection) -> StationReply:
        station = readmit(connection, credential, client, self._clock.now())
        log.info("station %s is back by its credential: %s", station.id, station.state)
        return self._reply(connection, station)

    def _reply(self, connection: Connection, station: Station) -> StationReply:
        if station.state is StationState.REVOKED:
            raise revoked()
        now = self._clock.now()
        return StationReply(
            now=now,
            name=station.name,
            room=station.room,
            seat=station.seat,
            cards=cards_of(connection, station.room, now),
            credential=credential_of(station, self._seal),
        )
