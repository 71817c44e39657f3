"""Takes the files that candidates handed in: sealed chunk by sealed chunk, each once.

Rule: only files that an answer of the attempt names within its question's limits are taken, and a chunk only
where the file's record has it and it opens. Who brings them shows by its key that it is a station that once
had the attempt.
"""

import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

import anyio.to_thread
from sqlalchemy import Connection

from examprotocol.attachments import Attachment
from examprotocol.errors import ChainError, ForgedError, ProtocolError
from examprotocol.events import Answered, Started
from examprotocol.messages import UPLOAD_CHUNK, ChunkReply, FilesReply, FilesRequest, Refusal
from examprotocol.package_attachments import SHA256, is_chunk, is_consistent, open_chunk
from examprotocol.paper import Paper
from examprotocol.responses import FileRef, FilesResponse
from examserver.clock import Clock
from examserver.errors import RefusedError, SiteError
from examserver.services.caller import Caller
from examserver.services.counting import answers_that_count
from examserver.services.file_limits import Asked, Beyond, asked_in, judge_files, sentence_of
from examserver.services.handover import require_attempt
from examserver.storage.attempts import find_attempt_by_id
from examserver.storage.events import logs_of
from examserver.storage.exams import find_exam
from examserver.storage.folder import ServiceFolder
from examserver.storage.handed_files import (
    missing_chunks,
    put_chunk,
    put_record,
    read_file,
    record_of,
)
from examserver.storage.paper_shelf import PaperShelf
from examserver.storage.stations import find_station
from examserver.storage.store import Store

log = logging.getLogger(__name__)

MOST_FILES = 100
"""Files in one request."""


@dataclass(frozen=True, slots=True)
class Handed:
    """A file of an answer that counts. `is_whole`: all of it is here. `beyond`: the limit of its question
    that it is beyond.
    """

    question: str
    file: FileRef
    is_whole: bool
    beyond: Beyond | None = None


@dataclass(frozen=True, slots=True)
class Named:
    """A file that an answer named once, at which station (its id, or `""`), by its claimed time in
    milliseconds, and the limit that it was beyond there.
    """

    question: str
    file: FileRef
    beyond: Beyond | None
    station: str
    at: int


class HandedFiles:
    """Owns the way in for files. Knows nothing of who sits at the station now."""

    def __init__(self, store: Store, folder: ServiceFolder, shelf: PaperShelf, clock: Clock) -> None:
        self._store = store
        self._folder = folder
        self._shelf = shelf
        self._clock = clock

    async def offer(self, caller: Caller, request: FilesRequest) -> FilesReply:
        """Hear how files are sealed, and say which chunks are missing; raises RefusedError."""
        if len(request.files) + len(request.absent) > MOST_FILES or not all(
            _is_sound(one) for one in request.files
        ):
            raise RefusedError(Refusal.UNREADABLE, "These files are not described as files are.")
        return await self._store.write(partial(self._offer, caller, request))

    async def take(self, caller: Caller, attempt: str, place: tuple[str, str], sealed: bytes) -> ChunkReply:
        """Store a sealed chunk: `place` is the file and the chunk, by their SHA-256. Raises RefusedError and
        StorageError.
        """
        file, chunk = place
        record = await self._store.read(partial(self._record, caller, attempt, file))
        number = next((at for at, one in enumerate(record.chunks, 1) if one.sha256 == chunk), 0)
        if not number or not is_chunk(record.chunks[number - 1], sealed):
            raise RefusedError(Refusal.UNREADABLE, "This chunk is not one of the file.")
        try:
            open_chunk(record, number, sealed)
        except ForgedError as error:
            raise RefusedError(Refusal.UNREADABLE, f"The chunk does not open: {error}.") from error
        await anyio.to_thread.run_sync(put_chunk, self._folder, chunk, sealed)
        return ChunkReply(self._clock.now())

    async def listed(self, attempt: str) -> tuple[Handed, ...]:
        """The files of the answers that count, in the order of the questions' ids."""
        return await self._store.read(partial(self._listed, attempt))

    async def content(self, attempt: str, sha256: str) -> tuple[str, bytes] | None:
        """A file's name and bytes; None where it is not here whole."""
        record = await self._store.read(partial(record_of, attempt=attempt, sha256=sha256))
        data = await anyio.to_thread.run_sync(read_file, self._folder, record) if record else None
        return (record.name, data) if record is not None and data is not None else None

    def _listed(self, attempt: str, connection: Connection) -> tuple[Handed, ...]:
        """Without the paper, as while it is sealed, people still see the files, held against no limit."""
        try:
            asked: Asked | None = self._asked(connection, attempt)
        except (ProtocolError, SiteError, OSError) as error:
            log.warning("the paper of attempt %s cannot be read: %s", attempt, type(error).__name__)
            asked = None
        return handed_in_files(connection, self._folder, attempt, asked)

    def _asked(self, connection: Connection, attempt_id: str) -> Asked:
        attempt = find_attempt_by_id(connection, attempt_id)
        exam = find_exam(connection, attempt.exam) if attempt is not None else None
        return asked_in(self._shelf.paper(exam.paper)) if exam is not None else {}

    def _offer(self, caller: Caller, request: FilesRequest, connection: Connection) -> FilesReply:
        require_attempt(connection, caller, request.attempt)
        asked = self._asked(connection, request.attempt)
        named = tuple(named_files(connection, request.attempt, asked))
        within = {one.file.sha256: one.file.size for one in named if one.beyond is None}
        beyond = {one.file.sha256 for one in named} - within.keys()
        missing: list[str] = []
        held: list[str] = []
        for record in request.files:
            if within.get(record.sha256) != record.size:
                continue
            lacking = self._lacking(connection, request.attempt, record)
            missing += lacking
            held += [] if lacking else [record.sha256]
        away = [one for one in request.absent if one in within]
        elsewhere = {
            one: _where(connection, caller, one, named)
            for one in away
            if not is_whole(connection, self._folder, request.attempt, one)
        }
        held += [one for one in away if one not in elsewhere]
        refused = tuple(one.sha256 for one in request.files if one.sha256 in beyond)
        now = self._clock.now()
        return FilesReply(now, tuple(missing), tuple(held), refused=refused, elsewhere=elsewhere)

    def _lacking(self, connection: Connection, attempt: str, offered: Attachment) -> list[str]:
        """What is missing of a file; one that is here whole stays as it is, however it was sealed."""
        known = record_of(connection, attempt, offered.sha256)
        if known is not None and not missing_chunks(self._folder, known):
            return []
        if known != offered:
            put_record(connection, attempt, offered)
        return [chunk.sha256 for chunk in missing_chunks(self._folder, offered)]

    def _record(self, caller: Caller, attempt: str, file: str, connection: Connection) -> Attachment:
        require_attempt(connection, caller, attempt)
        record = record_of(connection, attempt, file)
        if record is not None:
            return record
        asked = self._asked(connection, attempt)
        for one in named_files(connection, attempt, asked):
            if one.file.sha256 == file and one.beyond is not None:
                raise RefusedError(Refusal.TOO_MUCH, sentence_of(one.beyond, asked.get(one.question)))
        raise RefusedError(Refusal.NOT_FOUND, "No answer of this attempt names this file.")


