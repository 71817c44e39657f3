"""Takes a candidate in: by the site's word, and where it cannot be reached by what this machine holds.

Rule: without the site both numbers must be those of a session that is kept here and whose exam is not over;
wrong ones are slowed as a room password is.
"""

import logging
from dataclasses import dataclass, field
from threading import Lock

from examclient.domain.clock import SiteClock
from examclient.domain.kept_session import KeptSession
from examclient.domain.tries import Tries
from examclient.errors import JournalError, NothingHeldError, SiteRefusedError, SiteUnreachableError
from examclient.usecases.log_in import LogIn, plain_number
from examclient.usecases.room_password import TriesShelf
from examclient.usecases.session_keeping import SessionShelf
from examprotocol.errors import ProtocolError
from examprotocol.messages import LoginReply, Refusal
from examprotocol.room_password import PasswordHash, fits, hash_password

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Admitted:
    """Who was let in. `kept` is what this machine goes on with, None after a login at the site."""

    login: LoginReply
    identity: PasswordHash = field(repr=False)
    kept: KeptSession | None = field(default=None, repr=False)


def admitted_again(kept: KeptSession) -> Admitted:
    """Let in by what this machine holds."""
    return Admitted(kept.login, kept.identity, kept)


class FindHeld:
    """Judges two numbers by what is kept here, one try after the other. A try takes about 0.1 s."""

    def __init__(self, shelf: SessionShelf, tries: TriesShelf, clock: SiteClock) -> None:
        self._shelf = shelf
        self._tries_shelf = tries
        self._clock = clock
        self._lock = Lock()
        self._tries = Tries(tries.kept_wrong_tries(), clock.monotonic())

    def __call__(self, admission_number: str, identity_number: str) -> KeptSession:
        """The session of this candidate. A try before its time is not looked at and costs nothing.

        Raises NothingHeldError, and SiteRefusedError TOO_OFTEN with the time of the next try.
        """
        with self._lock:
            sessions = [kept for kept in self._shelf.all() if self._may_go_on(kept)]
            if not sessions:
                raise NothingHeldError("The site does not answer, and this machine holds no running exam.")
            self._require_pace()
            self._count(self._tries.wrong + 1)
            for kept in sessions:
                if _is_of(kept, plain_number(admission_number), plain_number(identity_number)):
                    self._tries = Tries()
                    self._count(0)
                    return kept
            self._tries = self._tries.once_more(self._clock.monotonic())
            raise NothingHeldError("The site does not answer, and no exam here is of these numbers.")

    def _may_go_on(self, kept: KeptSession) -> bool:
        return not kept.moved and self._clock.certain() < kept.login.exam.end

    def _require_pace(self) -> None:
        wait = self._tries.wait(self._clock.monotonic())
        if wait > 0:
            until = self._clock.now() + round(wait * 1000)
            raise SiteRefusedError(Refusal.TOO_OFTEN, "Too many tries with wrong numbers.", until=until)

    def _count(self, wrong: int) -> None:
        """A disk that does not take the count must not keep a candidate out: it slows this start only."""
        try:
            self._tries_shelf.keep_wrong_tries(wrong)
        except JournalError as error:
            log.warning("the count of wrong tries is not kept over a restart: %s", error)


class Admit:
    """Logs in at the site, else finds what this machine holds."""

    def __init__(self, log_in: LogIn, find_held: FindHeld) -> None:
        self._log_in = log_in
        self._find_held = find_held

    def __call__(self, admission_number: str, identity_number: str) -> Admitted:
        """Let the candidate in, or raise what LogIn or FindHeld does."""
        try:
            login = self._log_in(admission_number, identity_number)
        except SiteUnreachableError as unreachable:
            try:
                return admitted_again(self._find_held(admission_number, identity_number))
            except (NothingHeldError, SiteRefusedError) as error:
                raise error from unreachable
        return Admitted(login, hash_password(plain_number(identity_number)))


def _is_of(kept: KeptSession, admission: str, identity: str) -> bool:
    try:
        right = fits(identity, kept.identity)
    except ProtocolError as error:
        log.warning("a kept session's numbers cannot be checked: %s", error)
        return False
    return right and plain_number(kept.login.candidate.admission_number) == admission
