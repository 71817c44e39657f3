"""What lies on this machine of earlier attempts goes out by itself, and goes away once it is safe elsewhere.

Rule: the running exam comes first: whoever calls decides when, and one call is one request at most. Nothing
is taken away but by the site's word for all of it, when the exam is over for certain.
"""

import logging
from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from typing import Protocol

from examclient.domain.backoff import wait_after_trouble
from examclient.errors import ExamError, SiteRefusedError, SiteUnreachableError
from examclient.network.sync import Round
from examclient.usecases.leftover import Counter, LeftJournal, Leftover
from examclient.usecases.sitting import GRANT, shown_of
from examprotocol.errors import ProtocolError
from examprotocol.events import Head
from examprotocol.messages import HeldRequest, Refusal

log = logging.getLogger(__name__)

PASS = timedelta(minutes=10)
"""Between two looks through all journals; a backup that was made meanwhile is heard of by then."""

AGAIN = timedelta(minutes=1)
"""The same where something did not get through."""

OFFLINE = timedelta(seconds=5)
"""The least wait while the site does not answer: the running exam asks often enough."""

NEXT = timedelta(milliseconds=50)
"""Between two journals: reading one takes the processor for some milliseconds."""


class JournalShelf(Protocol):
    """Where the journals lie."""

    def attempts(self) -> Iterable[str]:
        """Of whom there is one."""

    def left(self, attempt: str) -> LeftJournal:
        """One that is open to nobody. Raises JournalError."""

    def purge(self, attempt: str, confirmed: Mapping[str, Head]) -> bool:
        """Take one away that holds just this; says whether it is gone."""


class Backlog:
    """Works through the journals, one after the other. Not for two threads at once; has no thread itself.

    `forget` lets go of what else is kept of an attempt whose journal is gone.
    """

    def __init__(self, shelf: JournalShelf, counter: Counter, forget: Callable[[str], None]) -> None:
        self._shelf = shelf
        self._counter = counter
        self._forget = forget
        self._queue: list[str] | None = None
        self._leftover: Leftover | None = None
        self._is_complete = True
        self._granted: set[str] = set()
        self._last = ""
        self._generation = 0
        self._stored: Mapping[str, Head] = {}

    def begin_anew(self) -> None:
        """Look through all journals from the first on: one more may be left by now."""
        self._queue = None

    def has_site_gone_back(self) -> bool:
        """Ask in one small request whether the site was restored since the last look, or holds less than when
        this was asked last: then what went out before may have to go out again. Raises the site's errors.
        """
        attempt, desk = self._last, self._counter.desk
        if not attempt:
            return False
        try:
            reply = desk.held(HeldRequest({attempt: {}}))
        except SiteRefusedError as refused:
            if refused.code == Refusal.UNKNOWN_STATION and self._counter.site.credential:
                return True
            raise
        before, self._stored = self._stored, reply.stored.get(attempt, {})
        has_less = any(self._stored.get(name, Head(0)).seq < head.seq for name, head in before.items())
        return has_less or 0 < self._generation < reply.generation

    def run_once(self, running: str = "") -> Round:
        """One step, and how long to wait before the next. `running` is the attempt that is open, or `""`.

        Never raises for what the world does.
        """
        try:
            if running and running not in self._granted:
                return self._keep_grant(running)
            if self._leftover is None or self._leftover.id == running:
                return self._take_up(running)
            return self._go_on(self._leftover)
        except (ExamError, ProtocolError) as error:
            return self._leave(_as_trouble(error))

    def _take_up(self, running: str) -> Round:
        self._leftover = None
        if self._queue is None:
            self._queue, self._is_complete = list(self._shelf.attempts()), True
            self._last, self._generation, self._stored = "", 0, {}
        while self._queue:
            attempt = self._queue.pop(0)
            if attempt != running:
                self._leftover = self._opened(attempt)
                if self._leftover is not None:
                    return Round(0, NEXT)
        self._queue = None
        return Round(0, PASS if self._is_complete else AGAIN)

    def _opened(self, attempt: str) -> Leftover | None:
        journal = self._shelf.left(attempt)
        if not any(one.events for one in journal.logs()):
            return None
        if self._counter.chunks is not None:
            self._counter.chunks.level(attempt)
        return Leftover(attempt, journal, self._counter)

    def _go_on(self, leftover: Leftover) -> Round:
        done = leftover.run_once()
        if done.trouble is not None and not _is_fork(done.trouble):
            return self._in_trouble(done, done.trouble)
        if done.sent:
            log.info("%d events of attempt %s, left here, are at the site", done.sent, leftover.id)
        if leftover.is_done:
            self._leftover, self._last = None, leftover.id
            self._generation = self._generation or leftover.generation
            self._let_go(leftover)
        return Round(done.sent, NEXT, trouble=done.trouble)

    def _let_go(self, leftover: Leftover) -> None:
        is_over = 0 < leftover.safe_from <= self._counter.clock.certain()
        if is_over and self._shelf.purge(leftover.id, leftover.heads()):
            log.info(
                "attempt %s is in a verified backup at the site: its journal here was purged", leftover.id
            )
            self._forget(leftover.id)

    def _in_trouble(self, done: Round, trouble: ExamError) -> Round:
        """What only has to wait is waited for; anything else is for the next look through."""
        if _has_to_wait(trouble):
            return Round(0, max(done.wait, OFFLINE), trouble=trouble)
        return self._leave(trouble)

    def _leave(self, trouble: ExamError) -> Round:
        """On to the next journal; this one stays as it is."""
        if self._leftover is not None:
            log.warning("attempt %s stays here for now: %s", self._leftover.id, trouble)
        self._leftover, self._is_complete = None, False
        return Round(0, NEXT, trouble=trouble)

    def _keep_grant(self, running: str) -> Round:
        """The running attempt too may be left here one day: keep the site's word that it was open here."""
        self._granted.add(running)
        journal = self._shelf.left(running)
        if not journal.noted(GRANT):
            try:
                reply = self._counter.desk.held(shown_of(running, {}, journal))
            except ExamError as error:
                if _has_to_wait(error):
                    self._granted.discard(running)
                told = timedelta(seconds=wait_after_trouble(error, 1, self._counter.jitter))
                return Round(0, max(OFFLINE, told), trouble=error)
            if running in reply.grants:
                journal.note(GRANT, reply.grants[running])
        return Round(0, NEXT)


def _has_to_wait(trouble: ExamError) -> bool:
    """Whether the same request will do, later."""
    is_busy = isinstance(trouble, SiteRefusedError) and trouble.code == Refusal.BUSY
    return is_busy or isinstance(trouble, SiteUnreachableError)


def _is_fork(trouble: ExamError) -> bool:
    """Both branches are kept at the site, and a new writer carries on the one from here: it goes on."""
    return isinstance(trouble, SiteRefusedError) and trouble.code == Refusal.FORK


def _as_trouble(error: ExamError | ProtocolError) -> ExamError:
    """Events that do not fold are for a person; the others go on."""
    return error if isinstance(error, ExamError) else ExamError(f"A journal cannot be used: {error}.")
