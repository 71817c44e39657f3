"""Gives a candidate's paper out: manifest and parts at any time, the content key from its release on."""

from pathlib import Path

from sqlalchemy import Connection

from examprotocol.messages import KeyReply, ManifestReply, Refusal
from examserver.clock import Clock
from examserver.errors import RefusedError, StorageError
from examserver.services.caller import Caller, require_inside
from examserver.services.sessions import released, require_session
from examserver.storage.exams import Exam
from examserver.storage.paper_shelf import PaperShelf
from examserver.storage.store import Store


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
        """The file of a part that the session's manifest names; raises RefusedError for any other name,
        StorageError where the file is gone.
        """
        return await self._store.read(lambda connection: self._part(_exam(connection, caller), name))

    async def key(self, caller: Caller) -> KeyReply:
        """The content key; raises RefusedError with the time of its release before that."""
        return await self._store.read(lambda connection: self._key(_exam(connection, caller)))

    def _manifest(self, exam: Exam) -> ManifestReply:
        return ManifestReply(self._clock.now(), self._shelf.manifest_token(exam.paper))

    def _part(self, exam: Exam, name: str) -> Path:
        part = self._shelf.part(exam.paper, name)
        if part is None:
            raise RefusedError(Refusal.NOT_FOUND, "The paper has no such part.")
        if not part.is_file():
            raise StorageError(
                f"A part of paper {exam.paper} is gone from the disk: {name}.", "Import it again."
            )
        return part

    def _key(self, exam: Exam) -> KeyReply:
        now = self._clock.now()
        if now < exam.key_release:
            raise RefusedError(Refusal.NOT_YET, "The paper cannot be opened yet.", until=exam.key_release)
        return KeyReply(now, self._shelf.content_key(exam.paper))


def _exam(connection: Connection, caller: Caller) -> Exam:
    """The exam of the caller's session; a paper is given out inside the exam site only, and at a seat."""
    require_inside(caller)
    session = require_session(connection, caller)
    if session.is_released:
        raise released()
    return session.exam
