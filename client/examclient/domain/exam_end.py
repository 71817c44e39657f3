"""When the candidate's time is over: the end that the site says, and the extensions that it has signed.

Rule: an extension that this machine holds is never forgotten. Where the site's word does not name it (it was
restored from a backup, or the word is an old one), its minutes are added to the end that the site says.
While a pause stands the site's end moves with it; here the time stands still instead.
"""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from threading import Lock

from examclient.domain.standing_orders import lost_time
from examprotocol.errors import ProtocolError
from examprotocol.extensions import MINUTE, Extension, extended_end, open_extension
from examprotocol.messages import SYNC_LIMIT, LoginReply
from examprotocol.offline_code import OfflineExtension
from examprotocol.signing import read_key
from examprotocol.site_orders import NO_ORDERS, SiteOrders

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Sat:
    """What is sat, by whom and where: the exam's id, the admission number, the site's id, and the start."""

    exam: str
    candidate: str
    site: str
    starts: int = 0


@dataclass(frozen=True, slots=True)
class Told:
    """An exam's start and end, site times in milliseconds."""

    starts: int
    ends: int


class ExamEnd:
    """Owns one candidate's end on this machine. May be called from any thread."""

    def __init__(self, sat: Sat, signing_key: dict[str, str], end: int) -> None:
        self._sat = sat
        self._key = read_key(signing_key)
        self._lock = Lock()
        self._said = end
        self._starts = sat.starts
        self._named: frozenset[str] = frozenset()
        self._opened: dict[str, Extension | None] = {}
        self._codes: frozenset[OfflineExtension] = frozenset()
        self._lent: tuple[str, int] = ("", 0)

    def hold(self, tokens: Iterable[str]) -> None:
        """Keep these extensions as well; what is not this site's, exam's and candidate's is left out."""
        with self._lock:
            self._open_all(tokens)

    def hear(self, end: int, tokens: Iterable[str], orders: SiteOrders = NO_ORDERS, now: int = 0) -> int:
        """The site says this end, in which these signed extensions are, and at `now` what a pause that stands
        has taken so far; returns the one that counts. What was lent for another pause is given back by now.
        """
        with self._lock:
            pause = orders.pause
            self._starts = orders.starts or self._sat.starts
            self._said = end - lost_time(pause, orders.starts or self._sat.starts, now)
            self._named = self._open_all(tokens)
            if self._lent[0] != (pause.id if pause is not None else ""):
                self._lent = ("", 0)
            return self._end()

    def lend(self, pause: str, milliseconds: int) -> int:
        """A proctor ended this pause here, which had taken so much: that is added until the site gives it."""
        with self._lock:
            self._lent = (pause, milliseconds)
            return self._end()

    def time_by(self, orders: SiteOrders, now: int) -> int:
        """The time by which there is more of it under these orders: it stands still in a pause that nobody
        has ended here, also at a seat that hears of it only after its end.
        """
        with self._lock:
            pause = orders.pause
            return min(now, pause.since) if pause is not None and pause.id != self._lent[0] else now

    def said(self) -> int:
        """The end by the site's word alone, without what is held or lent here."""
        with self._lock:
            return self._said

    def told(self) -> Told:
        """The exam's times as the site said them last, without the extensions that it named."""
        with self._lock:
            minutes = sum(one.minutes for _, one in self._held() if one.id in self._named)
            return Told(self._starts, self._said - minutes * MINUTE)

    def add_codes(self, codes: Iterable[OfflineExtension]) -> int:
        """More time by offline codes. One that the site has signed since counts once."""
        with self._lock:
            self._codes |= frozenset(codes)
            return self._end()

    def end(self) -> int:
        """The site time in milliseconds at which it is over."""
        with self._lock:
            return self._end()

    def by_code(self) -> int:
        """How much of the end is by offline codes and pauses ended here alone, in milliseconds."""
        with self._lock:
            return self._minutes_by_code() * MINUTE + self._lent[1]

    def tokens(self) -> tuple[str, ...]:
        """All signed extensions that this machine holds, by their number."""
        with self._lock:
            return tuple(token for token, _ in self._held())

    def to_bring(self) -> tuple[str, ...]:
        """Those that the site named no more when it was heard last: it takes them back."""
        with self._lock:
            return tuple(token for token, one in self._held() if one.id not in self._named)

    def _end(self) -> int:
        more = (one for _, one in self._held() if one.id not in self._named)
        signed = extended_end(self._said, more, self._sat.exam, self._sat.candidate)
        return signed + self._minutes_by_code() * MINUTE + self._lent[1]

    def _minutes_by_code(self) -> int:
        numbers = {(one.number, not one.candidate) for _, one in self._held()}
        return sum(one.minutes for one in self._codes if (one.number, one.everybody) not in numbers)

    def _held(self) -> list[tuple[str, Extension]]:
        held = [(token, one) for token, one in self._opened.items() if one is not None]
        return sorted(held, key=lambda pair: (pair[1].number, pair[1].id))

    def _open_all(self, tokens: Iterable[str]) -> frozenset[str]:
        """Verify what is new; returns the ids of all that are this candidate's."""
        named = [self._opened_once(token) for token in tokens]
        return frozenset(one.id for one in named if one is not None)

    def _opened_once(self, token: str) -> Extension | None:
        if token not in self._opened and len(self._opened) < SYNC_LIMIT:
            self._opened[token] = self._verified(token)
        return self._opened.get(token)

    def _verified(self, token: str) -> Extension | None:
        try:
            one = open_extension(token, self._key)
        except ProtocolError as error:
            log.warning("an extension that the site has not signed counts for nothing: %s", error)
            return None
        is_mine = (one.site, one.exam) == (self._sat.site, self._sat.exam)
        return one if is_mine and one.candidate in ("", self._sat.candidate) else None


def end_of(login: LoginReply, site: str, signing_key: dict[str, str], held: Iterable[str] = ()) -> ExamEnd:
    """A candidate's end by the site's word at the login, and by extensions that were held before it."""
    sat = Sat(login.exam.exam_id, login.candidate.admission_number, site, login.exam.start)
    end = ExamEnd(sat, signing_key, login.exam.end)
    end.hear(login.exam.end, login.extensions, login.orders, login.now)
    end.hold(held)
    return end
