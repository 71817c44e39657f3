"""What client and service say to each other: JSON over HTTP, below `/api/1`.

Rule: every reply carries the site time `now`. All times are site times in milliseconds since 1970-01-01 UTC.

    POST login              LoginRequest  -> LoginReply
    GET  time                             -> TimeReply            (no session needed)
    GET  manifest                         -> ManifestReply
    GET  parts/SHA256                     -> bytes
    GET  key                              -> KeyReply             (from key release on)
    GET  events                           -> EventsReply          (all that the site has of the attempt)
    POST sync               SyncRequest   -> SyncReply            (an empty one is the heartbeat)
    POST submit             SubmitRequest -> SubmitReply

All but `login` and `time` carry `Authorization: Bearer TOKEN`. A refusal is an ErrorReply, status 4xx or 503.
"""

from enum import StrEnum

import msgspec

from examprotocol.events import Epoch, Event, Head, Writer, WriterLog

API = "/api/1"
SYNC_LIMIT = 200
"""The most events that one SyncRequest may carry."""

BODY_LIMIT = 1 << 20
"""The most bytes that a request may have; a client sends fewer events where they would be more."""


class Refusal(StrEnum):
    """Why the service refuses; the client has a sentence for each."""

    UNREADABLE = "unreadable"
    UNKNOWN_CANDIDATE = "unknown_candidate"
    WRONG_IDENTITY = "wrong_identity"
    NO_EXAM = "no_exam"
    NOT_YET = "not_yet"
    CLOSED = "closed"
    SESSION_ENDED = "session_ended"
    NOT_FOUND = "not_found"
    BUSY = "busy"
    FORK = "fork"
    TOO_MUCH = "too_much"
    FAULT = "fault"


class ErrorReply(msgspec.Struct, frozen=True):
    """A refusal. `message` is English for logs; `until` is when asking again makes sense, 0 if unknown."""

    error: str
    message: str
    now: int
    until: int = 0


class LoginRequest(msgspec.Struct, frozen=True):
    """The candidate's two numbers, the station's id (32 hex digits) and the client's version."""

    admission_number: str
    identity_number: str
    station: str
    client: str


class Candidate(msgspec.Struct, frozen=True):
    """Who sits: the identity number comes masked but for its first and last digits."""

    name: str
    admission_number: str
    identity_masked: str
    seat: str


class Exam(msgspec.Struct, frozen=True):
    """What is sat, at which site (its name), and its three times: the key's release, the start, and this
    candidate's end.
    """

    exam_id: str
    title: str
    site: str
    key_release: int
    start: int
    end: int
    show_seconds: bool = False


class LoginReply(msgspec.Struct, frozen=True):
    """The session. `receipt` is there when the attempt is already submitted."""

    now: int
    token: str
    attempt: str
    epoch: Epoch
    candidate: Candidate
    exam: Exam
    receipt: str = ""


class TimeReply(msgspec.Struct, frozen=True):
    """The site time, and the site's id."""

    now: int
    site: str


class ManifestReply(msgspec.Struct, frozen=True):
    """The signed manifest of the candidate's paper."""

    now: int
    manifest: str


class KeyReply(msgspec.Struct, frozen=True):
    """The content key, 32 bytes."""

    now: int
    key: bytes


class EventsReply(msgspec.Struct, frozen=True):
    """All events of the attempt that the site holds."""

    now: int
    logs: tuple[WriterLog, ...]


class SyncRequest(msgspec.Struct, frozen=True):
    """Events of one writer from `start` on, at most SYNC_LIMIT, in order."""

    writer: Writer
    start: int
    events: tuple[Event, ...] = ()


class SyncReply(msgspec.Struct, frozen=True):
    """How far the site has stored this writer (after the commit), and what it says of the attempt.

    `epoch` is the newest that the site has granted: greater than the writer's when the candidate has moved.
    """

    now: int
    head: Head
    end: int
    epoch: Epoch
    receipt: str = ""


class SubmitRequest(msgspec.Struct, frozen=True):
    """Names every writer that the client knows and how far it has come."""

    attempt: str
    heads: dict[str, Head]


class SubmitReply(msgspec.Struct, frozen=True):
    """The receipt, or what the site still lacks: writer to the `seq` that it has."""

    now: int
    receipt: str = ""
    missing: dict[str, int] = {}
