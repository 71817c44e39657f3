"""Makes this machine a station of one exam site: with a key of its own, and a seat.

Rule: the station file is written last and only when the service has accepted, so a try that was cut short
leaves nothing half done; tried again, also after a lost reply, it is the same station.
"""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import msgspec
from jwcrypto import jwk

from examclient.domain.site import Enrolled, Membership
from examclient.errors import SiteAnswerError, SiteRefusedError, StationError
from examclient.storage.room_cards import keep_cards
from examclient.storage.station_file import keep_membership, read_membership
from examclient.storage.station_key import make_station_key, read_station_key
from examprotocol.enrolment import Enrolment
from examprotocol.messages import EnrolReply, EnrolRequest, Refusal, StationReply, TimeReply
from examprotocol.station_proof import station_id_of

LONGEST_NAME = 80


class EnrolDesk(Protocol):
    """Where stations enrol. Every call raises SiteUnreachableError, SiteRefusedError or SiteAnswerError."""

    def time(self) -> TimeReply:
        """Which site answers."""

    def station(self) -> StationReply:
        """What the service knows of this station."""

    def enrol(self, request: EnrolRequest) -> EnrolReply:
        """Register this station."""


Connect = Callable[[Enrolment, jwk.JWK], EnrolDesk]
"""Reaches the service of an enrolment file as the station with this key."""


@dataclass(frozen=True, slots=True)
class ThisMachine:
    """What it is called in the network, and which version of the client it runs."""

    hostname: str
    client: str


class Enrol:
    """Enrols this machine. Knows nothing of who compared the fingerprint, or whether anybody did."""

    def __init__(self, data_folder: Path, connect: Connect, machine: ThisMachine) -> None:
        self._data_folder = data_folder
        self._connect = connect
        self._machine = machine

    def __call__(self, enrolment: Enrolment, seat: str) -> Enrolled:
        """Enrol by a file that was read and checked; with `""` for a seat, a station keeps the one it has.

        Raises SiteUnreachableError, SiteRefusedError, SiteAnswerError, and ConfigError or JournalError where
        the data folder cannot be written.
        """
        key = self._key()
        desk = self._connect(enrolment, key)
        if desk.time().site != enrolment.site_id:
            raise SiteAnswerError("What answers at the site's address is another service.")
        held = self._held(desk, enrolment, station_id_of(key), seat)
        if held is not None:
            return Enrolled(held, is_new=False)
        try:
            return self._registered(desk, enrolment, key, seat)
        except SiteRefusedError as refused:
            if refused.code != Refusal.STATION_REVOKED:
                raise
        fresh = make_station_key(self._data_folder)  # the old one is refused for ever
        return self._registered(self._connect(enrolment, fresh), enrolment, fresh, seat)

    def _key(self) -> jwk.JWK:
        """The key that is there, also from a try before; else a new one."""
        try:
            return read_station_key(self._data_folder)
        except StationError:
            return make_station_key(self._data_folder)

    def _held(self, desk: EnrolDesk, enrolment: Enrolment, station: str, seat: str) -> Membership | None:
        """What this machine is already, where both sides agree that this is what is asked for."""
        membership = self._membership()
        if membership is None or not _is_of(membership, enrolment) or membership.station != station:
            return None
        try:
            known = desk.station()
        except SiteRefusedError:
            return None
        if not known.seat or known.room != enrolment.room or not is_seat(seat or known.seat, known.seat):
            return None
        credential = known.credential or membership.credential
        now = msgspec.structs.replace(
            membership, name=known.name, room=known.room, seat=known.seat, credential=credential
        )
        self._keep(now, known.cards)
        return now

    def _registered(self, desk: EnrolDesk, enrolment: Enrolment, key: jwk.JWK, seat: str) -> Enrolled:
        hostname = self._machine.hostname[:LONGEST_NAME]
        public = {name: str(value) for name, value in key.export_public(as_dict=True).items()}
        request = EnrolRequest(enrolment.token, public, hostname, seat, self._machine.client)
        reply = desk.enrol(request)
        if reply.station != station_id_of(key):
            raise SiteAnswerError("The answer is another station's.")
        membership = _membership_of(enrolment, reply)
        self._keep(membership, reply.cards or enrolment.cards)
        return Enrolled(membership, is_new=True)

    def _keep(self, membership: Membership, cards: tuple[str, ...]) -> None:
        keep_cards(self._data_folder, cards)
        keep_membership(self._data_folder, membership)

    def _membership(self) -> Membership | None:
        try:
            return read_membership(self._data_folder)
        except StationError:
            return None


def _membership_of(enrolment: Enrolment, reply: EnrolReply) -> Membership:
    return Membership(
        site=enrolment.site,
        site_id=enrolment.site_id,
        address=enrolment.address,
        signing_key=enrolment.signing_key,
        opening_key=enrolment.opening_key,
        authority=enrolment.authority,
        station=reply.station,
        name=reply.name,
        room=reply.room,
        seat=reply.seat,
        credential=reply.credential,
    )


SERVICE = ("site", "site_id", "address", "signing_key", "opening_key", "authority")


def _is_of(membership: Membership, enrolment: Enrolment) -> bool:
    """Whether all that a station knows of its service is what the file says."""
    return all(getattr(membership, name) == getattr(enrolment, name) for name in SERVICE)


def is_seat(one: str, other: str) -> bool:
    """Whether two names of a seat are one, as the service reads them."""
    written = [" ".join(unicodedata.normalize("NFKC", seat).split()).upper() for seat in (one, other)]
    return written[0] == written[1]
