"""A disk that takes what is written and then does not bring it down, as often as a test says."""

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from examclient.storage import journal_file
from examclient.storage.journal_tables import connect


def log_beside(path: Path) -> Path:
    return path.with_name(f"{path.name}-wal")


class FailingSync:
    """Disks under real connections. A commit reaches the file, but its sync fails: as SQLite then says.

    A disk that `is_gone` opens no file any more, but keeps what lies there; one that `breaks` is gone after
    the next commit. With `keeps_log` none takes what SQLite, on closing a file, would move out of its log.
    """

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.fails: dict[Path, int] = {}
        self.is_gone: set[Path] = set()
        self.breaks = self.keeps_log = False
        self.says = "SQLITE_IOERR_FSYNC"
        self.opened: list[Path] = []
        self._connect = connect
        monkeypatch.setattr(journal_file, "connect", self.connect)

    def connect(self, path: Path) -> "Connection":
        if path in self.is_gone:
            error = sqlite3.OperationalError("unable to open database file")
            error.sqlite_errorname = "SQLITE_CANTOPEN"
            raise error
        self.opened.append(path)
        kept = (path, log_beside(path)) if self.keeps_log else ()
        return Connection(self._connect(path), lambda: self.must_fail(path), lambda: self.says, kept)

    def must_fail(self, path: Path) -> bool:
        if self.breaks:
            self.is_gone.add(path)
            return True
        left = self.fails.get(path, 0)
        self.fails[path] = max(0, left - 1)
        return left > 0


class Connection:
    """A real connection whose commits may fail after they were written."""

    def __init__(
        self,
        real: sqlite3.Connection,
        must_fail: Callable[[], bool],
        says: Callable[[], str],
        kept: tuple[Path, ...] = (),
    ) -> None:
        self._real = real
        self._kept = kept
        self._must_fail = must_fail
        self._says = says

    def execute(self, statement: str, *values: Any) -> sqlite3.Cursor:
        done = self._real.execute(statement, *values)
        if statement == "COMMIT" and self._must_fail():
            error = sqlite3.OperationalError("disk I/O error")
            error.sqlite_errorname = self._says()
            raise error
        return done

    def close(self) -> None:
        before = {path: path.read_bytes() for path in self._kept if path.exists()}
        self._real.close()
        for path, content in before.items():
            path.write_bytes(content)

    def __getattr__(self, name: str) -> object:
        return getattr(self._real, name)
