"""The second copy of a journal elsewhere, for machines that forget their disk. It follows the first.

Rule: nobody waits for it longer than PATIENCE, and its failure is a worry only. What lies there and is not in
the journal may have been shown as saved: it stays there, and is offered to whoever writes the journal. What
contradicts the journal is moved aside, never written over.
"""

import logging
from collections.abc import Callable
from pathlib import Path
from threading import Event, Thread
from typing import TypeVar

from examclient.errors import JournalError
from examclient.storage.journal_aside import move_aside
from examclient.storage.journal_content import Content, joined
from examclient.storage.journal_errors import DamagedError, LockedError, translated
from examclient.storage.journal_file import JournalFile
from examclient.storage.journal_opening import what_is_left
from examclient.storage.journal_safe import Recipients

log = logging.getLogger(__name__)

PATIENCE = 5.0
"""Seconds that anybody waits for a mirror that does not answer."""

T = TypeVar("T")


def what_is_mirrored(path: Path) -> Content | None:
    """What can be read of the copy at `path`, nothing where there is none; None where no answer comes."""
    return asked_for(lambda: what_is_left(path), path.parent)


def asked_for(read: Callable[[], T], place: Path) -> T | None:
    """What `read` finds in the mirror at `place`; None where no answer comes. Raises what `read` raises.

    A file system that is far away may not answer for ever, and no call to it can be broken off: the thread
    that waits for it ends with the program.
    """
    found: list[T] = []
    refused: list[JournalError] = []

    def ask() -> None:
        try:
            found.append(read())
        except JournalError as error:
            refused.append(error)

    reader = Thread(target=ask, name="mirror-reader", daemon=True)
    reader.start()
    reader.join(PATIENCE)
    for error in refused:
        raise error
    if not found:
        log.warning("the second copy in %s does not answer", place)
    return found[0] if found else None


class Mirror:
    """Owns the mirror's file and the thread that writes it."""

    def __init__(self, path: Path, content: Callable[[], Content], recipients: Recipients) -> None:
        self._path = path
        self._content = content
        self._recipients = recipients
        self._file: JournalFile | None = None
        self._new = Event()
        self._ends = Event()
        self.has_failed = False
        self._lies_there = Content()
        self._offers: list[Content] = []
        self._thread = Thread(target=self._run, name="mirror", daemon=True)
        self._thread.start()

    def wake(self) -> None:
        """There is something new to copy."""
        self._new.set()

    def take_offered(self) -> Content:
        """What lay there and the journal did not hold, once; nothing as long as that is not known."""
        offered = Content()
        while self._offers:
            offered = joined((offered, self._offers.pop()))
        return offered

    def close(self) -> None:
        """Copy what is new, and end."""
        self._ends.set()
        self._new.set()
        self._thread.join(PATIENCE)

    def _run(self) -> None:
        is_last = False
        while not is_last:
            self._new.wait()
            self._new.clear()
            is_last = self._ends.is_set()
            self._follow()
        self._let_go()

    def _follow(self) -> None:
        try:
            if self._file is None:
                self._file = self._opened()
            self._file.wrap_for_newcomers()
            self._file.hold(self._all())
        except JournalError as error:
            self._let_go()
            if not self.has_failed:
                log.warning("the second copy in %s cannot be written: %s", self._path.parent, error)
            self.has_failed = True
        else:
            self.has_failed = False

    def _all(self) -> Content:
        """The journal, and what else lies there; of two notes the journal's counts."""
        ours = self._content()
        if self._lies_there.is_in(ours):
            self._lies_there = Content()
            return ours
        return Content(joined((self._lies_there, ours)).logs, {**self._lies_there.notes, **ours.notes})

    def _opened(self) -> JournalFile:
        with translated(self._path):
            self._path.parent.mkdir(parents=True, exist_ok=True)
        found = self._found()
        if found is not None:
            return found
        self._offers.append(what_is_left(self._path))
        with translated(self._path):
            log.warning("another journal lay in the mirror: %s", move_aside(self._path, "other").name)
        return JournalFile(self._path, self._recipients)

    def _found(self) -> JournalFile | None:
        """The file that lies there, new or not; None for one that writing on would harm."""
        try:
            file = JournalFile(self._path, self._recipients)
        except (DamagedError, LockedError):
            return None
        try:
            there, ours = file.content(), self._content()
        except DamagedError:
            log.warning("the second copy in %s is damaged", self._path.parent)
            file.close()
            return None
        if there.contradicts(ours):
            file.close()
            return None
        if not there.is_in(ours):
            self._lies_there = there
        if not there.is_in(ours) or there.notes.keys() - ours.notes.keys():
            self._offers.append(there)
        return file

    def _let_go(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None
