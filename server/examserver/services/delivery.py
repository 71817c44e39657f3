"""Gives papers out: manifest and parts at any time, the content key from its release on.

Rule: what a station without a candidate gets are the sealed parts of exams to come, and never a key.
"""

from pathlib import Path

from sqlalchemy import Connection

from examprotocol.messages import KeyReply, ManifestReply, Refusal
from examprotocol.paper_messages import ComingPaper, PapersReply
from examserver.clock import Clock
from examserver.errors import RefusedError, StorageError
from examserver.services.caller import Caller, require_inside
from examserver.services.exams import key_release_of
from examserver.services.sessions import released, require_session, require_station
from examserver.storage.exams import Exam, coming_exams
from examserver.storage.paper_shelf import PaperShelf
from examserver.storage.room_cards import rooms_with_card
from examserver.storage.store import Store

AHEAD = 7 * 24 * 3_600_000
"""Milliseconds before an exam's start from which on stations may take its sealed paper."""


ASK_AGAIN = 5_000
"""Milliseconds after which a station asks again for what has not come from the authority yet."""


class Delivery:
    """Owns what a station inside the exam site may fetch. Never touches the answer keys."""

    def __init__(self, store: Store, shelf: PaperShelf, clock: Clock) -> None:
        self._store = store
        self._shelf = shelf
        self._clock = clock

    async def manifest(self, caller: Caller) -> ManifestReply:
        """The signed manifest of the session's paper."""
        return await self._store.read(lambda connection: self._manifest(_exam(connection, caller)))

    async def part(self, caller: Caller, name: str) -> Path:
        """The file of a part that the session's manifest names, or without a session that of a paper to come.

        Raises RefusedError for any other name, StorageError where the file is gone.
        """
        return await self._store.read(lambda connection: self._part(self._papers(connection, caller), name))

    async def key(self, caller: Caller) -> KeyReply:
        """The content key; raises RefusedError with the time of its release before that."""
        return await self._store.read(lambda connection: self._key(connection, _exam(connection, caller)))

    async def coming(self, caller: Caller) -> PapersReply:
        """The sealed papers that the station's room will need, the next one first."""
        return await self._store.read(lambda connection: self._coming(connection, caller))

    def _manifest(self, exam: Exam) -> ManifestReply:
        return ManifestReply(self._clock.now(), self._shelf.manifest_token(exam.paper))

    def _papers(self, connection: Connection, caller: Caller) -> tuple[str, ...]:
        if caller.token:
            return (_exam(connection, caller).paper,)
        return tuple(exam.paper for exam in self._exams(connection, caller))

    def _part(self, papers: tuple[str, ...], name: str) -> Path:
        return part_of(self._shelf, papers, name, self._clock.now())

    def _key(self, connection: Connection, exam: Exam) -> KeyReply:
        if exam.cancelled:
            raise RefusedError(Refusal.CLOSED, "This exam was cancelled.")
        now, release = self._clock.now(), key_release_of(connection, exam)
        if now < release:
            raise RefusedError(Refusal.NOT_YET, "The paper cannot be opened yet.", until=release)
        if self._shelf.is_from_authority(exam.paper) and not self._shelf.has_key(exam.paper):
            late = "The authority has not given the key yet."
            raise RefusedError(Refusal.NOT_YET, late, until=now + ASK_AGAIN)
        return KeyReply(now, self._shelf.content_key(exam.paper))

    def _coming(self, connection: Connection, caller: Caller) -> PapersReply:
        papers = tuple(
            ComingPaper(exam.id, self._shelf.manifest_token(exam.paper), exam.key_release, exam.starts)
            for exam in self._exams(connection, caller)
        )
        return PapersReply(self._clock.now(), papers)

    def _exams(self, connection: Connection, caller: Caller) -> tuple[Exam, ...]:
        """Those that may be sat in the caller's room: once rooms have passwords, only in these."""
        require_inside(caller)
        room, now = require_station(connection, caller).room, self._clock.now()
        exams = coming_exams(connection, now, now + AHEAD)
        rooms = {exam.id: rooms_with_card(connection, exam.id) for exam in exams}
        return tuple(exam for exam in exams if not rooms[exam.id] or room in rooms[exam.id])


def part_of(shelf: PaperShelf, papers: tuple[str, ...], name: str, now: int) -> Path:
    """The file of a part of one of these papers; `now` is the site time in milliseconds.

    Raises RefusedError for any other name and for a part that is still on its way from the authority,
    StorageError where the file is gone.
    """
    found = ((paper, shelf.part(paper, name)) for paper in papers)
    paper, part = next(((paper, part) for paper, part in found if part is not None), ("", None))
    if part is None:
        raise RefusedError(Refusal.NOT_FOUND, "The paper has no such part.")
    if part.is_file():
        return part
    if shelf.is_from_authority(paper):
        raise RefusedError(Refusal.BUSY, "This part has not come from the authority yet.", now + ASK_AGAIN)
    raise StorageError(f"A part of paper {paper} is gone from the disk: {name}.", "Import it again.")


def _exam(connection: Connection, caller: Caller) -> Exam:
    """The exam of the caller's session; a paper is given out inside the exam site only, and at a seat."""
    require_inside(caller)
    session = require_session(connection, caller)
    if session.is_released:
        raise released()
    return session.exam
