"""The result package: what a site reports of one exam to the authority, for good.

Rule: its signed index is for everybody, and names the sealed parts by their hashes; what is in them is for
the authority alone. A later package of the same exam adds to an earlier one and takes nothing away.
docs/result-package.md is the specification. All times are site times in milliseconds.
"""

from typing import Annotated, Final, Literal

import msgspec

from examprotocol.attachments import Attachment
from examprotocol.canonical import digest
from examprotocol.door_record import DigestOrNone, DoorEntry, RecordPhoto, RoomMaterial
from examprotocol.events import Epoch, Event, Head, Writer, WriterLog
from examprotocol.form import Form
from examprotocol.key_wrapping import ForKey
from examprotocol.package_attachments import LARGEST_CHUNK
from examprotocol.rulings import Ruling
from examprotocol.times import Time

VERSION: Final = 1
SIGNED_AS = "exam-results+jws"
LARGEST_INDEX = 8 << 20
"""The most bytes of an index: one of 40,000 parts takes 147 for each, and some more."""

LARGEST_CONTENT = 12 << 20
"""The most bytes of a content part before it is sealed: one writer of a station, which has 4 MB, in base64.
"""

LARGEST_PART = LARGEST_CONTENT + 28
MOST_PARTS = 40_000

Id = Annotated[str, msgspec.Meta(pattern=r"^[^\x00-\x20/\\]{1,40}$")]
Text = Annotated[str, msgspec.Meta(max_length=200)]
Digest = Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{64}$")]
Count = Annotated[int, msgspec.Meta(ge=0, le=2**53)]
Small = Annotated[int, msgspec.Meta(ge=0, le=2**31 - 1)]
Size = Annotated[int, msgspec.Meta(ge=1, le=max(LARGEST_PART, LARGEST_CHUNK))]
Station = Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{32}$")]


class ReportAbout(msgspec.Struct, frozen=True):
    """What a package is: whose report to whom, of which exam, and how much is in it.

    `authority` is the id of the authority's service, `site` the id by which the site's service proves its
    requests, `service` that service's own id, and `generation` counts its restored lives. `exam` and `paper`
    are ids, `manifest` the digest of the paper's manifest as the authority signed it, else as the site did.
    `number` counts the reports of the exam from 1. With `is_whole` every entry is in it; else only those that
    have changed since the last report that the authority acknowledged. `left` of the entries did not fit in:
    they are for the next report.
    """

    authority: Text
    site: Station
    service: Text
    generation: Small
    exam: Id
    title: Text
    paper: Id
    manifest: Digest
    number: Small
    at: Time
    is_whole: bool
    entries: Count
    events: Count
    files: Count
    left: Count = 0


class ResultPart(msgspec.Struct, frozen=True):
    """A part by the SHA-256 and size of its bytes as they travel.

    `content` is sealed for this package; a `file` is a sealed chunk of what a candidate attached, just as the
    station sealed it.
    """

    kind: Literal["content", "file"]
    sha256: Digest
    size: Size


class ResultIndex(msgspec.Struct, frozen=True):
    """What the site signs: what the package is, the content's key for the authority, and all parts."""

    about: ReportAbout
    key: ForKey
    parts: Annotated[tuple[ResultPart, ...], msgspec.Meta(min_length=1, max_length=MOST_PARTS)]
    version: int = VERSION


class BranchLog(msgspec.Struct, frozen=True):
    """Events that contradict what counts, kept apart: a run of them, each after the one before."""

    writer: Writer
    events: tuple[Event, ...]


class Points(msgspec.Struct, frozen=True):
    """What the site gives where it scores: decimal numbers as texts; `waiting` wait for a person."""

    score: Text
    most: Text
    waiting: int


class EntryRecord(msgspec.Struct, frozen=True, omit_defaults=True):
    """One candidate's entry to the exam, and the attempt with all that decides what counts, but the events.

    `attempt` is `""` where the candidate never logged in. `heads` says of each writer how far it has come,
    `branches` is the digest of what is kept apart (`""` for nothing). `receipts` are compact JWS by the site.
    Answers count until `ends` and `grace` after it, the candidate's own; 0 where nothing is late.
    """

    candidate: Text
    name: Text
    identity: Text
    room: Text = ""
    seat: Text = ""
    attempt: Text = ""
    granted: Small = 0
    generation: Small = 1
    claimed: Epoch = Epoch(0, 0)
    submitted: bool = False
    closed: Time = 0
    heads: dict[str, Head] = {}
    branches: str = ""
    receipts: tuple[str, ...] = ()
    rulings: tuple[Ruling, ...] = ()
    files: tuple[Attachment, ...] = ()
    form: Form | None = None
    points: Points | None = None
    ends: Time = 0
    grace: Count = 0

    @property
    def state(self) -> str:
        """How far it has come: `absent`, `open`, `submitted`, or `closed` by the service."""
        if not self.attempt:
            return "absent"
        if not self.submitted:
            return "open"
        return "closed" if self.closed else "submitted"

    @property
    def digest(self) -> str:
        """Of all of it: the heads say every event, so entries of one digest are the same."""
        return digest(self)


class EntryLine(msgspec.Struct, frozen=True):
    """An entry as the summary lists it, also where its content came with an earlier package."""

    candidate: Text
    state: Text
    digest: Digest
    events: Count
    files: Count


class ImportRecord(msgspec.Struct, frozen=True, omit_defaults=True):
    """A file that was offered at the site as an answer package, and what became of it."""

    number: int
    at: int
    by: str
    file: str
    sha256: str
    candidate: str
    station: str
    verdict: str
    fault: str = ""
    new: int = 0


class Summary(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is true of the exam as a whole. It is the first content part, alone.

    `audit` is how far the site's audit log goes: its newest row's number and hash. `extensions` are compact
    JWS by the site. `collected` is when the collection of the answers was finished, 0 where nobody said so;
    `open_cases` were open when the report was made, of `came_later` candidates something had come since it
    was finished. None: the site's version says nothing of cases.
    `record` is the digest of the record of door and rooms, `""` where there is none.
    """

    starts: Time
    ends: Time
    closes: Time
    lines: tuple[EntryLine, ...]
    extensions: tuple[str, ...] = ()
    imports: tuple[ImportRecord, ...] = ()
    audit_number: int = 0
    audit_hash: str = ""
    sitting: str = ""
    sitting_title: str = ""
    collected: Time = 0
    scored: bool = False
    record: DigestOrNone = ""
    open_cases: Count | None = None
    came_later: Count = 0


class Content(msgspec.Struct, frozen=True, omit_defaults=True):
    """What one content part holds. An entry stands before its events, in the same part or an earlier one;
    so does a row of the record of door and rooms before its photo. Of that all rows are there, or none.
    """

    summary: Summary | None = None
    entries: tuple[EntryRecord, ...] = ()
    logs: tuple[WriterLog, ...] = ()
    branches: tuple[BranchLog, ...] = ()
    doors: tuple[DoorEntry, ...] = ()
    materials: tuple[RoomMaterial, ...] = ()
    photos: tuple[RecordPhoto, ...] = ()
