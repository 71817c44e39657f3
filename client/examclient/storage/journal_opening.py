"""Opens the journal of an attempt at the start: whole, converted, or what is left of it.

Rule: a file that cannot be used is moved aside with a dated name, and only once what can be read of it stands
in the new one.
"""

import logging
import sqlite3
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from examclient.domain.worries import Worry
from examclient.errors import JournalError
from examclient.storage.journal_aside import (
    beside,
    copy_aside,
    finish_moving,
    move_aside,
    put_in_place,
    remove,
)
from examclient.storage.journal_content import Content, joined
from examclient.storage.journal_errors import DamagedError, DiskError, LockedError, OldFormatError, translated
from examclient.storage.journal_file import JournalFile
from examclient.storage.journal_reading import Plain, read_all
from examclient.storage.journal_safe import Recipients
from examclient.storage.journal_salvage import has_a_cut_log, read_loosely

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Opened:
    """A file that can be written, what it holds, and what was wrong with it."""

    file: JournalFile
    content: Content
    worries: frozenset[Worry] = field(default_factory=frozenset)


def open_place(path: Path, recipients: Recipients) -> Opened:
    """Open or begin the file at `path`; raises JournalError, BusyError where another program has it."""
    with translated(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        finish_moving(path)
        if has_a_cut_log(path):
            return _with_the_end_of_its_log(path, recipients)
    return _opened(path, recipients)


def what_is_left(path: Path) -> Content:
    """What can be read at `path` by this machine, nothing where that is nothing."""
    try:
        return read_loosely(path)
    except LockedError as error:
        log.warning("journal %s: %s", path.name, error)
        return Content()


def _with_the_end_of_its_log(path: Path, recipients: Recipients) -> Opened:
    """SQLite drops what follows damage in the log: it is read before, and the files are kept as they were."""
    left, copy = what_is_left(path), copy_aside(path, "cut")
    log.warning("the log of journal %s is cut; it was kept as %s", path.name, copy.name)
    opened = _opened(path, recipients)
    content = joined((opened.content, left))
    opened.file.hold(content)
    return Opened(opened.file, content, opened.worries | {Worry.LOG_CUT})


def _opened(path: Path, recipients: Recipients) -> Opened:
    try:
        return _whole(path, recipients)
    except OldFormatError:
        return _converted(path, recipients)
    except DamagedError as error:
        return _salvaged(path, recipients, error)
    except LockedError as error:
        with translated(path):
            log.error("journal %s was kept as %s: %s", path.name, move_aside(path, "locked").name, error)
        opened = _whole(path, recipients)
        return Opened(opened.file, opened.content, frozenset({Worry.LOCKED}))


def _whole(path: Path, recipients: Recipients) -> Opened:
    file = JournalFile(path, recipients)
    try:
        file.check()
        content = file.content()
        _settle(file)
    except BaseException:
        file.close()
        raise
    return Opened(file, content)


def _settle(file: JournalFile) -> None:
    """A crash may have come after a failed sync. On a full disk it goes on with the log as it is."""
    try:
        file.settle()
    except DiskError as error:
        if not error.is_full:
            raise
        log.warning("the log of journal %s stays as it is: %s", file.path.name, error)


def _converted(path: Path, recipients: Recipients) -> Opened:
    """From the version that wrote in the clear. The old file goes once the new one holds all of it."""
    try:
        content = _all_in_the_clear(path)
    except DamagedError as error:
        return _salvaged(path, recipients, error)
    aside = _replaced(path, recipients, content, "version-1")
    opened = _whole(path, recipients)
    if opened.content == content:
        with translated(path):
            remove(aside)
    log.info("journal %s was converted", path.name)
    return opened


def _all_in_the_clear(path: Path) -> Content:
    with translated(path), closing(sqlite3.connect(path, isolation_level=None)) as connection:
        found = str(connection.execute("PRAGMA quick_check(1)").fetchone()[0])
        if found != "ok":
            raise DamagedError(f"The journal {path.name} is damaged: {found}.")
        return read_all(connection, Plain())


def _salvaged(path: Path, recipients: Recipients, error: JournalError) -> Opened:
    content = what_is_left(path)
    aside = _replaced(path, recipients, content, "damaged")
    count = sum(len(one.events) for one in content.logs)
    log.error(
        "journal %s is damaged and was kept as %s; %d events of it go on: %s",
        path.name,
        aside.name,
        count,
        error,
    )
    opened = _whole(path, recipients)
    return Opened(opened.file, opened.content, frozenset({Worry.DAMAGED}))


def _replaced(path: Path, recipients: Recipients, content: Content, what: str) -> Path:
    """Put a new file with this content in the place of the old one; returns where that is kept."""
    with translated(path):
        remove(beside(path))
        new = JournalFile(beside(path), recipients)
        try:
            new.hold(content)
            new.settle()
        finally:
            new.close()
        aside = move_aside(path, what)
        put_in_place(path)
    return aside
