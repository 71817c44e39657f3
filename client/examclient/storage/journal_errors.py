"""What can be wrong with a journal, and how SQLite, the disk and the chain say it.

JournalError
+-- DiskError       the disk does not take it: full, read-only, gone, a failed sync
+-- BusyError       another program has it open
+-- DamagedError    the file is there but is not a whole journal
+-- LockedError     it is whole, but no key of this machine opens it
+-- OldFormatError  it is of an older version and is converted
"""

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from examclient.errors import JournalError
from examprotocol.errors import ProtocolError

DAMAGE = ("SQLITE_CORRUPT", "SQLITE_NOTADB", "SQLITE_ERROR")
"""SQLITE_ERROR: our few statements are right, so the tables that they name are not."""

OPEN_ELSEWHERE = ("SQLITE_BUSY", "SQLITE_LOCKED")
NO_ROOM = (errno.ENOSPC, errno.EDQUOT)


class DiskError(JournalError):
    """The disk does not take it. `is_full`: there is no room left."""

    is_full = False


class BusyError(JournalError):
    """Another program has the journal open."""


class DamagedError(JournalError):
    """The file is there but is not a whole journal."""


class LockedError(JournalError):
    """The journal is whole, but no key of this machine opens it."""


class OldFormatError(JournalError):
    """The journal is of an older version, which this program reads and converts."""


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turn what SQLite, the chain or the disk says into the client's own errors."""
    try:
        yield
    except (ProtocolError, msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise DamagedError(f"The journal {path.name} is damaged: {error}.") from error
    except sqlite3.Error as error:
        raise _of_sqlite(path, error) from error
    except OSError as error:
        raise _with(DiskError, path, error, is_full=error.errno in NO_ROOM) from error


def _of_sqlite(path: Path, error: sqlite3.Error) -> JournalError:
    name = getattr(error, "sqlite_errorname", "")
    if name.startswith(DAMAGE):
        return DamagedError(f"The journal {path.name} is damaged: {error}.")
    if name.startswith(OPEN_ELSEWHERE):
        return _with(BusyError, path, error)
    if name.startswith("SQLITE_CONSTRAINT") or not name:
        return _with(JournalError, path, error)
    return _with(DiskError, path, error, is_full=name == "SQLITE_FULL")


def _with(kind: type[JournalError], path: Path, error: Exception, *, is_full: bool = False) -> JournalError:
    name = getattr(error, "sqlite_errorname", type(error).__name__)
    made = kind(
        f"The journal {path.name} cannot be written ({name}: {error}).",
        "Raise your hand: this machine cannot save. What was shown as saved is safe.",
    )
    if isinstance(made, DiskError):
        made.is_full = is_full
    return made
