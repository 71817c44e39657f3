"""Takes what the authority gives this site: sealed parts beforehand, keys when it is time; and reports to it.

Rule: one transfer at a time into a folder, on a thread that no save waits for, and each part once, however
many stations ask for it. What broke off goes on from there; a part takes its name only when its hash is
right.
"""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from random import SystemRandom

from sqlalchemy import Connection

from examprotocol.messages import Refusal
from examserver.errors import SiteError, UpstreamRefusedError
from examserver.storage.alerts import newest_untold
from examserver.storage.folder import fetching_alone
from examserver.storage.upstream import Upstream, note_answer, read_upstream
from examserver.upstream.alerting import tell_alerts
from examserver.upstream.line import AuthorityLine, Whereto
from examserver.upstream.reporter import Reporter, Sending
from examserver.upstream.round import Round, Told, Ways
from examserver.upstream.stock import Ground

log = logging.getLogger(__name__)

EVERY_SECONDS = 1.0
"""So often it is looked whether a round is due."""

USUAL, SHORTEST, LONGEST, GIVEN_UP = 60.0, 1.0, 60.0, 600.0
"""Seconds between rounds: where all is well, after a first failure, after many, and after being sent away."""

AWAY = (Refusal.STATION_REVOKED, Refusal.UNKNOWN_STATION, Refusal.SUPERSEDED)
"""What only a person can change."""

SPREAD = 10.0
"""Seconds over which sites that would ask at the same moment are spread."""


class Intake:
    """Owns when the authority's service is asked. Has no thread: somebody calls it.

    `mirror` is a folder that `examserver paper mirror` has written: what is whole there takes no line.
    """

    def __init__(
        self,
        ground: Ground,
        jitter: Callable[[], float] | None = None,
        told: Told | None = None,
        mirror: Path | None = None,
    ) -> None:
        self._ground = ground
        self._jitter = jitter or SystemRandom().random
        self._told = told
        self._mirror = mirror
        self._due = 0.0
        self._failures = 0
        self._halted, self._hurried = threading.Event(), threading.Event()
        self._is_wanted = False
        self._is_stopped = False
        self._line: AuthorityLine | None = None
        self._known: Upstream | None = None
        self._untold = ""

    def run_once(self) -> None:
        """A round, if one is due."""
        if self._is_stopped or (time.monotonic() < self._due and not self._is_wanted):
            return
        self._is_wanted = False
        self._halted.clear()
        self._hurried.clear()
        if self._is_stopped:  # it was just now, and the flag that says so is cleared
            return
        self._due = time.monotonic() + self.round()

    def look_again(self, connection: Connection) -> None:
        """An order was carried out: the next round is due, and the one under way ends if it is not wanted, or
        something is to be reported upward.
        """
        upstream = read_upstream(connection)
        if upstream is None or upstream.paused:
            self._halted.set()
        self._hurry(connection)
        self._is_wanted = True

    def notice(self, connection: Connection) -> None:
        """Look again where an order was carried out by another process of the same service.

        What a round itself writes, here or there, is none: else each round would call for the next.
        """
        upstream = read_upstream(connection)
        known = replace(upstream, asked=0, answered=0, trouble="", heard=0) if upstream else None
        if known != self._known or newest_untold(connection) != self._untold:
            self._known = known
            self.look_again(connection)

    def _hurry(self, connection: Connection) -> None:
        """End the round under way where something new is to be reported upward."""
        before, self._untold = self._untold, newest_untold(connection)
        if self._untold not in (before, ""):
            self._hurried.set()

    def stop(self) -> None:
        """End what is under way at the next piece, and begin nothing more."""
        self._is_stopped = True
        self._halted.set()
        line = self._line
        if line is not None:
            line.break_off()

    def round(self) -> float:
        """Take all that is to be had now; returns the seconds until the next round."""
        upstream = self._ground.store.read_now(read_upstream)
        if upstream is None or upstream.paused:
            return USUAL
        with fetching_alone(self._ground.folder) as is_alone:
            return self._round_with(upstream) if is_alone else SHORTEST

    def _round_with(self, upstream: Upstream) -> float:
        whereto, ground = Whereto(upstream.address, upstream.certificate), self._ground
        line = AuthorityLine(whereto, ground.key, ground.word())
        going = Round(self._ground, Ways(line, self._halted, self._mirror, self._told, self._hurried))
        self._line = line
        reporter = Reporter(self._ground)
        try:
            if trouble := tell_alerts(ground, line):
                going.troubles["alerts"] = trouble
            reporter.make_all()
            if self._mirror is not None:
                going.take_from_mirror()
            going.learn(upstream.signing_key)
            going.take_lists(upstream.signing_key)
            going.take_all()
            if not self._halted.is_set():
                going.tell()
            self._report(reporter, going, line)
        except (SiteError, OSError) as error:
            return self._gone_wrong(error)
        finally:
            line.close()
            self._line = None
        return self._gone_well(going)

    def _report(self, reporter: Reporter, going: Round, line: AuthorityLine) -> None:
        """Once more what is wanted: only now it may be known to which key it is sealed."""
        reporter.make_all()

        def is_urgent() -> bool:
            return self._hurried.is_set() or going.until_next_key() <= 0

        reporter.send_all(Sending(line, self._halted, is_urgent))
        going.troubles |= reporter.troubles

    def _gone_well(self, going: Round) -> float:
        trouble = " ".join(going.troubles.values())
        self._note(answered=True, trouble=trouble)
        self._failures = self._failures + 1 if trouble else 0
        if trouble:
            return self._wait_after_failures()
        return max(SHORTEST, min(USUAL, going.until_next_key())) + SPREAD * self._jitter()

    def _gone_wrong(self, error: SiteError | OSError) -> float:
        if self._halted.is_set():
            return USUAL
        log.warning("papers from the authority: %s", error)
        self._failures += 1
        self._note(answered=isinstance(error, UpstreamRefusedError), trouble=_said(error))
        if isinstance(error, UpstreamRefusedError):
            if error.code == Refusal.SUPERSEDED and self._ground.lives is not None:
                self._ground.lives.hear(error.about)
            if error.code in AWAY:
                return GIVEN_UP
            if error.wait:
                return min(LONGEST, error.wait) * (1 + self._jitter())
        return self._wait_after_failures()

    def _wait_after_failures(self) -> float:
        """Exponential, with full jitter: sites that lost the same line must not all come back at once."""
        ceiling = min(LONGEST, SHORTEST * 2.0 ** min(self._failures, 10))
        return SHORTEST + self._jitter() * (ceiling - SHORTEST)

    def _note(self, *, answered: bool, trouble: str) -> None:
        note = partial(note_answer, asked=self._ground.clock.now(), answered=answered, trouble=trouble)
        self._ground.store.write_now(note)


def _said(error: SiteError | OSError) -> str:
    """What went wrong, for the staff."""
    if isinstance(error, SiteError):
        return str(error)
    return (
        f"What comes cannot be put onto the service's disk ({error.strerror or type(error).__name__}). "
        "See whether it is full or damaged, and whether the mirror's folder is still there."
    )
