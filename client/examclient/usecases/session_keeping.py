"""Keeps what a restart needs of the session that runs, and lets go of it when it has ended.

Rule: it never stands in the way of the exam. What the disk does not take is logged, and taken next time.
"""

import logging
from threading import Lock
from typing import Any, Protocol

from msgspec.structs import replace

from examclient.domain.clock import SiteClock
from examclient.domain.kept_session import KeptSession
from examclient.errors import JournalError
from examprotocol.messages import LoginReply
from examprotocol.room_password import PasswordHash

log = logging.getLogger(__name__)


class SessionShelf(Protocol):
    """Where sessions lie over a restart."""

    def is_empty(self) -> bool:
        """Whether nothing is kept."""

    def all(self) -> tuple[KeptSession, ...]:
        """What is kept."""

    def keep(self, kept: KeptSession) -> None:
        """Keep this state of a session. Raises JournalError."""

    def remove(self, attempt: str) -> None:
        """Keep it no more. Raises JournalError."""


class SessionKeeping:
    """Owns what is kept of the session that runs here; may be called from any thread.

    `_lock` guards what is in memory, so that nobody who only says something new waits for the disk.
    """

    def __init__(self, shelf: SessionShelf, clock: SiteClock, boot: str) -> None:
        self._shelf = shelf
        self._clock = clock
        self._boot = boot
        self._lock = Lock()
        self._writing = Lock()
        self._kept: KeptSession | None = None

    def begin(self, login: LoginReply, identity: PasswordHash, kept: KeptSession | None = None) -> None:
        """This session runs from now on; `kept` is what a restart found of it. On disk with `save`."""
        fresh = KeptSession(login, identity, self._boot, self._clock.moment())
        with self._lock:
            self._kept = fresh if kept is None else replace(kept, login=login, left=False)

    def running(self) -> KeptSession | None:
        """The session that runs."""
        with self._lock:
            return self._kept

    def change(self, attempt: str, **changes: Any) -> None:
        """Something new of this attempt, field by field (msgspec's replace has no types for them)."""
        with self._lock:
            if self._kept is not None and self._kept.attempt == attempt:
                self._kept = replace(self._kept, **changes)

    def save(self) -> None:
        """Bring what is new to the disk, with the time that it is."""
        with self._writing:
            kept = self.running()
            if kept is not None:
                self._try_to_keep(replace(kept, boot=self._boot, clock=self._clock.moment()))

    def end(self) -> KeptSession | None:
        """No session runs here any more; returns the one that ran, to `remove` or to `put_away`."""
        with self._lock:
            ended, self._kept = self._kept, None
            return ended

    def put_away(self, kept: KeptSession) -> None:
        """Keep an ended session as it was last, unless it runs again."""
        with self._writing:
            running = self.running()
            if running is None or running.attempt != kept.attempt:
                self._try_to_keep(replace(kept, boot=self._boot, clock=self._clock.moment()))

    def remove(self, attempt: str) -> None:
        """Let go of what is on disk of an attempt, unless it runs again."""
        with self._writing:
            running = self.running()
            if running is None or running.attempt != attempt:
                try:
                    self._shelf.remove(attempt)
                except JournalError as error:
                    log.warning("%s", error)

    def _try_to_keep(self, kept: KeptSession) -> None:
        try:
            self._shelf.keep(kept)
        except JournalError as error:
            log.warning("%s", error)
