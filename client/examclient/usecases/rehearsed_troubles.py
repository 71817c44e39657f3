"""Troubles on purpose, for a rehearsal: the line is cut, the disk is full, the client crashes.

Rule: each ends by itself, or with its attempt, and leaves nothing behind. A full disk is only played: no file
takes the room of answers, so a client that goes meanwhile finds its disk as it was.
"""

import logging
import os
import signal
from collections.abc import Callable, Sequence

from examclient.storage.journal_errors import DiskError
from examclient.usecases.attempt import EventStore
from examprotocol.events import Event, Writer
from examprotocol.site_orders import Trouble, TroubleKind

log = logging.getLogger(__name__)

LONGEST = 600
"""Seconds: no trouble lasts longer, whatever the site orders."""


class FullDisk:
    """Takes no events for a while, as a disk does that has no room left. Times in seconds."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._until = float("-inf")

    def fill(self, seconds: float) -> None:
        """From now on, for so long."""
        self._until = self._monotonic() + seconds

    def guard(self, store: EventStore) -> EventStore:
        """The store behind it: what it refuses never gets there."""
        return _Guarded(store, self)

    def require_room(self) -> None:
        """Raise DiskError while it is full."""
        if self._monotonic() < self._until:
            error = DiskError(
                "The journal cannot be written (a disk without room is rehearsed).",
                "Raise your hand: this machine cannot save. What was shown as saved is safe.",
            )
            error.is_full = True
            raise error


class _Guarded:
    def __init__(self, store: EventStore, disk: FullDisk) -> None:
        self._store = store
        self._disk = disk

    def append(self, writer: Writer, events: Sequence[Event]) -> None:
        self._disk.require_room()
        self._store.append(writer, events)


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
