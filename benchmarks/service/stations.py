"""Stations that have enrolled and candidates who sit: the rows of a site, and what its stations send.

Rule: every request is signed as the real client signs it, over exactly the bytes that go out.
"""

import hashlib
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from functools import cached_property

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from examprotocol.canonical import canonical_bytes
from examprotocol.events import (
    GENESIS,
    Answered,
    Body,
    Event,
    Head,
    Started,
    Submitted,
    Writer,
    event_hash,
)
from examprotocol.messages import API, LoginReply, LoginRequest, SubmitRequest, SyncRequest
from examprotocol.responses import ChoiceResponse
from examprotocol.signing import read_key
from examprotocol.site_orders import StationNews
from examprotocol.station_proof import PROOF, STATION, asked, prove, station_id_of
from examserver.storage.candidates import Registered
from examserver.storage.stations import Station, StationState

ROOM = "A"
CLIENT = "0.1.0"
QUESTIONS = 100
BEGAN = 1_767_240_000_000


@dataclass(frozen=True)
class Seat:
    """The n-th machine of the site and the candidate before it; its keys are the same in every run."""

    number: int

    @cached_property
    def key(self) -> Ed25519PrivateKey:
        """What the station proves itself by."""
        return Ed25519PrivateKey.from_private_bytes(hashlib.sha256(f"seat {self.number}".encode()).digest())

    @cached_property
    def members(self) -> dict[str, str]:
        """The public half, as the service has it."""
        x = urlsafe_b64encode(self.key.public_key().public_bytes_raw()).decode().rstrip("=")
        return {"kty": "OKP", "crv": "Ed25519", "x": x}

    @cached_property
    def station_id(self) -> str:
        """The station's id, which follows from its key."""
        return station_id_of(read_key(self.members))

    @property
    def candidate(self) -> Registered:
        """Who sits here."""
        number = self.number
        return Registered(f"2026{number:06}", f"考生{number}", f"E{number:08}", str(number))

    @property
    def station(self) -> Station:
        """The station as it stands in the service's register."""
        return Station(
            id=self.station_id,
            key=self.members,
            name=f"PC-{self.number:04}",
            room=ROOM,
            seat=str(self.number),
            state=StationState.ACTIVE,
            client=CLIENT,
            enrolled=1,
            enrolment="",
        )

    def login_request(self) -> bytes:
        """The request by which the candidate logs in here."""
        who = self.candidate
        return self.request("/login", LoginRequest(who.admission_number, who.identity_number, CLIENT))

    def request(self, path: str, message: msgspec.Struct, token: str = "") -> bytes:
        """A whole POST, signed, as it goes onto a kept connection."""
        body = msgspec.json.encode(message)
        proof = prove(asked("POST", API + path, token, body), self.key)
        session = f"Authorization: Bearer {token}\r\n" if token else ""
        head = (
            f"POST {API}{path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Encoding: identity\r\n{session}"
            f"{STATION}: {self.station_id}\r\n{PROOF}: {proof}\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        return head.encode() + body


@dataclass(frozen=True)
class Session:
    """A candidate who has logged in, and what a new start of the client then writes."""

    seat: Seat
    login: LoginReply

    def events(self, name: str, count: int) -> tuple[Writer, list[Event]]:
        """A new writer and its first `count` events: one choice after the other."""
        writer_id = hashlib.sha256(f"{self.login.attempt} {name}".encode()).hexdigest()[:32]
        writer = Writer(self.login.attempt, writer_id, self.login.epoch, 1)
        bodies: list[Body] = [Started(self.seat.station_id, CLIENT)]
        bodies += [Answered(f"q{n % QUESTIONS}", ChoiceResponse("abcd"[n % 4])) for n in range(1, count)]
        events: list[Event] = []
        prev = GENESIS
        for seq, body in enumerate(bodies, start=1):
            events.append(Event(seq, prev, BEGAN + seq * 1_000, 5, body))
            prev = event_hash(writer, events[-1])
        return writer, events

    def saves(self, name: str, count: int) -> list[bytes]:
        """The requests that carry those events, one event each."""
        writer, events = self.events(name, count)
        token = self.login.token
        return [
            self.seat.request("/sync", SyncRequest(writer, event.seq, (event,)), token) for event in events
        ]

    def sheet(self, name: str, count: int) -> "Sheet":
        """All that is sent in an exam of so many saves (one at least), ready to be sent."""
        writer, events = self.events(name, count)
        token, before = self.login.token, Head(count, event_hash(writer, events[-1]))
        at = events[-1].at + 1_000
        last = Event(count + 1, before.hash, at, 5, Submitted({writer.id: before}, by_deadline=True))
        saves = [SyncRequest(writer, event.seq, (event,)) for event in (*events, last)]
        news = StationNews("full", count, count, QUESTIONS)
        whole = {writer.id: Head(last.seq, event_hash(writer, last))}
        signed = [self.seat.request("/sync", one, token) for one in saves]
        return Sheet(
            saves=signed[:-1],
            heartbeat=self.seat.request("/sync", SyncRequest(writer, 1, news=news), token),
            last=signed[-1],
            submit=self.seat.request("/submit", SubmitRequest(self.login.attempt, whole), token),
            stored=[canonical_bytes(event) for event in (*events, last)],
        )


@dataclass(frozen=True, slots=True)
class Sheet:
    """One candidate's requests: an event each, the heartbeat, the event that hands in, and the submit.

    `stored` are the bytes of the events, the one that hands in last.
    """

    saves: list[bytes]
    heartbeat: bytes
    last: bytes
    submit: bytes
    stored: list[bytes]


def opened(seat: Seat, reply: bytes) -> Session:
    """The session that a reply to a login gives."""
    return Session(seat, msgspec.json.decode(reply, type=LoginReply))
