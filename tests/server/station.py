"""A station as the service sees it: a key that signs each request on a kept connection, and writers that
chain their events.
"""

import hashlib
import http.client
import uuid
from base64 import urlsafe_b64encode
from dataclasses import dataclass, field
from typing import TypeVar

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import Connection

from examprotocol.events import GENESIS, Answered, Body, Epoch, Event, Head, Started, Writer, event_hash
from examprotocol.messages import (
    API,
    ErrorReply,
    EventsReply,
    KeyReply,
    LeaveReply,
    LeaveRequest,
    LoginReply,
    LoginRequest,
    ManifestReply,
    SubmitReply,
    SubmitRequest,
    SyncReply,
    SyncRequest,
)
from examprotocol.responses import ChoiceResponse, TextResponse
from examprotocol.signing import read_key
from examprotocol.station_proof import PROOF, STATION, Asked, asked, prove, station_id_of
from examserver.storage import rooms, stations

T = TypeVar("T")

TIMEOUT = 20.0
ADMISSION, IDENTITY = "2026A001", "110101199003070417"
ROOM = "R1"


class RefusedByServiceError(Exception):
    """A refusal, with its HTTP status and headers."""

    def __init__(self, status: int, reply: ErrorReply, headers: http.client.HTTPMessage) -> None:
        super().__init__(f"{status} {reply.error}: {reply.message}")
        self.status = status
        self.reply = reply
        self.headers = headers


@dataclass(frozen=True)
class Answer:
    """A reply that is no refusal."""

    content: bytes
    headers: http.client.HTTPMessage


@dataclass
class Pen:
    """A writer and the events that it has written."""

    writer: Writer
    events: list[Event] = field(default_factory=list)

    def write(self, body: Body, at: int = 0) -> Event:
        """Chain one more event."""
        prev = event_hash(self.writer, self.events[-1]) if self.events else GENESIS
        self.events.append(Event(len(self.events) + 1, prev, at, 5, body))
        return self.events[-1]

    def choose(self, question: str, choice: str) -> Event:
        """Answer a question by a choice."""
        return self.write(Answered(question, ChoiceResponse(choice)))

    def type(self, question: str, text: str) -> Event:
        """Answer a question by a text."""
        return self.write(Answered(question, TextResponse(text)))

    @property
    def head(self) -> Head:
        """How far the writer has come."""
        return Head(len(self.events), event_hash(self.writer, self.events[-1])) if self.events else Head(0)


def new_pen(attempt: str, epoch: Epoch, inc: int = 1) -> Pen:
    """A writer that has just begun."""
    pen = Pen(Writer(attempt, uuid.uuid4().hex, epoch, inc))
    pen.write(Started(station="5" * 32, client="test 1"))
    return pen


@dataclass(frozen=True)
class StationKey:
    """What a station proves itself with, what the service has of it, and the id that follows from it."""

    private: Ed25519PrivateKey
    members: dict[str, str]
    id: str


def station_key(number: int) -> StationKey:
    """The key of the station with this number: the same in every run."""
    private = Ed25519PrivateKey.from_private_bytes(hashlib.sha256(f"station {number}".encode()).digest())
    x = urlsafe_b64encode(private.public_key().public_bytes_raw()).decode().rstrip("=")
    members = {"kty": "OKP", "crv": "Ed25519", "x": x}
    return StationKey(private, members, station_id_of(read_key(members)))


def register_stations(connection: Connection, *numbers: int) -> None:
    """Register the stations with these numbers in the one room, each at the seat of its number."""
    if rooms.find_room(connection, ROOM) is None:
        rooms.add_room(connection, rooms.Room(ROOM, added=1))
    for number in numbers:
        key = station_key(number)
        stations.add_station(
            connection,
            stations.Station(
                id=key.id,
                key=key.members,
                name=f"PC-{number:02}",
                room=ROOM,
                seat=str(number),
                state=stations.StationState.ACTIVE,
                client="0.1.0",
                enrolled=1,
                enrolment="",
            ),
        )


