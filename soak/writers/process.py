"""A writing process that can be cut off: forked from a server that has all loaded, so it begins at once.

Rule: it says that it is ready, waits for the word to go, and then tells of everything as it happens.
"""

import ctypes
import logging
import multiprocessing
import sqlite3
from collections.abc import Callable
from functools import partial
from multiprocessing.connection import Connection
from threading import Thread
from types import TracebackType
from typing import Any, Self

from soak.writers.journal import JournalSubject
from soak.writers.store import StoreSubject
from soak.writers.subject import Finished, Order, Refused, Saved, Subject, Told, Trying

SUBJECTS: dict[str, Subject] = {"journal": JournalSubject(), "store": StoreSubject()}

TRYING, SAVED = b"trying", b"saved"
"""How these words begin, also in a trace of system calls; the writer's id follows."""

ANYBODY_MAY_TRACE = (0x59616D61, ctypes.c_ulong(-1).value)
"""prctl(PR_SET_PTRACER, PR_SET_PTRACER_ANY): prctl(2)."""


class WritingProcess:
    """Owns the process and everything that it has told so far. Knows nothing of what is done to it."""

    def __init__(self, subject: str, order: Order, *, forgetful: bool = False) -> None:
        self.told: list[Told] = []
        self._ours, theirs = _context().Pipe()
        self._process = _context().Process(target=_run, args=(subject, order, forgetful, theirs), daemon=True)
        self._process.start()
        theirs.close()
        self._ours.recv_bytes()
        self._listener = Thread(target=self._listen, daemon=True)

    @property
    def pid(self) -> int:
        """The process's number."""
        assert self._process.pid is not None, "it has been started"
        return int(self._process.pid)

    def go(self) -> None:
        """Let it begin to write."""
        self._listener.start()
        self._ours.send_bytes(b"go")

    def is_alive(self) -> bool:
        """Whether it still writes."""
        return bool(self._process.is_alive())

    def kill(self) -> None:
        """End it at once and take in what it had told before."""
        self._process.kill()
        self.wait()

    def wait(self, seconds: float | None = None) -> bool:
        """Wait until it has ended; returns whether it has."""
        self._process.join(seconds)
        if self._process.is_alive():
            return False
        if self._listener.ident is not None:
            self._listener.join()
        return True

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.kill()
        self._ours.close()

    def _listen(self) -> None:
        while True:
            try:
                word, *rest = self._ours.recv_bytes().split(b" ", 2)
            except (EOFError, OSError):
                return
            if word != TRYING:
                self.told.append(_heard(word, rest))


def _heard(word: bytes, rest: list[bytes]) -> Told:
    match word:
        case b"saved":
            return Saved(rest[0].decode(), int(rest[1]))
        case b"finished":
            return Finished()
        case _:
            return Refused(rest[1].decode(), plainly=rest[0] == b"plainly")


def _said(told: Told) -> bytes:
    match told:
        case Trying(writer=writer):
            return TRYING + f" {writer}".encode()
        case Saved(writer=writer, seq=seq):
            return SAVED + f" {writer} {seq}".encode()
        case Finished():
            return b"finished"
        case Refused(error=error, plainly=plainly):
            return f"refused {'plainly' if plainly else 'otherwise'} {error}".encode()


def _context() -> Any:  # Any: typeshed has this kind of context only where the system has it
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    return context


def _run(subject: str, order: Order, forgetful: bool, line: Connection) -> None:
    """What the process does."""
    ctypes.CDLL(None).prctl(*ANYBODY_MAY_TRACE, 0, 0, 0)
    logging.disable()  # what goes wrong is told by the line
    if forgetful:
        _forget_to_sync()
    line.send_bytes(b"ready")
    line.recv_bytes()

    def tell(told: Told) -> None:
        line.send_bytes(_said(told))

    try:
        SUBJECTS[subject].write(order, tell)
    except Exception as error:  # noqa: BLE001 - whatever else it raises is what the soak looks for
        tell(Refused(f"{type(error).__name__}: {error}", plainly=False))


class _Forgetful(sqlite3.Connection):
    """Leaves out what makes commits durable: by it the soak proves that it sees a loss."""

    def execute(self, statement: str, *parameters: Any) -> sqlite3.Cursor:  # Any: as sqlite3 has it
        """Run a statement, but for one that would make commits durable."""
        harmful = "synchronous" in statement.lower()
        return super().execute("PRAGMA synchronous = OFF" if harmful else statement, *parameters)


def _forget_to_sync() -> None:
    connect: Callable[..., sqlite3.Connection] = sqlite3.connect
    sqlite3.connect = partial(connect, factory=_Forgetful)  # type: ignore[assignment]
