"""What client and service say to each other: JSON over HTTP, below `/api/1`.

Rule: every reply carries the site time `now`. All times are site times in milliseconds since 1970-01-01 UTC.

    GET  time                             -> TimeReply            (asked by anybody)
    POST enrol              EnrolRequest  -> EnrolReply           (proven by the key that is registered)
    GET  station                          -> StationReply         (proven by the station, no session needed)
    POST station            ReadmitRequest -> StationReply        (the service does not know it any more)
    POST login              LoginRequest  -> LoginReply           (the same)
    POST leave              LeaveRequest  -> LeaveReply           (it was not this candidate)
    GET  manifest                         -> ManifestReply
    GET  parts/SHA256                     -> bytes
    GET  key                              -> KeyReply             (from key release on)
    GET  events                           -> EventsReply          (all that the site has of the attempt)
    POST sync               SyncRequest   -> SyncReply            (an empty one is the heartbeat)
    POST submit             SubmitRequest -> SubmitReply
    POST held               HeldRequest   -> HeldReply            (proven by the station, no session needed)
    POST backlog            SyncRequest   -> SyncReply            (the same: of attempts that it once had)
    POST backlog/submit     SubmitRequest -> SubmitReply          (the same; none while it goes on elsewhere)
    POST files              FilesRequest  -> FilesReply           (the same: of attempts that it once had)
    POST files/ATTEMPT/FILE/CHUNK  bytes  -> ChunkReply           (the same; FILE and CHUNK by SHA-256)
    GET  sample                           -> bytes                (the same: SAMPLE_BYTES, to measure by)
    GET  papers, POST paper-report: see `examprotocol.paper_messages`
    POST self-check         SelfCheckReport -> SelfCheckReply     (the same; `examprotocol.self_check`)

All but `time` carry the two headers of `examprotocol.station_proof` and that of `examprotocol.life`, and what
needs a session besides these `Authorization: Bearer TOKEN`. Every reply to a station says by `place` whether
it is still inside the exam site. A refusal is an ErrorReply, status 4xx or 503.
"""

from enum import StrEnum

import msgspec

from examprotocol.attachments import Attachment
from examprotocol.events import Epoch, Event, Head, Writer, WriterLog
from examprotocol.form import Form
from examprotocol.place import INSIDE, Place
from examprotocol.site_orders import NO_ORDERS, SiteOrders, StationNews

API = "/api/1"
UPLOAD_CHUNK = 512 * 1024
"""The most bytes of a sealed chunk that goes over the network: one that breaks off costs no more."""
SYNC_LIMIT = 200
"""The most events that one SyncRequest may carry."""

BODY_LIMIT = 1 << 20
"""The most bytes that a request may have; a client sends fewer events where they would be more."""

SAMPLE_BYTES = 1 << 19
"""So many bytes a station is given to measure the network by."""


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
    OUTSIDE = "outside"
    CLIENT_TOO_OLD = "client_too_old"
    TOO_OFTEN = "too_often"
    NOT_PROVEN = "not_proven"
    UNKNOWN_STATION = "unknown_station"
    STATION_RELEASED = "station_released"
    STATION_REVOKED = "station_revoked"
    ENROLMENT_UNKNOWN = "enrolment_unknown"
    ENROLMENT_EXPIRED = "enrolment_expired"
    ENROLMENT_USED_UP = "enrolment_used_up"
    SEAT_MISSING = "seat_missing"
    SEAT_TAKEN = "seat_taken"
    ELSEWHERE = "elsewhere"
    WRONG_CONSENT = "wrong_consent"
    NOT_CHECKED_IN = "not_checked_in"
    ENTRY_REFUSED = "entry_refused"
    SUPERSEDED = "superseded"


class ErrorReply(msgspec.Struct, frozen=True):
    """A refusal. `message` is English for logs; `until` is when asking again makes sense, 0 if unknown.

    `about` is what the sentence for a person names: the address that was seen (OUTSIDE), the version that is
    needed (CLIENT_TOO_OLD), the seat or the machine that has it (SEAT_TAKEN), the seat or the machine where
    the exam is open (ELSEWHERE). With FORK it is the number at which the branches part, `""` where that is
    before all that was sent; with SUPERSEDED the word of the newer life. `contact` is whom to call.
    """

    error: str
    message: str
    now: int
    until: int = 0
    about: str = ""
    contact: str = ""