class Station:
    """Speaks to a service at a loopback port, as the station with this number.

    `source` is the address of this machine that it speaks from; `headers` go with each request besides.
    """

    def __init__(self, port: int, number: int = 1, source: str = "127.0.0.1") -> None:
        self.connection = http.client.HTTPConnection(
            "127.0.0.1", port, timeout=TIMEOUT, source_address=(source, 0)
        )
        self.key = station_key(number)
        self.token = ""
        self.headers: list[tuple[str, str]] = []
        self.login: LoginReply

    def log_in(
        self,
        admission: str = ADMISSION,
        identity: str = IDENTITY,
        client: str = "test 1",
        attempt: str = "",
        epoch: Epoch | None = None,
        consent: str = "",
    ) -> LoginReply:
        """Log in and keep the session."""
        self.token = ""
        request = LoginRequest(admission, identity, client, attempt, epoch, consent)
        self.login = self.call("POST", "/login", LoginReply, request)
        self.token = self.login.token
        return self.login

    def come_back(self, attempt: str, epoch: Epoch) -> LoginReply:
        """Log in for what is written under an epoch that the station has."""
        return self.log_in(attempt=attempt, epoch=epoch)

    def leave(self) -> LeaveReply:
        """The candidate was somebody else."""
        return self.call("POST", "/leave", LeaveReply, LeaveRequest(self.login.attempt))

    def come_from(self, *addresses: str) -> None:
        """From now on proxies say that the requests come from there, one line of theirs each."""
        self.headers = [("X-Forwarded-For", address) for address in addresses]

    def pen(self) -> Pen:
        """A new writer in the session's attempt."""
        return new_pen(self.login.attempt, self.login.epoch)

    def manifest(self) -> str:
        """The signed manifest."""
        return self.call("GET", "/manifest", ManifestReply).manifest

    def part(self, name: str) -> bytes:
        """A part of the paper."""
        return self.raw("GET", f"/parts/{name}")

    def content_key(self) -> bytes:
        """The content key."""
        return self.call("GET", "/key", KeyReply).key

    def events(self) -> EventsReply:
        """What the site has of the attempt."""
        return self.call("GET", "/events", EventsReply)

    def sync(self, pen: Pen, start: int = 1, end: int | None = None) -> SyncReply:
        """Send the events `start` to `end` of a pen."""
        events = tuple(pen.events[start - 1 : end])
        return self.call("POST", "/sync", SyncReply, SyncRequest(pen.writer, start, events))

    def heartbeat(self, pen: Pen) -> SyncReply:
        """Send nothing, and hear how far the site is."""
        return self.call("POST", "/sync", SyncReply, SyncRequest(pen.writer, len(pen.events) + 1))

    def submit(self, *pens: Pen, **heads: Head) -> SubmitReply:
        """Hand in all that the pens have written, or what `heads` says."""
        named = heads or {pen.writer.id: pen.head for pen in pens}
        return self.call("POST", "/submit", SubmitReply, SubmitRequest(self.login.attempt, named))

    def call(self, method: str, path: str, kind: type[T], message: msgspec.Struct | None = None) -> T:
        """Send a message and read the reply."""
        body = msgspec.json.encode(message) if message else None
        return msgspec.json.decode(self.raw(method, path, body), type=kind)

    def raw(self, method: str, path: str, body: bytes | None = None) -> bytes:
        """Send bytes and return those of the reply; raises RefusedByServiceError."""
        return self.ask(method, path, body).content

    def ask(self, method: str, path: str, body: bytes | None = None) -> Answer:
        """Send bytes, proven by the station's key; raises RefusedByServiceError."""
        return self.send(asked(method, API + path, self.token, body or b""), API + path, body)

    def send(self, proven: Asked, path: str, body: bytes | None = None) -> Answer:
        """Send a request; what is proven need not be what is sent. Raises RefusedByServiceError."""
        proof = [(STATION, self.key.id), (PROOF, prove(proven, self.key.private))]
        session = [("Authorization", f"Bearer {self.token}")] if self.token else []
        return self.send_with([*proof, *session, *self.headers], proven.method, path, body)

    def send_with(
        self, headers: list[tuple[str, str]], method: str, path: str, body: bytes | None = None
    ) -> Answer:
        """Send a request with just these headers; raises RefusedByServiceError."""
        self.connection.putrequest(method, path)
        for name, value in [*headers, ("Content-Length", str(len(body or b"")))]:
            self.connection.putheader(name, value)
        self.connection.endheaders(body)
        response = self.connection.getresponse()
        content = response.read()
        if response.status != http.client.OK:
            refusal = msgspec.json.decode(content, type=ErrorReply)
            raise RefusedByServiceError(response.status, refusal, response.headers)
        return Answer(content, response.headers)

    def close(self) -> None:
        """Close the connection."""
        self.connection.close()
