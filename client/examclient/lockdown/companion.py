"""A small process beside the client, which ends when the client ends, however that happens.

Rule: the pipe between the two is the leash. A client that crashes leaves nothing behind: the pipe breaks, the
companion notices and goes.
"""

import logging
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress

log = logging.getLogger(__name__)

MOST_STARTS = 4
"""How often one companion is started in one sitting; what cannot live is not started for ever."""

GOING = 3.0
"""Seconds that a companion may take to go."""

NO_WINDOW = 0x08000000
"""CREATE_NO_WINDOW: no console flashes up on Windows."""


def companion_of(module: str, *arguments: str) -> "Companion":
    """A companion that runs one of this package's modules."""
    return Companion(module.rpartition(".")[2], [sys.executable, "-m", module, *arguments])


class Companion:
    """Owns one process and the leash to it. `name` is what it is called in the log."""

    def __init__(self, name: str, command: Sequence[str]) -> None:
        self._name = name
        self._command = list(command)
        self._process: subprocess.Popen[bytes] | None = None
        self._starts = 0
        self.last_word = ""
        """The last one that it listened to."""

    def start(self) -> None:
        """Start it, unless it runs."""
        self._starts = 0
        self.keep_up()

    def keep_up(self) -> None:
        """Start it again where it has gone, a few times at most."""
        if self.is_running() or self._starts >= MOST_STARTS:
            return
        self._let_go()
        self._starts += 1
        flags = NO_WINDOW if sys.platform == "win32" else 0
        try:
            self._process = subprocess.Popen(  # noqa: S603 - our own module
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                creationflags=flags,
                start_new_session=sys.platform != "win32",
            )
        except OSError as error:
            log.warning("%s cannot be started: %s", self._name, error)

    def is_running(self) -> bool:
        """Whether it is there."""
        return self._process is not None and self._process.poll() is None

    def say(self, word: str) -> bool:
        """Tell it a word; False where it does not listen any more."""
        if not self.is_running() or self._process is None or self._process.stdin is None:
            return False
        try:
            self._process.stdin.write(f"{word}\n".encode())
            self._process.stdin.flush()
        except OSError:
            return False
        self.last_word = word
        return True

    def stop(self) -> None:
        """Let it go by itself, and end it where it does not."""
        process = self._process
        self._let_go()
        if process is not None:
            try:
                process.wait(GOING)
            except subprocess.TimeoutExpired:
                log.warning("%s does not end by itself", self._name)
                process.kill()
                process.wait()

    def _let_go(self) -> None:
        process, self._process = self._process, None
        if process is not None and process.stdin is not None:
            with suppress(OSError):
                process.stdin.close()
