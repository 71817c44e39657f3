"""A disk that takes what is written and then does not bring it down, as often as a test says."""

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from examclient.storage import journal_file
from examclient.storage.journal_tables import connect


class FailingSync:
    """Disks under real connections. A commit reaches the file, but its sync fails: as SQLite then says."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.fails: dict[Path, int] = {}
        self.says = "SQLITE_IOERR_FSYNC"
        self.opened: list[Path] = []
        self._connect = connect
        monkeypatch.setattr(journal_file, "connect", self.connect)

    def connect(self, path: Path) -> "Connection":
        self.opened.append(path)
        return Connection(self._connect(path), lambda: self.must_fail(path), lambda: self.says)

    def must_fail(self, path: Path) -> bool:
        left = self.fails.get(path, 0)
        self.fails[path] = max(0, left - 1)
        return left > 0


class Connection:
    """A real connection whose commits may fail after they were written."""

    def __init__(
        self, real: sqlite3.Connection, must_fail: Callable[[], bool], says: Callable[[], str]
    ) -> None:
        self._real = real
        self._must_fail = must_fail
        self._says = says

    def execute(self, statement: str, *values: Any) -> sqlite3.Cursor:
        done = self._real.execute(statement, *values)
        if statement == "COMMIT" and self._must_fail():
            error = sqlite3.OperationalError("disk I/O error")
            error.sqlite_errorname = self._says()
            raise error
        return done

    def __getattr__(self, name: str) -> object:
        return getattr(self._real, name)
