"""Files that a candidate hands in: kept on this machine first, then sent to the site sealed as they lie.

Rule: an answer names a file only once its sealed copy was read back from the disk and its key is in the
journal. What goes over the network, onto a drive and into a backup are the same sealed chunks.
"""

import hashlib
import logging
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from threading import RLock
from typing import Protocol

import msgspec

from examclient.errors import FileError, FileFault, SiteAnswerError
from examclient.storage.attached_files import NOTE
from examclient.storage.copied_files import Levelled
from examprotocol.attachments import Attachment
from examprotocol.canonical import canonical_bytes
from examprotocol.errors import ForgedError
from examprotocol.merge import Answers
from examprotocol.messages import UPLOAD_CHUNK, ChunkReply, FilesReply, FilesRequest
from examprotocol.package_attachments import open_attachment, seal_attachment
from examprotocol.responses import FileRef, FilesResponse

log = logging.getLogger(__name__)

_records = msgspec.json.Decoder(Attachment)


class ChunkShelf(Protocol):
    """Where sealed chunks lie on this machine."""

    def put(self, attempt: str, sha256: str, sealed: bytes) -> None:
        """Store one; raises FileError."""

    def read(self, attempt: str, sha256: str) -> bytes | None:
        """One, None where it is not here whole."""

    def level(self, attempt: str) -> Levelled:
        """Bring here what only a copy has, and copy what is new."""


class Notes(Protocol):
    """The journal, for short texts."""

    def note(self, key: str, value: str) -> None:
        """Keep one; raises JournalError."""

    def noted(self, key: str) -> str:
        """One that was kept, or `""`."""


class Noted(Protocol):
    """The journal as it lies."""

    def noted(self, key: str) -> str:
        """A text that was kept, or `""`."""


class FilesCounter(Protocol):
    """Where a station hands files over; every call raises the site's errors."""

    def offer_files(self, request: FilesRequest) -> FilesReply:
        """Say which files are here; hear which chunks are missing there."""

    def put_chunk(self, attempt: str, file: str, chunk: str, sealed: bytes) -> ChunkReply:
        """Hand a sealed chunk over."""


class KeepFile:
    """Keeps files of one attempt. Takes its time, so off the GUI thread."""

    def __init__(self, attempt: str, journal: Notes, shelf: ChunkShelf) -> None:
        self._attempt = attempt
        self._journal = journal
        self._shelf = shelf

    def __call__(self, file: Path, most: int) -> FileRef:
        """Copy a file of at most `most` bytes. Raises FileError and JournalError."""
        data = _read(file, most)
        sha256 = hashlib.sha256(data).hexdigest()
        if record_of(self._journal, sha256) is None or self._open(sha256) is None:
            self._seal(file.name, data)
        if self._open(sha256) != data:
            raise FileError(FileFault.NOT_KEPT, "the sealed copy does not open again")
        return FileRef(sha256, file.name, len(data))

    def _seal(self, name: str, data: bytes) -> None:
        record, sealed = seal_attachment(name, data, UPLOAD_CHUNK)
        for chunk, content in zip(record.chunks, sealed, strict=True):
            self._shelf.put(self._attempt, chunk.sha256, content)
        self._journal.note(f"{NOTE}{record.sha256}", canonical_bytes(record).decode())

    def _open(self, sha256: str) -> bytes | None:
        record = record_of(self._journal, sha256)
        sealed = chunks_of(self._shelf, self._attempt, record) if record is not None else None
        if record is None or sealed is None:
            return None
        try:
            return open_attachment(record, sealed)
        except ForgedError:
            return None


