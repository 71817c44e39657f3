"""Brings a change onto a disk, whatever it takes: written again on a new connection, then in a second place.

Rule: what failed is never merely synced again. The connection is closed, the file opened anew and made to
hold all that is known to be saved, and only then is the change made once more (SQLite: after
SQLITE_IOERR_FSYNC the transaction is rolled back and has to be a new one).
"""

import logging
from collections.abc import Callable
from pathlib import Path

from examclient.domain.worries import Worry
from examclient.errors import JournalError
from examclient.storage.ballast import DiskRoom
from examclient.storage.journal_aside import move_aside
from examclient.storage.journal_content import TURN, Kept
from examclient.storage.journal_errors import DamagedError, DiskError, LockedError, translated
from examclient.storage.journal_file import JournalFile
from examclient.storage.journal_safe import Recipients

log = logging.getLogger(__name__)

WORTH_ANOTHER_TRY = (DiskError, DamagedError, LockedError)
WORDS: dict[type[JournalError], str] = {DamagedError: "damaged", LockedError: "locked"}


class Places:
    """Owns the file that is written, in the first place or another. One thread at a time."""

    def __init__(
        self, paths: tuple[Path, ...], kept: Kept, recipients: Recipients, room: DiskRoom | None = None
    ) -> None:
        self._paths = paths
        self._kept = kept
        self._recipients = recipients
        self._room = room
        self._at = 0
        self._file: JournalFile | None = None
        self._closed = False
        self.worries: frozenset[Worry] = frozenset()

    def begin_with(self, file: JournalFile) -> None:
        """This file of one of the places is open."""
        self._file, self._at = file, self._paths.index(file.path)
        self._worry()

    def write(self, change: Callable[[JournalFile], None]) -> None:
        """Make a change; it is on a disk when this returns. Raises JournalError."""
        if self._closed:
            raise JournalError(f"The journal {self._paths[0].name} cannot be written: it is closed.")
        try:
            file = self._file or self._opened(self._at)
            file.wrap_for_newcomers()
            change(file)
        except WORTH_ANOTHER_TRY as error:
            log.warning("a save failed and is tried again: %s", error)
            self._write_elsewhere(change, error)

    def check(self) -> None:
        """Raise JournalError where the file does not hold what was saved."""
        file = self._file or self._opened(self._at)
        file.check()
        if not self._kept.content().is_in(file.content()):
            raise DamagedError(f"The journal {file.path.name} is damaged: events are missing.")

    def close(self) -> None:
        """Close the file."""
        self._closed = True
        self._let_go()

    def _write_elsewhere(self, change: Callable[[JournalFile], None], first: JournalError) -> None:
        if isinstance(first, DiskError) and first.is_full and self._room and self._room.drop_ballast():
            self.worries |= {Worry.BALLAST_GONE}
        for at in (self._at, *(other for other in range(len(self._paths)) if other != self._at)):
            self._let_go()
            try:
                change(self._opened(at))
            except WORTH_ANOTHER_TRY as error:
                log.error("a save failed again in %s: %s", self._paths[at].parent, error)
                first = error
            else:
                return
        self._let_go()
        raise first

    def _opened(self, at: int) -> JournalFile:
        """A new connection to a file that holds everything that was saved so far."""
        if at != self._at:
            self._kept.note(TURN, str(self._kept.content().turn + 1))
        try:
            self._file = self._filled(self._paths[at])
        except (DamagedError, LockedError) as error:
            with translated(self._paths[at]):
                aside = move_aside(self._paths[at], WORDS[type(error)])
            log.error("journal %s was kept as %s: %s", self._paths[at].name, aside.name, error)
            self._file = self._filled(self._paths[at])
        self._at = at
        self._worry()
        return self._file

    def _filled(self, path: Path) -> JournalFile:
        with translated(path):
            path.parent.mkdir(parents=True, exist_ok=True)
        file = JournalFile(path, self._recipients)
        try:
            file.settle()
            file.hold(self._kept.content())
        except BaseException:
            file.close()
            raise
        return file

    def _let_go(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None

    def _worry(self) -> None:
        if self._at:
            self.worries |= {Worry.SECOND_PLACE}
        else:
            self.worries -= {Worry.SECOND_PLACE}
