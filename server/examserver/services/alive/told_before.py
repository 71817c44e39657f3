"""What stations were told of an exam's times before the service was restored.

Rule: moved times are not signed, so a station's word changes nothing here: it is shown to the staff, who give
the order again. Each station is asked once in a life, and only until somebody has looked after it.
"""

from functools import partial

from sqlalchemy import Connection

from examprotocol.messages import SyncRequest
from examserver.services.caller import Caller
from examserver.services.sessions import require_session
from examserver.storage.exams import MINUTE
from examserver.storage.lives import newest_life
from examserver.storage.store import Store
from examserver.storage.told_times import ToldRow, put_told


class ToldBefore:
    """Owns which stations were heard since the restore. Safe to be asked from any thread."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._generation = 0
        self._heard: set[str] = set()
        store.read_now(self.reload)

    def reload(self, connection: Connection) -> None:
        """Read anew whether a restore stands that nobody has looked after."""
        life = newest_life(connection)
        generation = life.generation if life is not None and life.made and not life.seen else 0
        if generation != self._generation:
            self._heard = set()
        self._generation = generation

    async def note(self, caller: Caller, request: SyncRequest) -> None:
        """Note what the station was told, at its first request; raises BusyError and StorageError."""
        attempt, news = request.writer.attempt, request.news
        if not self._generation or news is None or not news.ends or attempt in self._heard:
            return
        row = ToldRow(attempt, "", news.starts, news.ends)
        if await self._store.read(partial(_differing, caller, row)) is not None:
            await self._store.write(partial(_note, caller, row))
        self._heard.add(attempt)


def _differing(caller: Caller, told: ToldRow, connection: Connection) -> ToldRow | None:
    """What was told, with its exam, where it is otherwise here; None where it is the same."""
    session = require_session(connection, caller)
    exam = session.exam
    ours = (exam.starts, exam.ends - session.minutes * MINUTE)
    if session.attempt.id != told.attempt or ours == (told.starts, told.ends):
        return None
    return ToldRow(told.attempt, exam.id, told.starts, told.ends)


def _note(caller: Caller, told: ToldRow, connection: Connection) -> None:
    row = _differing(caller, told, connection)
    if row is not None:
        put_told(connection, row)