class SendFiles:
    """Brings the files of an attempt's answers to the site, one chunk a call. May be called from two threads:
    one sends in the background, one hands in.
    """

    def __init__(
        self,
        attempt: str,
        answers: Callable[[], Answers],
        journal: Noted,
        shelf: ChunkShelf,
        counter: FilesCounter,
    ) -> None:
        self._attempt = attempt
        self._answers = answers
        self._journal = journal
        self._shelf = shelf
        self._counter = counter
        self._lock = RLock()
        self._offered: frozenset[str] = frozenset()
        self._missing: tuple[str, ...] = ()
        self._held: frozenset[str] = frozenset()
        self._refused: frozenset[str] = frozenset()
        self._elsewhere: Mapping[str, str] = {}
        self._here: dict[str, Attachment] = {}

    def wanted(self) -> frozenset[str]:
        """The files of the answers that count, by SHA-256."""
        return frozenset(file.sha256 for file in files_in(self._answers()))

    def lost(self) -> tuple[str, ...]:
        """Those that neither the site nor this machine has whole, as far as is known."""
        return tuple(sorted(one for one in self.wanted() - self._held if self._record(one) is None))

    def elsewhere(self) -> Mapping[str, str]:
        """Files of the answers, by SHA-256, that neither the site nor this machine has: to the seat or name
        of the machine where they were handed in, `""` where that was here or nobody knows.
        """
        wanted = self.wanted()
        return {one: where for one, where in self._elsewhere.items() if one in wanted}

    def is_done(self) -> bool:
        """Whether the site was asked after all, and has what is here but for what it never takes."""
        wanted = self.wanted()
        is_asked = self._offered == wanted
        return is_asked and wanted <= self._held | self._refused | set(self.lost())

    def ask_again(self) -> None:
        """The site may have less than it said."""
        with self._lock:
            self._offered, self._missing, self._held = frozenset(), (), frozenset()
            self._here.clear()

    def run_once(self) -> bool:
        """One request and its reply; says whether there is more to do. Raises the site's errors.

        While a file is elsewhere the site is asked after it each time.
        """
        with self._lock:
            if self.is_done() and not self.elsewhere():
                return False
            if self._offered != self.wanted() or not self._missing:
                return self._offer()
            return self._send(self._missing[0])

    def send_all(self) -> tuple[str, ...]:
        """Send until the site has all; returns what is lost. Raises the site's errors, and SiteAnswerError
        where it takes nothing in.
        """
        with self._lock:
            self.ask_again()
            while not self.is_done():
                if not self.run_once() and not self.is_done():
                    raise SiteAnswerError("The site does not take the files of the answers in.")
            return self.lost()

    def _offer(self) -> bool:
        """Say what is here; whether there is anything to send, or the site has all by now."""
        wanted = self.wanted()
        records = [record for one in sorted(wanted) if (record := self._record(one)) is not None]
        absent = tuple(sorted(wanted - {one.sha256 for one in records}))
        reply = self._counter.offer_files(FilesRequest(self._attempt, tuple(records), absent))
        if reply.refused:
            log.error("attempt %s: the site never takes these files: %s", self._attempt, reply.refused)
        self._refused, self._elsewhere = frozenset(reply.refused), reply.elsewhere
        self._offered, self._missing, self._held = wanted, reply.missing, frozenset(reply.held)
        return bool(reply.missing)

    def _send(self, chunk: str) -> bool:
        owners = (self._record(one) for one in self._offered)
        owner = next((one for one in owners if one and any(c.sha256 == chunk for c in one.chunks)), None)
        sealed = self._shelf.read(self._attempt, chunk)
        if owner is None or sealed is None:
            self._here.clear()
            raise SiteAnswerError("The site asks for a part of a file that is not here.")
        self._counter.put_chunk(self._attempt, owner.sha256, chunk, sealed)
        self._missing = self._missing[1:]
        return True

    def _record(self, sha256: str) -> Attachment | None:
        """How a file is sealed that is here whole; read once, and again where a chunk of it is missed."""
        if sha256 not in self._here:
            record = record_of(self._journal, sha256)
            if record is None or chunks_of(self._shelf, self._attempt, record) is None:
                return None
            self._here[sha256] = record
        return self._here[sha256]


def files_in(answers: Answers) -> tuple[FileRef, ...]:
    """The files of the answers that count."""
    responses = (one.response for one in answers.current.values())
    return tuple(file for one in responses if isinstance(one, FilesResponse) for file in one.files)


def record_of(journal: Noted, sha256: str) -> Attachment | None:
    """How a file is sealed, as the journal has it; None where it does not say."""
    text = journal.noted(f"{NOTE}{sha256}")
    try:
        return _records.decode(text) if text else None
    except msgspec.MsgspecError:
        log.error("what the journal says of file %s cannot be read", sha256)
        return None


def chunks_of(shelf: ChunkShelf, attempt: str, record: Attachment) -> Sequence[bytes] | None:
    """The sealed chunks of a file; None where one is missing."""
    found = [shelf.read(attempt, chunk.sha256) for chunk in record.chunks]
    return None if None in found else [one for one in found if one is not None]


def _read(file: Path, most: int) -> bytes:
    try:
        with file.open("rb") as opened:
            data = opened.read(most + 1)
    except OSError as error:
        raise FileError(FileFault.NOT_READ, f"{error.strerror}") from error
    if len(data) > most:
        raise FileError(FileFault.TOO_LARGE, f"more than {most} bytes")
    return data
