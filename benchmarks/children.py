"""Starts a window in a process of its own, waits until it is painted, and looks at what it holds."""

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from subprocess import PIPE, Popen
from tempfile import TemporaryFile

import psutil

from benchmarks.windows.painted import PAINTED, SETTLED

DROP_CACHES = Path("/proc/sys/vm/drop_caches")
MEGABYTE = 1 << 20
LAST_WORDS = 4_000
"""Characters of what a window that died had said, for whoever asks why."""


@dataclass(frozen=True, slots=True)
class Start:
    """One start: seconds from the process's start to the painted window, and what all its processes hold.

    `resident` counts pages that processes share in each of them, `proportional` once; both in MB (2**20
    bytes). Only Linux knows the second; elsewhere it is what no other process shares. `said` is what the
    window told of itself between the two, a word in each line.
    """

    seconds: float
    resident: float
    proportional: float
    processes: int
    said: tuple[str, ...] = ()


def start_window(module: str, arguments: Sequence[str] = ()) -> Start:
    """Start `benchmarks.windows.<module>`, measure it and end it; raises CalledProcessError where it dies."""
    command = [sys.executable, "-m", f"benchmarks.windows.{module}", *arguments]
    began = time.perf_counter()
    with (
        TemporaryFile() as words,
        Popen(command, stdout=PIPE, stderr=words, text=True, env=_environment()) as child,
    ):
        try:
            _wait_for(PAINTED, child)
            seconds = time.perf_counter() - began
            said = _wait_for(SETTLED, child)
            return replace(_looked_at(seconds, psutil.Process(child.pid)), said=said)
        except subprocess.CalledProcessError as error:
            words.seek(0)
            error.add_note(words.read().decode(errors="replace")[-LAST_WORDS:])
            raise
        finally:
            if child.poll() is None:
                _end(psutil.Process(child.pid))


def _environment() -> dict[str, str]:
    """An installed client has its modules compiled: here the first start compiles them for the others."""
    return {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}


def can_drop_caches() -> bool:
    """Whether this user may empty the disk caches: on Linux, as root."""
    return DROP_CACHES.exists() and os.access(DROP_CACHES, os.W_OK)


def drop_caches() -> None:
    """Make the next start read everything from the disk, as the first one of the day does."""
    os.sync()
    DROP_CACHES.write_text("3", encoding="ascii")


def _wait_for(word: str, child: Popen[str]) -> tuple[str, ...]:
    """Gives the lines that came before the word."""
    assert child.stdout is not None, "the child's output is a pipe"
    before: list[str] = []
    for line in child.stdout:
        if line.strip() == word:
            return tuple(before)
        before.append(line.strip())
    raise subprocess.CalledProcessError(child.wait(), child.args)


def _looked_at(seconds: float, process: psutil.Process) -> Start:
    everyone = [process, *process.children(recursive=True)]
    memory = [one.memory_full_info() for one in everyone]
    resident = sum(one.rss for one in memory)
    proportional = sum(getattr(one, "pss", one.uss) for one in memory)
    return Start(seconds, resident / MEGABYTE, proportional / MEGABYTE, len(everyone))


def _end(process: psutil.Process) -> None:
    """End the window and the processes that it started, and wait for them."""
    everyone = [*process.children(recursive=True), process]
    for one in everyone:
        one.kill()
    psutil.wait_procs(everyone)
