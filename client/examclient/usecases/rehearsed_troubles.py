"""Troubles on purpose, for a rehearsal: the line is cut, the disk is full, the client crashes.

Rule: each ends by itself, or with its attempt. A full disk is only played, at the gate through which all
files go (`storage/disk_gate`): no file takes the room of answers, so a client that goes meanwhile finds its
disk as it was, but for the ballast, which is there again with the next attempt.
"""

import logging
import os
import signal
from collections.abc import Callable
from pathlib import Path

from examclient.storage.disk_gate import PlayedDisk, play
from examprotocol.site_orders import Trouble, TroubleKind

log = logging.getLogger(__name__)

LONGEST = 600
"""Seconds: no trouble lasts longer, whatever the site orders."""


class FullDisk:
    """Plays that the disk of the data folder has no room for whatever this client writes. In seconds."""

    def __init__(self, folder: Path, monotonic: Callable[[], float]) -> None:
        self._folder = folder
        self._monotonic = monotonic

    def fill(self, seconds: float) -> None:
        """From now on, for so long; 0 ends it."""
        play(PlayedDisk(self._folder, seconds, self._monotonic) if seconds > 0 else None)


def crash() -> None:
    """End this process at once: nothing is saved, said or closed any more."""
    os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))


class PlayTrouble:
    """Lets go wrong what a rehearsal orders. Whether it is one was asked before."""

    def __init__(
        self, cut: Callable[[float], None], disk: FullDisk, crash: Callable[[], None] = crash
    ) -> None:
        self._cut = cut
        self._disk = disk
        self._crash = crash

    def stop(self) -> None:
        """Whoever sits here next has a line and a disk."""
        self._cut(0)
        self._disk.fill(0)

    def __call__(self, trouble: Trouble) -> None:
        """Begin; ends by itself."""
        seconds = max(0, min(trouble.seconds, LONGEST))
        log.warning("a rehearsal plays %s for %d s", trouble.kind, seconds)
        match trouble.kind:
            case TroubleKind.CUT_NETWORK:
                self._cut(seconds)
            case TroubleKind.FILL_DISK:
                self._disk.fill(seconds)
            case TroubleKind.CRASH:
                self._crash()
            case unknown:
                log.warning("no trouble is known as %s", unknown)