def named_files(connection: Connection, attempt: str, asked: Asked) -> Iterator[Named]:
    """Every file that an answer of the attempt ever named, as often as one did."""
    for log in logs_of(connection, attempt):
        first = log.events[0].body if log.events else None
        station = first.station if isinstance(first, Started) else ""
        for event in log.events:
            body = event.body
            if isinstance(body, Answered) and isinstance(body.response, FilesResponse):
                files = body.response.files
                for file, beyond in zip(files, judge_files(asked.get(body.question), files), strict=True):
                    yield Named(body.question, file, beyond, station, event.at)


def files_that_count(connection: Connection, attempt: str) -> dict[str, tuple[FileRef, ...]]:
    """The files of the answers that count, by question."""
    current = answers_that_count(connection, attempt).current
    responses = {question: one.response for question, one in current.items()}
    return {question: one.files for question, one in responses.items() if isinstance(one, FilesResponse)}


def handed_in_files(
    connection: Connection, folder: ServiceFolder, attempt: str, asked: Asked | None
) -> tuple[Handed, ...]:
    """The files of the answers that count, and whether each is here; none where the events do not fold.

    `asked` is None where nobody knows what the questions take.
    """
    try:
        counting = files_that_count(connection, attempt)
    except ChainError:
        return ()
    return tuple(
        Handed(question, file, is_whole(connection, folder, attempt, file.sha256), beyond)
        for question, files in sorted(counting.items())
        for file, beyond in zip(files, _judged(asked, question, files), strict=True)
    )


def lacking_files(
    connection: Connection, folder: ServiceFolder, paper: Paper, attempt: str, lost: Iterable[str] = ()
) -> tuple[str, ...]:
    """The files of the answers that count which are not here whole, not said to be lost, and within the
    limits of their questions, by SHA-256.

    Where the paper asks for no files nothing is read.
    """
    asked = asked_in(paper)
    if not asked:
        return ()
    wanted = {
        file.sha256
        for question, files in files_that_count(connection, attempt).items()
        for file, beyond in zip(files, judge_files(asked.get(question), files), strict=True)
        if beyond is None
    }
    return tuple(sorted(one for one in wanted - set(lost) if not is_whole(connection, folder, attempt, one)))


def is_whole(connection: Connection, folder: ServiceFolder, attempt: str, sha256: str) -> bool:
    """Whether all of a file is here."""
    record = record_of(connection, attempt, sha256)
    return record is not None and not missing_chunks(folder, record)


def keep_records(connection: Connection, attempt: str, records: Iterable[Attachment]) -> None:
    """Keep how the files of a package are sealed, but for those that are known already."""
    for record in records:
        if SHA256.fullmatch(record.sha256) and record_of(connection, attempt, record.sha256) is None:
            put_record(connection, attempt, record)


def _judged(asked: Asked | None, question: str, files: Sequence[FileRef]) -> tuple[Beyond | None, ...]:
    return (None,) * len(files) if asked is None else judge_files(asked.get(question), files)


def _where(connection: Connection, caller: Caller, sha256: str, named: Iterable[Named]) -> str:
    """The seat or name of the machine that named a file first; `""` where that is the caller's own."""
    first = min((one for one in named if one.file.sha256 == sha256), key=lambda one: one.at)
    station = find_station(connection, first.station) if first.station != caller.station else None
    return (station.seat or station.name) if station is not None else ""


def _is_sound(record: Attachment) -> bool:
    sizes = all(chunk.size <= UPLOAD_CHUNK for chunk in record.chunks)
    return sizes and bool(SHA256.fullmatch(record.sha256)) and is_consistent(record)
