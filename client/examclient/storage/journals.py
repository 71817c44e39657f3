"""The journals of this machine: those that a candidate sits at are kept open, all others read as they lie.

Rule: reading disturbs nobody. No file is opened for writing, moved or converted for it, and whoever logs in
waits for a write into another journal at most.
"""

import logging
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from threading import RLock

from examclient.storage.attached_files import AttachedFiles
from examclient.storage.journal import Journal, open_journal
from examclient.storage.journal_content import Content, joined
from examclient.storage.journal_mirror import asked_for
from examclient.storage.journal_opening import what_is_left
from examclient.storage.journal_purge import purge
from examclient.storage.journal_safe import JOURNALS
from examclient.storage.journal_salvage import read_loosely
from examclient.storage.journal_setting import Setting
from examprotocol.events import Event, Head, Writer, WriterLog

log = logging.getLogger(__name__)

ENDING = ".journal"
ATTEMPT = re.compile(r"[0-9A-Za-z_-]{1,64}")
"""What was moved aside has a dot and a date after the attempt's id."""


class Journals:
    """Owns the folder of the journals; may be called from any thread."""

    def __init__(self, data_folder: Path, setting: Setting) -> None:
        self._data_folder = data_folder
        self._setting = setting
        self._lock = RLock()
        self._opened: dict[str, Journal] = {}
        self._users = Counter[str]()
        self._latest = ""
        self._mirrored = frozenset[str]()

    def open(self, attempt: str) -> Journal:
        """The journal of an attempt, kept open until its candidate leaves. Raises JournalError."""
        with self._lock:
            self._latest = attempt
            if attempt not in self._opened:
                self._opened[attempt] = open_journal(self._path(attempt), self._setting)
            return self._opened[attempt]

    @contextmanager
    def in_use(self, attempt: str) -> Iterator[None]:
        """A candidate sits down to an attempt, and stays if nothing goes wrong."""
        with self._lock:
            self._users[attempt] += 1
        try:
            yield
        except BaseException:
            self.leave(attempt)
            raise

    def leave(self, attempt: str) -> None:
        """The candidate has gone: let go of the journal, unless they are back already."""
        with self._lock:
            self._users[attempt] -= 1
            if self._users[attempt] <= 0 and attempt in self._opened:
                self._opened.pop(attempt).close()

    def close(self) -> None:
        """Let go of the files: Windows neither deletes nor moves one that is open."""
        with self._lock:
            while self._opened:
                self._opened.popitem()[1].close()

    def attempts(self) -> tuple[str, ...]:
        """Of whom there is a journal here. The mirror is asked each time: it may have come back since."""
        mirror = self._setting.mirror
        mirrored = asked_for(lambda: _attempts_in(mirror), mirror) if mirror else None
        self._mirrored = mirrored or frozenset()
        found = _attempts_in(self._data_folder) | _attempts_in(self._setting.spare) | self._mirrored
        return tuple(sorted(found))

    def left(self, attempt: str) -> "LeftJournal":
        """A journal that no candidate sits at; raises LockedError."""
        with self._lock:
            opened = self._opened.get(attempt)
        return LeftJournal(self, attempt, opened.content() if opened else self._read(attempt))

    def _read(self, attempt: str) -> Content:
        """What can be read of a journal as its files lie, nothing where there are none.

        The mirror may have more, of a start whose disk was forgotten; one that does not answer is not asked
        again until all attempts are.
        """
        path = self._path(attempt)
        here = joined(read_loosely(place) for place in self._setting.places(path))
        mirrored = self._setting.mirrored(path)
        if mirrored is None or (here.logs and attempt not in self._mirrored):
            return here
        read = what_is_left if here.logs else read_loosely
        found = asked_for(lambda: read(mirrored), mirrored.parent)
        if found is None:
            self._mirrored = frozenset()
            return here
        return joined([found, here])

    def write(self, attempt: str, change: Callable[[Journal], None]) -> None:
        """Change a journal that no candidate sits at; on disk when it returns. Raises JournalError."""
        with self._lock:
            opened = self._opened.get(attempt)
            if opened is not None:
                change(opened)
                return
            mirrored_only = not any(place.exists() for place in self._setting.places(self._path(attempt)))
            setting = self._setting if mirrored_only else replace(self._setting, mirror=None)
            journal = open_journal(self._path(attempt), setting)
            try:
                change(journal)
            finally:
                journal.close()

    def purge(self, attempt: str, confirmed: Mapping[str, Head]) -> bool:
        """Take a journal and all its copies away that a backup holds just so far; says whether it is gone.

        The one that was opened last stays, and any that holds more by now, or whose mirror does not answer.
        """
        mirror = self._setting.mirror
        if mirror is not None and asked_for(mirror.exists, mirror) is None:
            return False
        with self._lock:
            if attempt == self._latest:
                return False
            opened = self._opened.pop(attempt, None)
            if opened is not None:
                opened.close()
            folders = (self._data_folder, self._setting.spare, self._setting.mirror)
            is_gone = bool(purge(tuple(one for one in folders if one), {attempt: confirmed}))
            if is_gone:
                for folder in folders:
                    if folder is not None:
                        AttachedFiles(folder).remove(attempt)
                self._mirrored -= {attempt}
            return is_gone

    def _path(self, attempt: str) -> Path:
        return self._data_folder / JOURNALS / f"{attempt}{ENDING}"


class LeftJournal:
    """What lies of an attempt. It is opened for a change, and closed again."""

    def __init__(self, journals: Journals, attempt: str, content: Content) -> None:
        self._journals = journals
        self._attempt = attempt
        self._content = content
        self._notes = dict(content.notes)

    def logs(self) -> tuple[WriterLog, ...]:
        """What can be read of its events."""
        return self._content.logs

    def append(self, writer: Writer, events: Sequence[Event]) -> None:
        """Store events of a writer, all or none; they are on disk when this returns. Raises JournalError."""
        self._journals.write(self._attempt, lambda journal: journal.append(writer, events))

    def note(self, key: str, value: str) -> None:
        """Keep a short text beside the events. Raises JournalError."""
        self._journals.write(self._attempt, lambda journal: journal.note(key, value))
        self._notes[key] = value

    def noted(self, key: str) -> str:
        """A text that was kept, or `""`."""
        return self._notes.get(key, "")


def _attempts_in(folder: Path | None) -> frozenset[str]:
    if folder is None:
        return frozenset()
    try:
        names = [path.stem for path in (folder / JOURNALS).glob(f"*{ENDING}")]
    except OSError as error:
        log.warning("the journals in %s cannot be listed: %s", folder, error.strerror)
        return frozenset()
    return frozenset(name for name in names if ATTEMPT.fullmatch(name))
