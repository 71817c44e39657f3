"""Brings the events to the site: one round at a time, no thread and no sleep.

Rule: what the site has acknowledged is believed whatever it is, also when it has gone down after a restore;
the missing events are then sent again.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from examclient.domain.backoff import wait_after
from examclient.errors import ExamError, SiteRefusedError
from examprotocol.events import Head
from examprotocol.messages import SyncReply, SyncRequest

HEARTBEAT = timedelta(seconds=10)


class Outbox(Protocol):
    """Where the events wait that the site does not have yet."""

    def next_request(self) -> SyncRequest:
        """The next events to send, or an empty request where there are none."""

    def acknowledge(self, writer_id: str, head: Head) -> None:
        """Take the site's word for how far it has stored this writer."""

    def waiting(self) -> int:
        """How many events the site has not acknowledged."""


@dataclass(frozen=True, slots=True)
class Round:
    """What one round of sync did, and how long to wait before the next."""

    sent: int
    wait: timedelta
    reply: SyncReply | None = None
    trouble: ExamError | None = None


class SyncEngine:
    """Sends what waits in the outbox. Never called twice at the same time."""

    def __init__(
        self, outbox: Outbox, send: Callable[[SyncRequest], SyncReply], jitter: Callable[[], float]
    ) -> None:
        self._outbox = outbox
        self._send = send
        self._jitter = jitter
        self._failures = 0

    def run_once(self) -> Round:
        """One request and its reply; never raises for what the world does."""
        request = self._outbox.next_request()
        try:
            reply = self._send(request)
        except ExamError as error:
            return self._failed(error)
        self._failures = 0
        self._outbox.acknowledge(request.writer.id, reply.head)
        wait = timedelta(0) if self._outbox.waiting() else HEARTBEAT
        return Round(len(request.events), wait, reply)

    def _failed(self, error: ExamError) -> Round:
        self._failures += 1
        wait = timedelta(seconds=wait_after(self._failures, self._jitter))
        if isinstance(error, SiteRefusedError):
            wait = max(wait, timedelta(seconds=1))
        return Round(0, wait, trouble=error)
