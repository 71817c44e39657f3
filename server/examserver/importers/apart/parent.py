"""Imports a paper in a process of its own, so that no file can hang, fill or end the service's.

Rule: whatever happens to that process becomes a PaperFileError with what to do; it never outlives its parent.
"""

import logging
import queue
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import IO

import msgspec

from examserver.errors import PaperFileError
from examserver.importers.apart.limits import Limits
from examserver.importers.apart.messages import (
    Answer,
    Broke,
    ImportOrder,
    Progressed,
    Refused,
    Taken,
    receive,
    send,
)
from examserver.importers.assembly import Progress
from examserver.importers.draft import PaperDraft
from examserver.importers.errors import NothingTakenError

_CHILD = "examserver.importers.apart.child"
_MOST_WAIT = 0.2
"""Seconds between two looks at the clock and for Ctrl+C."""

log = logging.getLogger(__name__)


def import_apart(
    order: ImportOrder, limits: Limits | None = None, progress: Progress | None = None
) -> PaperDraft:
    """Import a paper in a process of its own; raises PaperFileError as `import_paper` does.

    Beside its codes: IMPORT_TIME and IMPORT_MEMORY for a limit that was passed, IMPORT_FAILED where the
    importer itself broke.
    """
    held = limits or Limits()
    name = Path(order.file).name
    with _child() as process:
        assert process.stdin is not None
        assert process.stdout is not None
        _give(process.stdin, msgspec.structs.replace(order, most_bytes=held.memory))
        deadline = time.monotonic() + held.seconds
        for answer in _answers(process.stdout, deadline):
            match answer:
                case Progressed(done, total):
                    (progress or _no_progress)(done, total)
                case Taken(draft):
                    return draft
                case Refused() | Broke():
                    raise _refusal(answer, name)
        raise _ended(process, name, held, in_time=time.monotonic() < deadline)


@contextmanager
def _child() -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-P", "-m", _CHILD],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                stream.close()


def _give(stream: IO[bytes], order: ImportOrder) -> None:
    try:
        send(stream, order)
    except OSError:
        log.warning("the importing process has ended before it got its order")


def _answers(stream: IO[bytes], deadline: float) -> Iterator[Answer]:
    """The child's answers until it ends or the time is over."""
    arrived: queue.Queue[Answer | None] = queue.Queue()
    Thread(target=_read, args=(stream, arrived), daemon=True, name="import answers").start()
    while (left := deadline - time.monotonic()) > 0:
        try:
            answer = arrived.get(timeout=min(left, _MOST_WAIT))
        except queue.Empty:
            continue
        if answer is None:
            return
        yield answer


def _read(stream: IO[bytes], arrived: "queue.Queue[Answer | None]") -> None:
    try:
        while True:
            answer = receive(stream, Answer)  # type: ignore[arg-type]  # a union is no type for mypy
            arrived.put(answer)
            if answer is None:
                return
    except (OSError, ValueError, msgspec.DecodeError):
        arrived.put(None)


def _refusal(answer: Refused | Broke, name: str) -> PaperFileError:
    if isinstance(answer, Broke):
        log.error("the import of a paper broke:\n%s", answer.trace)
        return PaperFileError(
            f"“{name}” holds something that breaks this program's import.",
            "Report it with the file and the lines above. Nothing was changed.",
            "IMPORT_FAILED",
        )
    if answer.verdicts or answer.code == "PAPER_EMPTY":
        return NothingTakenError(answer.title, answer.advice, answer.code, answer.verdicts)
    return PaperFileError(answer.title, answer.advice, answer.code)


def _ended(process: subprocess.Popen[bytes], name: str, limits: Limits, *, in_time: bool) -> PaperFileError:
    if not in_time:
        return PaperFileError(
            f"The import of “{name}” took longer than {limits.seconds:g} seconds.",
            "Split the file; --seconds allows more.",
            "IMPORT_TIME",
        )
    process.wait()
    return PaperFileError(
        f"The import of “{name}” ended without a word ({process.returncode}), perhaps for want of memory.",
        f"It may use {limits.memory // 2**20} MB; --memory allows more.",
        "IMPORT_MEMORY",
    )


def _no_progress(_done: int, _total: int) -> None:
    pass