class EnrolRequest(msgspec.Struct, frozen=True):
    """A station registers: the token of its enrolment file, its public key, and where it stands.

    `seat` may be `""` for a station that has one already and only wants to hear it again.
    """

    token: str
    key: dict[str, str]
    hostname: str
    seat: str
    client: str


class EnrolReply(msgspec.Struct, frozen=True):
    """What the station is called from now on, where it stands, and the room's signed cards."""

    now: int
    station: str
    name: str
    room: str
    seat: str
    cards: tuple[str, ...] = ()
    credential: str = ""
    place: Place = INSIDE


class ReadmitRequest(msgspec.Struct, frozen=True):
    """A station that the service does not know any more shows the credential that it once got from it."""

    credential: str
    client: str


class StationReply(msgspec.Struct, frozen=True):
    """What the service knows of the station that asks, the room's signed cards as they are now, and the
    service's word for all this (`examprotocol.credential`).
    """

    now: int
    name: str
    room: str
    seat: str
    cards: tuple[str, ...] = ()
    credential: str = ""
    place: Place = INSIDE


class LoginRequest(msgspec.Struct, frozen=True):
    """The candidate's two numbers and the client's version.

    `attempt` names the attempt of which this machine holds events: then the login is for that one, also when
    its exam is closed, so that what is held can still be handed over. `""` asks for the next exam. With
    `epoch`, which this machine was given for that attempt, or took by an offline code, it comes back to send
    what it writes under it: nothing new is granted then, and LoginReply.epoch says whether it still counts.

    `consent` is the room password as a proctor typed it: it takes the exam away from the machine at which it
    is open, which is refused (ELSEWHERE, or WRONG_CONSENT) without, unless that seat was released.
    """

    admission_number: str
    identity_number: str
    client: str
    attempt: str = ""
    epoch: Epoch | None = None
    consent: str = ""


class Candidate(msgspec.Struct, frozen=True):
    """Who sits: the identity number comes masked but for its first and last digits."""

    name: str
    admission_number: str
    identity_masked: str
    seat: str


class Exam(msgspec.Struct, frozen=True):
    """What is sat, at which site (its name), and its three times: the key's release, the start, and this
    candidate's end. With `look_through` the paper can be read, and nothing answered, before the start. A
    `rehearsal` looks like an exam and counts for nothing.
    """

    exam_id: str
    title: str
    site: str
    key_release: int
    start: int
    end: int
    show_seconds: bool = False
    look_through: bool = False
    rehearsal: bool = False


class LoginReply(msgspec.Struct, frozen=True):
    """The session. `receipt` is there when the attempt is submitted and was not opened again since.

    `extensions` are the signed ones (`examprotocol.extensions`) that are in the exam's end already. `form` is
    the candidate's own order of the paper (`examprotocol.form`), the same at every login. `orders` are those
    that stand already, as in `SyncReply`.
    """

    now: int
    token: str
    attempt: str
    epoch: Epoch
    candidate: Candidate
    exam: Exam
    receipt: str = ""
    extensions: tuple[str, ...] = ()
    place: Place = INSIDE
    form: Form = Form()
    orders: SiteOrders = NO_ORDERS


class LeaveRequest(msgspec.Struct, frozen=True):
    """The candidate was somebody else: what this session was granted is free for another machine again."""

    attempt: str


class LeaveReply(msgspec.Struct, frozen=True):
    """Done; also where something was written under the grant already, which then stays taken."""

    now: int
    place: Place = INSIDE


class TimeReply(msgspec.Struct, frozen=True):
    """The site time, and the site's id."""

    now: int
    site: str


class ManifestReply(msgspec.Struct, frozen=True):
    """The signed manifest of the candidate's paper."""

    now: int
    manifest: str
    place: Place = INSIDE


class KeyReply(msgspec.Struct, frozen=True):
    """The content key, 32 bytes."""

    now: int
    key: bytes
    place: Place = INSIDE


class EventsReply(msgspec.Struct, frozen=True):
    """All events of the attempt that the site holds."""

    now: int
    logs: tuple[WriterLog, ...]
    place: Place = INSIDE


class SyncRequest(msgspec.Struct, frozen=True):
    """Events of one writer from `start` on, at most SYNC_LIMIT, in order.

    `extensions` are signed ones that this machine was given and that the last reply did not name any more:
    a service that was restored from a backup takes them back by its own signature. `news` is what the station
    tells of itself; an older client has none.
    """

    writer: Writer
    start: int
    events: tuple[Event, ...] = ()
    extensions: tuple[str, ...] = ()
    news: StationNews | None = None


