"""What a station hears of its sitting with each reply: a moved start, an end, that it is a rehearsal and what
trouble to make then; and what a rehearsal's station tells.

Rule: a save must not pay for it: sittings and troubles are in memory, and read anew after each order. What is
told is written only where it is new, and of a rehearsal alone. Nothing here decides over answers.
"""

import hashlib
import threading
from dataclasses import dataclass
from functools import partial

import msgspec
from sqlalchemy import Connection

from examprotocol.messages import SyncRequest
from examprotocol.site_orders import NO_ORDERS, Ended, Pause, SiteOrders, Trouble
from examserver.clock import Clock
from examserver.services.caller import Caller
from examserver.services.rehearsals.troubles import STANDS
from examserver.services.sessions import require_own, require_session
from examserver.storage.attempts import Session
from examserver.storage.exams import Exam
from examserver.storage.sittings import Sitting, all_sittings, last_reasons
from examserver.storage.store import Store
from examserver.storage.troubles import TroubleRow, mark_done, note_events, waiting_troubles


@dataclass(frozen=True, slots=True)
class _Known:
    """A sitting, and why the staff did what they did last with it."""

    sitting: Sitting
    reason: str


class SittingBoard:
    """Owns what is known of the sittings, and what was heard last of each attempt of a rehearsal. Asked from
    all threads.
    """

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._reading = threading.Lock()
        self._known: dict[str, _Known] = {}
        self._troubles: tuple[TroubleRow, ...] = ()
        self._heard: dict[str, int] = {}
        self._carried_out: set[str] = set()

    def reload(self, connection: Connection) -> None:
        """Read anew what an order may have changed."""
        with self._reading:
            reasons = last_reasons(connection)
            self._known = {one.id: _Known(one, reasons.get(one.id, "")) for one in all_sittings(connection)}
            waiting = waiting_troubles(connection, self._clock.now() - STANDS)
            self._troubles = tuple(one for one in waiting if one.id not in self._carried_out)

    def tell(self, session: Session, now: int) -> SiteOrders:
        """What a session's station hears; `now` is the site time in milliseconds.

        Who had begun before it was postponed hears that it stands still until the new start.
        """
        exam = session.exam
        known = self._known.get(exam.sitting) if exam.sitting else None
        if known is None:
            return NO_ORDERS
        if known.sitting.rehearsal:
            self._heard.setdefault(session.attempt.id, -1)
        return SiteOrders(
            pause=_pause(known, session, now),
            ended=Ended(_id("ended", exam, exam.ended), exam.ended, known.reason) if exam.ended else None,
            trouble=self._trouble(session.attempt.id, now) if known.sitting.rehearsal else None,
            starts=exam.starts if known.sitting.moved else 0,
            rehearsal=known.sitting.rehearsal,
            reopened=_reopened(known.sitting, session),
        )

    def has_news(self, request: SyncRequest) -> bool:
        """Whether a station of a rehearsal tells with its heartbeat what is not known yet, or has done what
        it was ordered.
        """
        news, attempt = request.news, request.writer.attempt
        if news is None or attempt not in self._heard:
            return False
        is_done = any(_is_done(one, request) for one in self._troubles)
        return is_done or (not request.events and self._heard[attempt] != news.events)

    async def note(self, caller: Caller, request: SyncRequest) -> None:
        """Store what it tells; raises RefusedError, BusyError and StorageError."""
        assert request.news is not None
        await self._store.write(partial(self._note, caller, request))
        self._heard[request.writer.attempt] = request.news.events
        with self._reading:
            done = {one.id for one in self._troubles if _is_done(one, request)}
            self._carried_out |= done
            self._troubles = tuple(one for one in self._troubles if one.id not in done)

    def _note(self, caller: Caller, request: SyncRequest, connection: Connection) -> None:
        news, attempt, now = request.news, request.writer.attempt, self._clock.now()
        assert news is not None
        require_own(require_session(connection, caller), attempt)
        mark_done(connection, attempt, news.done, now)
        note_events(connection, attempt, caller.station, news.events, now)

    def _trouble(self, attempt: str, now: int) -> Trouble | None:
        """The oldest that waits and that still stands."""
        mine = (one for one in self._troubles if one.attempt == attempt and one.ordered > now - STANDS)
        first = next(mine, None)
        return Trouble(first.id, first.kind, first.seconds) if first else None


def _is_done(trouble: TroubleRow, request: SyncRequest) -> bool:
    """Whether a station says that it has carried out a trouble at its seat."""
    news = request.news
    return news is not None and trouble.attempt == request.writer.attempt and trouble.id in news.done


def joined(one: SiteOrders, other: SiteOrders) -> SiteOrders:
    """What the staff want of a station, and what its sitting says: of two pauses or ends the staff's own."""
    if other == NO_ORDERS:
        return one
    return msgspec.structs.replace(
        one,
        pause=one.pause or other.pause,
        ended=one.ended or other.ended,
        trouble=other.trouble,
        starts=other.starts,
        rehearsal=other.rehearsal,
        reopened=max(one.reopened, other.reopened),
    )


def _reopened(sitting: Sitting, session: Session) -> int:
    """What was ended and then postponed goes on, for those whom the site has open again."""
    return 0 if session.exam.ended or session.attempt.submitted else sitting.moved


def _pause(known: _Known, session: Session, now: int) -> Pause | None:
    exam = session.exam
    if not session.used or now >= exam.starts or exam.ends <= exam.starts:
        return None
    since = known.sitting.moved
    return Pause(_id("postponed", exam, since), since, known.reason)


def _id(what: str, exam: Exam, at: int) -> str:
    """The same order has the same id in every reply and at every process: 32 hex digits."""
    return hashlib.sha256(f"{what} {exam.id} {at}".encode()).hexdigest()[:32]
