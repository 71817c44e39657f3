"""A station as the service sees it: HTTP on a kept connection, and writers that chain their events."""

import http.client
import uuid
from dataclasses import dataclass, field
from typing import Any, TypeVar

import msgspec

from examprotocol.events import GENESIS, Answered, Body, Epoch, Event, Head, Started, Writer, event_hash
from examprotocol.messages import (
    API,
    ErrorReply,
    EventsReply,
    KeyReply,
    LoginReply,
    LoginRequest,
    ManifestReply,
    SubmitReply,
    SubmitRequest,
    SyncReply,
    SyncRequest,
)
from examprotocol.responses import ChoiceResponse, TextResponse

T = TypeVar("T")

TIMEOUT = 20.0
ADMISSION, IDENTITY = "2026A001", "110101199003070417"


class RefusedByServiceError(Exception):
    """A refusal, with its HTTP status and headers."""

    def __init__(self, status: int, reply: ErrorReply, headers: http.client.HTTPMessage) -> None:
        super().__init__(f"{status} {reply.error}: {reply.message}")
        self.status = status
        self.reply = reply
        self.headers = headers


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


class Station:
    """Speaks to a service at a loopback port."""

    def __init__(self, port: int) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT)
        self.token = ""
        self.login: LoginReply

    def log_in(self, admission: str = ADMISSION, identity: str = IDENTITY, **changes: Any) -> LoginReply:
        """Log in and keep the session."""
        request = LoginRequest(
            admission, identity, **{"station": uuid.uuid4().hex, "client": "test 1", **changes}
        )
        self.login = self.call("POST", "/login", LoginReply, request)
        self.token = self.login.token
        return self.login

    def pen(self) -> Pen:
        """A new writer in the session's attempt."""
        return new_pen(self.login.attempt, self.login.epoch)

    def manifest(self) -> str:
        """The signed manifest."""
        return self.call("GET", "/manifest", ManifestReply).manifest

    def part(self, name: str) -> bytes:
        """A part of the paper."""
        return self.raw("GET", f"/parts/{name}")

    def key(self) -> bytes:
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
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        self.connection.request(method, API + path, body, headers)
        response = self.connection.getresponse()
        content = response.read()
        if response.status != http.client.OK:
            refusal = msgspec.json.decode(content, type=ErrorReply)
            raise RefusedByServiceError(response.status, refusal, response.headers)
        return content

    def close(self) -> None:
        """Close the connection."""
        self.connection.close()
