"""Brings the events to the site: one round at a time, no thread and no sleep.

Rule: what the site has acknowledged is believed whatever it is, also when it has gone down after a restore;
the missing events are then sent again.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from msgspec.structs import replace

from examclient.domain.backoff import wait_after_trouble
from examclient.domain.exam_end import ExamEnd
from examclient.errors import ExamError, SiteRefusedError
from examprotocol.events import Head, event_hash
from examprotocol.messages import Refusal, SyncReply, SyncRequest
from examprotocol.site_orders import StationNews

HEARTBEAT = timedelta(seconds=10)

TOLD = timedelta(seconds=8)
"""So long a sentence stands that the next good round would take away."""


class Outbox(Protocol):
    """Where the events wait that the site does not have yet."""

    def next_request(self) -> SyncRequest:
        """The next events to send, or an empty request where there are none."""

    def acknowledge(self, writer_id: str, head: Head) -> None:
        """Take the site's word for how far it has stored this writer."""

    def forked(self, request: SyncRequest, seq: int) -> bool:
        """The site holds other events of the request's writer from `seq` on, and keeps both branches.

        0: from somewhere before the request on. Returns whether that is made up for, or has to be looked for
        by the next request. Raises JournalError.
        """

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
    """Sends what waits in the outbox. Never called twice at the same time.

    With the candidate's `end` it brings back the extensions that the site has forgotten, and every reply says
    the end that counts. `news` is what the station tells of itself with every request.
    """

    def __init__(
        self,
        outbox: Outbox,
        send: Callable[[SyncRequest], SyncReply],
        jitter: Callable[[], float],
        end: ExamEnd | None = None,
        news: Callable[[], StationNews] | None = None,
    ) -> None:
        self.end = end
        self._news = news
        self._outbox = outbox
        self._send = send
        self._jitter = jitter
        self._failures = 0

    def run_once(self) -> Round:
        """One request and its reply; never raises for what the world does."""
        request = self._outbox.next_request()
        try:
            reply = self._heard(self._send(self._with_what_goes_along(request)))
        except SiteRefusedError as error:
            return self._refused(request, error)
        except ExamError as error:
            return self._failed(error)
        self._failures = 0
        self._acknowledge(request, reply)
        wait = timedelta(0) if self._outbox.waiting() else HEARTBEAT
        return Round(len(request.events), wait, reply)

    def _with_what_goes_along(self, request: SyncRequest) -> SyncRequest:
        tokens = self.end.to_bring() if self.end else ()
        news = self._news() if self._news else None
        if news is not None and self.end is not None:
            told = self.end.told()
            news = replace(news, starts=told.starts, ends=told.ends)
        return replace(request, extensions=tokens, news=news) if tokens or news else request

    def _heard(self, reply: SyncReply) -> SyncReply:
        if self.end is None:
            return reply
        end = self.end.hear(reply.end, reply.extensions, reply.orders, reply.now)
        return replace(reply, end=end, extensions=self.end.tokens())

    def _acknowledge(self, request: SyncRequest, reply: SyncReply) -> None:
        """Events that a site took which has still more of this writer are there as they were sent."""
        last = request.events[-1] if request.events else None
        if last is not None and reply.head.seq > last.seq:
            self._outbox.acknowledge(request.writer.id, Head(last.seq, event_hash(request.writer, last)))
        self._outbox.acknowledge(request.writer.id, reply.head)

    def _refused(self, request: SyncRequest, error: SiteRefusedError) -> Round:
        """A fork is made up for at once. The person is told, long enough to read it."""
        if error.code != Refusal.FORK or not request.events:
            return self._failed(error)
        try:
            is_done = self._outbox.forked(request, _fork_in(request, error.about))
        except ExamError as trouble:
            return self._failed(trouble)
        return Round(0, TOLD if is_done else timedelta(0), trouble=error)

    def _failed(self, error: ExamError) -> Round:
        self._failures += 1
        wait = timedelta(seconds=wait_after_trouble(error, self._failures, self._jitter))
        if isinstance(error, SiteRefusedError):
            wait = max(wait, timedelta(seconds=1))
        return Round(0, wait, trouble=error)


def _fork_in(request: SyncRequest, about: str) -> int:
    """The number at which the site says that the branches part, 0 where that is none that was sent."""
    seq = int(about) if about.isascii() and about.isdecimal() else 0
    return seq if request.events[0].seq <= seq <= request.events[-1].seq else 0
