"""Goes on after a restart with what this machine holds: at once within one boot, else after a login.

Rule: where the candidate stands is worked out from journal and clock. Nothing here waits for the site, and
what cannot be used leads to the login as usual.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import msgspec

from examclient.boot import is_same_boot
from examclient.domain.clock import SiteClock
from examclient.domain.exam_end import ExamEnd
from examclient.domain.handed_in import is_sealed_only
from examclient.domain.kept_session import KeptSession
from examclient.domain.phases import Phase
from examclient.domain.restart import phase_after_restart
from examclient.domain.standing_orders import time_of
from examclient.usecases.admission import Admitted, admitted_again
from examclient.usecases.order_book import OrderBook
from examclient.usecases.session_keeping import SessionShelf
from examclient.usecases.sitting import RECEIPT, Sitting
from examclient.usecases.start_attempt import AttemptStore

LONG_OVER = 7 * 24 * 3600 * 1000
"""Milliseconds after its end."""


@dataclass(frozen=True, slots=True)
class Opened:
    """An attempt that runs from now on, and where its candidate stands. `sealed`: the deadline handed in.

    `receipt` is the signed one that this machine holds, or `""`.
    """

    admitted: Admitted
    sitting: Sitting
    phase: Phase
    sealed: bool = False
    receipt: str = ""


class OpenAttempt:
    """Opens the attempt of a candidate who was let in: as the site knows it, or as this machine holds it."""

    def __init__(
        self,
        open_sitting: Callable[[Admitted], Sitting],
        go_on_with: Callable[[str], None],
        clock: SiteClock,
    ) -> None:
        self._open_sitting = open_sitting
        self._go_on_with = go_on_with
        self._clock = clock

    def __call__(self, admitted: Admitted) -> Opened:
        """Open it; raises JournalError, and what the site answers where it has to be asked."""
        if admitted.kept is not None:
            self._go_on_with(admitted.login.token)
        sitting = self._open_sitting(admitted)
        admitted = _with_end(admitted, sitting.end)
        if admitted.is_moved:
            return Opened(admitted, sitting, Phase.MOVED)
        logs, handed_in = sitting.store.logs(), sitting.attempt.handed_in()
        receipt = sitting.store.noted(RECEIPT) if admitted.kept is not None else ""
        exam, now, reopened = admitted.login.exam, self._clock.certain(), 0
        if sitting.orders is not None:
            exam, now = time_of(sitting.orders.standing(), exam, now)
            reopened = sitting.orders.reopened()
        has_begun = self._clock.now_in(exam.start, exam.end) >= exam.start
        phase = phase_after_restart(logs, receipt, exam, now, has_begun=has_begun, reopened=reopened)
        return Opened(admitted, sitting, phase, handed_in is None or handed_in.by_deadline, receipt)


class Resume:
    """Finds the session that ran last on this machine."""

    def __init__(
        self,
        shelf: SessionShelf,
        open_store: Callable[[str], AttemptStore],
        open_attempt: OpenAttempt,
        clock: SiteClock,
        boot: str,
    ) -> None:
        self._shelf = shelf
        self._open_store = open_store
        self._open_attempt = open_attempt
        self._clock = clock
        self._boot = boot

    def is_likely(self) -> bool:
        """Whether something is kept here at all."""
        return not self._shelf.is_empty()

    def __call__(self) -> Opened | None:
        """Go on with the last session if it ran since the machine was started, else None. Who handed in on
        purpose and has a receipt is gone, unless the staff let them in again; what the deadline handed in may
        be opened again.

        The clock goes on from it either way. Raises JournalError where its journal cannot be opened.
        """
        sessions = self._shelf.all()
        last = max(sessions, key=_when, default=None)
        if last is None:
            return None
        same_boot = is_same_boot(last.boot, self._boot)
        self._clock.go_on_from(last.clock, same_boot=same_boot)
        self._sweep(sessions)
        if not same_boot or last.left:
            return None
        store = self._open_store(last.attempt)
        if store.noted(RECEIPT) and not is_sealed_only(store.logs(), OrderBook(store).reopened()):
            self._shelf.remove(last.attempt)
            return None
        return self._open_attempt(admitted_again(last))

    def _sweep(self, sessions: tuple[KeptSession, ...]) -> None:
        """Let go of exams that are long over: nobody goes on with them, and the journals stay."""
        for kept in sessions:
            if self._clock.certain() > kept.login.exam.end + LONG_OVER:
                self._shelf.remove(kept.attempt)


def _with_end(admitted: Admitted, end: ExamEnd | None) -> Admitted:
    """With the end by all extensions that are held here, also those that the site named no more."""
    if end is None:
        return admitted
    login = admitted.login
    exam = msgspec.structs.replace(login.exam, end=end.end())
    return replace(admitted, login=msgspec.structs.replace(login, exam=exam, extensions=end.tokens()))


def _when(kept: KeptSession) -> int:
    return kept.clock.site
