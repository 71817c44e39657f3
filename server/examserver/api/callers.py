"""Finds out who asks: the station that has signed the request, and where it is seen.

Rule: nothing of a request is looked at for a station before its proof fits: method, path, token and body.
"""

import re
from dataclasses import dataclass

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from starlette.requests import Request

from examprotocol.errors import UnreadableError
from examprotocol.life import OWN_LIFE
from examprotocol.messages import EnrolRequest, ReadmitRequest, Refusal
from examprotocol.signing import read_key
from examprotocol.site_messages import JoinRequest
from examprotocol.station_proof import PROOF, STATION, asked, is_proven, public_half, station_id_of
from examserver.api.requests import message_in, path_of, token_of
from examserver.errors import RefusedError
from examserver.services.caller import Caller
from examserver.services.enrolments import Enrolments
from examserver.services.exam_site_desk import ExamSiteDesk
from examserver.services.gate import Gate
from examserver.services.sessions import unknown_station
from examserver.services.station_keys import StationKeys

STATION_ID = re.compile(r"[0-9a-f]{32}")
FORWARDED = "X-Forwarded-For"

read_enrolment = msgspec.json.Decoder(EnrolRequest)
read_readmission = msgspec.json.Decoder(ReadmitRequest)
read_joining = msgspec.json.Decoder(JoinRequest)


@dataclass(frozen=True, slots=True)
class Callers:
    """Knows the keys of stations and sites, the gate, and what newcomers bring; keeps nothing itself."""

    keys: StationKeys
    gate: Gate
    enrolments: Enrolments
    exam_sites: ExamSiteDesk

    async def registered(self, request: Request, body: bytes) -> Caller:
        """The registered station that has signed the request; raises RefusedError."""
        station = _named_station(request)
        key = await self.keys.key_of(station)
        if key is None:
            raise unknown_station()
        return self._proven(request, body, station, key)

    async def enrolling(self, request: Request, body: bytes) -> Caller:
        """The station that has signed the request by the key which it brings; raises RefusedError."""
        return self._newcomer(request, body, message_in(body, read_enrolment).key)

    async def returning(self, request: Request, body: bytes) -> Caller:
        """The station that has signed by the key which this service once knew; raises RefusedError."""
        credential = self.enrolments.credential(message_in(body, read_readmission))
        return self._newcomer(request, body, credential.key)

    async def joining(self, request: Request, body: bytes) -> Caller:
        """The site's service that has signed the request by the key which it brings; raises RefusedError."""
        return self._newcomer(request, body, message_in(body, read_joining).key)

    async def require_site(self, request: Request) -> None:
        """Raise RefusedError where no site has joined by the id that a request names, before it is read."""
        if await self.exam_sites.key_of(_named_station(request)) is None:
            raise RefusedError(Refusal.UNKNOWN_STATION, "No site with this key has joined.")

    async def exam_site(self, request: Request, body: bytes) -> Caller:
        """The site's service that has joined and has signed the request; raises RefusedError."""
        site = _named_station(request)
        key = await self.exam_sites.key_of(site)
        if key is None:
            raise RefusedError(Refusal.UNKNOWN_STATION, "No site with this key has joined.")
        caller = self._proven(request, body, site, key)
        await self.exam_sites.meet(caller, request.headers.get(OWN_LIFE, ""))
        return caller

    def _newcomer(self, request: Request, body: bytes, members: dict[str, str]) -> Caller:
        station = _named_station(request)
        try:
            key, station_of_key = public_half(members), station_id_of(read_key(members))
        except UnreadableError as error:
            raise RefusedError(Refusal.UNREADABLE, "The station's key is not one.") from error
        if station_of_key != station:
            raise _not_proven()
        return self._proven(request, body, station, key)

    def _proven(self, request: Request, body: bytes, station: str, key: Ed25519PublicKey) -> Caller:
        token = token_of(request)
        question = asked(request.method, path_of(request), token, body)
        if not is_proven(question, request.headers.get(PROOF, ""), key):
            raise _not_proven()
        seen = self.gate.look(peer_of(request), request.headers.getlist(FORWARDED))
        return Caller(station, token, seen.address, seen.place)


def _named_station(request: Request) -> str:
    station = request.headers.get(STATION, "")
    if STATION_ID.fullmatch(station) is None:
        raise _not_proven()
    return station


def peer_of(request: Request) -> str:
    """The socket's peer; `""` where it is gone already."""
    return request.client.host if request.client else ""


def _not_proven() -> RefusedError:
    return RefusedError(Refusal.NOT_PROVEN, "The request does not carry the proof of the station it names.")
