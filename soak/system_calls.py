"""Makes system calls of a running process fail, by strace."""

import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

TRACED = ("fdatasync", "fsync", "pwrite64", "write")
"""What is in the trace besides the call that fails: how things become durable, and what is told of it."""

SHOWN = 64
"""Bytes of each write that the trace shows."""

END_SECONDS = 30


@dataclass(frozen=True, slots=True)
class Fault:
    """The N-th call of this name in each thread fails by this error; `for_good`, so do all after it."""

    call: str
    error: str
    number: int
    for_good: bool

    def __str__(self) -> str:
        return f"{self.error} at {self.call} {self.number}{' and all after' if self.for_good else ''}"

    @property
    def option(self) -> str:
        """How strace is told."""
        return f"inject={self.call}:error={self.error}:when={self.number}{'+' if self.for_good else ''}"


class FaultInjector:
    """Owns one strace on one process, and the trace that it writes."""

    def __init__(self, pid: int, fault: Fault, trace: Path) -> None:
        self._trace = trace
        calls = ",".join(dict.fromkeys((*TRACED, fault.call)))
        options = ("-f", "-y", "-s", str(SHOWN), "-o", str(trace), "-e", f"trace={calls}", "-e", fault.option)
        self._strace = subprocess.Popen(
            ["strace", *options, "-p", str(pid)], stderr=subprocess.PIPE, text=True
        )

    def __enter__(self) -> Self:
        assert self._strace.stderr is not None, "it is a pipe"
        said = self._strace.stderr.readline()
        if "attached" not in said:
            raise RuntimeError(f"strace could not attach: {said.strip()}")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._strace.kill()
        self._strace.communicate()

    def finish(self) -> str:
        """The trace, once the process has ended."""
        self._strace.communicate(timeout=END_SECONDS)
        return self._trace.read_text(encoding="utf-8", errors="replace")


def why_not_here() -> str:
    """Why faults cannot be made on this machine, or `""`."""
    if sys.platform != "linux":
        return "it needs Linux: system calls are made to fail by strace."
    if shutil.which("strace") is None:
        return "it needs strace: sudo apt-get install strace"
    done = subprocess.run(["strace", "-o", "/dev/null", "true"], capture_output=True, text=True, check=False)
    return f"strace may not trace here: {done.stderr.strip()}" if done.returncode else ""