class SyncReply(msgspec.Struct, frozen=True):
    """How far the site has stored this writer (after the commit), and what it says of the attempt.

    `epoch` is the newest that the site has granted: greater than the writer's when the candidate has moved.
    `end` is the candidate's own, with all extensions; `extensions` are these, signed. `receipt` is there
    while the attempt is submitted: where it is missing although the machine holds one, the attempt was opened
    again (`end` lies ahead and it was the deadline that handed in), or the service was restored: then submit
    again.
    `cards` is a digest of the room's cards: where it is another than before, ask for them (GET station).
    `orders` are what the site's staff want of this station.
    """

    now: int
    head: Head
    end: int
    epoch: Epoch
    receipt: str = ""
    cards: str = ""
    extensions: tuple[str, ...] = ()
    place: Place = INSIDE
    orders: SiteOrders = NO_ORDERS


class SubmitRequest(msgspec.Struct, frozen=True):
    """Names every writer that the client knows and how far it has come.

    `receipt` is the newest that the machine holds: a service that was restored from a backup keeps it, and
    numbers its supplements above it. `lost` are files of the answers (by the SHA-256 of their bytes) that
    this machine does not have either: the receipt waits for them no longer.
    """

    attempt: str
    heads: dict[str, Head]
    receipt: str = ""
    lost: tuple[str, ...] = ()


class FilesRequest(msgspec.Struct, frozen=True):
    """Says which files a station has of an attempt: those that its answers name, sealed. In no session.

    `absent` are those that the answers name and that the station has not, by SHA-256.
    """

    attempt: str
    files: tuple[Attachment, ...]
    absent: tuple[str, ...] = ()


class FilesReply(msgspec.Struct, frozen=True):
    """Of the files that were named: the sealed chunks that the site lacks (`missing`), and the files that it
    has whole (`held`), by SHA-256; `refused` are those that it never takes, since their question allows
    fewer, smaller or other ones. `elsewhere` are absent ones that the site has not either: to the seat or
    name of the machine where they were handed in, `""` where that is the one that asks, or nobody knows. What
    is in none is of no answer that the site knows of.
    """

    now: int
    missing: tuple[str, ...] = ()
    held: tuple[str, ...] = ()
    place: Place = INSIDE
    refused: tuple[str, ...] = ()
    elsewhere: dict[str, str] = {}


class ChunkReply(msgspec.Struct, frozen=True):
    """The sealed chunk is on the site's disk."""

    now: int
    place: Place = INSIDE


class SubmitReply(msgspec.Struct, frozen=True):
    """The receipt, or what the site still lacks: writer to the `seq` that it has, and the files of the
    answers that are not there whole, by SHA-256.
    """

    now: int
    receipt: str = ""
    missing: dict[str, int] = {}
    files: tuple[str, ...] = ()
    place: Place = INSIDE


class HeldRequest(msgspec.Struct, frozen=True):
    """What a station holds of attempts, open there or not: attempt to writer to how far it has come.

    `grants` are what HeldReply gave for them (`examprotocol.grants`), by which a service that was restored
    from a backup, and has forgotten that the station had a session in an attempt, knows it again. `words` are
    the room's, of attempts that went on here by an offline code (`examprotocol.room_words`).
    """

    heads: dict[str, dict[str, Head]]
    grants: dict[str, str] = {}
    words: dict[str, str] = {}


class HeldReply(msgspec.Struct, frozen=True):
    """How far the site has stored them. An attempt that this station never had, or nobody here, is left out.

    `safe` names the attempts that are over and that a verified backup holds at least as far as they were
    named, each with the site time from which on nobody opens it again: then the station needs its copy no
    more. `receipts` are the newest signed ones of those that are handed in: a station that holds another one
    shows it (POST backlog/submit). `grants` are the service's words that the station had a session, where
    none was shown. `generation` is the service's: where it has risen, the service was restored, and may have
    forgotten what it had. 0 where it does not say.
    """

    now: int
    stored: dict[str, dict[str, Head]] = {}
    safe: dict[str, int] = {}
    receipts: dict[str, str] = {}
    grants: dict[str, str] = {}
    generation: int = 0
    place: Place = INSIDE


class SelfCheckReply(msgspec.Struct, frozen=True):
    """The service keeps the report, instead of the one before."""

    now: int
    place: Place = INSIDE
