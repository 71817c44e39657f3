"""Takes a candidate in: by the site's word, and where it cannot be reached by what this machine holds.

Rule: without the site both numbers must be those of a session that is kept here and whose exam is not over;
wrong ones are slowed as a room password is. Who comes back to an exam that is open here is granted nothing
new, and where it has moved since, this machine only sends what it has.
"""

import logging
from dataclasses import dataclass, field
from dataclasses import replace as with_changes
from threading import Lock

from msgspec.structs import replace

from examclient.domain.clock import SiteClock
from examclient.domain.kept_session import KeptSession
from examclient.errors import NothingHeldError, SiteRefusedError, SiteUnreachableError
from examclient.usecases.counted_tries import CountedTries, TriesShelf
from examclient.usecases.log_in import NO_CLAIM, Claim, LogIn, plain_number
from examclient.usecases.session_keeping import SessionShelf
from examclient.usecases.spare import FindSpare
from examprotocol.errors import ProtocolError
from examprotocol.events import Epoch, ProctorActed
from examprotocol.messages import LoginReply, Refusal
from examprotocol.room_password import PasswordHash, fits, hash_password

log = logging.getLogger(__name__)

UNKNOWN_ATTEMPT = (Refusal.NO_EXAM, Refusal.UNREADABLE)
"""What a service says to an epoch of an attempt that it does not know."""


@dataclass(frozen=True, slots=True)
class Admitted:
    """Who was let in. `kept` is what this machine goes on with, None after a login at the site.

    `newest` is the newest epoch of the attempt that is known, `login.epoch` the one under which this machine
    writes. `act` is what a proctor did so that it goes on here: the journal has it before anything else.
    `word` is the room's to the service about that, where nobody could be asked.
    `identity_number` is what the candidate typed, `""` after a restart.
    """

    login: LoginReply
    identity: PasswordHash = field(repr=False)
    kept: KeptSession | None = field(default=None, repr=False)
    newest: Epoch | None = None
    act: ProctorActed | None = None
    word: str = field(default="", repr=False)
    identity_number: str = field(default="", repr=False)

    @property
    def is_unknown(self) -> bool:
        """Whether this machine holds the paper only, and not even the name of who wants to go on."""
        return self.kept is not None and not self.login.candidate.name

    @property
    def is_moved(self) -> bool:
        """Whether the exam goes on at another machine, and this one only sends what it has."""
        moved = self.kept is not None and self.kept.moved
        return moved or (self.newest is not None and self.newest > self.login.epoch)


def admitted_again(kept: KeptSession) -> Admitted:
    """Let in by what this machine holds."""
    return Admitted(kept.login, kept.identity, kept, kept.newest)


class FindHeld:
    """Judges two numbers by what is kept here, one try after the other. A try takes about 0.1 s."""

    def __init__(self, shelf: SessionShelf, tries: TriesShelf, clock: SiteClock) -> None:
        self._shelf = shelf
        self._clock = clock
        self._lock = Lock()
        self._tries = CountedTries(tries, clock)

    def __call__(self, admission_number: str, identity_number: str) -> KeptSession:
        """The session of this candidate. A try before its time is not looked at and costs nothing.

        Raises NothingHeldError, and SiteRefusedError TOO_OFTEN with the time of the next try.
        """
        with self._lock:
            sessions = self._running()
            if not sessions:
                raise NothingHeldError("The site does not answer, and this machine holds no running exam.")
            self._require_pace()
            self._tries.begin()
            for kept in sessions:
                if _is_of(kept, plain_number(admission_number), plain_number(identity_number)):
                    self._tries.was_right()
                    return kept
            self._tries.was_wrong()
            raise NothingHeldError("The site does not answer, and no exam here is of these numbers.")

    def claim_of(self, admission_number: str) -> Claim:
        """What this machine has to say at a login of this candidate: whether an exam is open here, or was."""
        number = plain_number(admission_number)
        for kept in self._running():
            if plain_number(kept.login.candidate.admission_number) == number:
                return Claim(kept.attempt, None if kept.moved else kept.login.epoch)
        return NO_CLAIM

    def _running(self) -> list[KeptSession]:
        return [kept for kept in self._shelf.all() if self._clock.certain() < kept.login.exam.end]

    def _require_pace(self) -> None:
        wait = self._tries.wait()
        if wait > 0:
            until = self._clock.now() + round(wait * 1000)
            raise SiteRefusedError(Refusal.TOO_OFTEN, "Too many tries with wrong numbers.", until=until)


class Admit:
    """Logs in at the site, else finds what this machine holds: of the candidate, or at least of the exam."""

    def __init__(self, log_in: LogIn, find_held: FindHeld, find_spare: FindSpare) -> None:
        self._log_in = log_in
        self._find_held = find_held
        self._find_spare = find_spare

    def __call__(self, admission_number: str, identity_number: str, claim: Claim = NO_CLAIM) -> Admitted:
        """Let the candidate in, or raise what LogIn or FindHeld does.

        A claim that names no attempt names the one that is held here; with a proctor's consent it wants a new
        epoch.
        """
        if not claim.attempt:
            held = self._find_held.claim_of(admission_number)
            claim = Claim(held.attempt, None if claim.consent else held.epoch, claim.consent)
        numbers = admission_number, identity_number
        try:
            return self._ask(numbers, claim)
        except SiteUnreachableError as unreachable:
            return self._find(numbers, unreachable)
        except SiteRefusedError as refused:
            if claim.epoch is None or refused.code not in UNKNOWN_ATTEMPT:
                raise
        return self._ask(numbers, NO_CLAIM)

    def _find(self, numbers: tuple[str, str], unreachable: SiteUnreachableError) -> Admitted:
        try:
            return _typed(admitted_again(self._find_held(*numbers)), numbers[1])
        except SiteRefusedError as error:
            raise error from unreachable
        except NothingHeldError as error:
            spare = self._find_spare(*numbers)
            if spare is None:
                raise error from unreachable
            return _typed(admitted_again(spare), numbers[1])

    def _ask(self, numbers: tuple[str, str], claim: Claim) -> Admitted:
        login = self._log_in(*numbers, claim)
        plain = plain_number(numbers[1])
        admitted = Admitted(login, hash_password(plain), identity_number=plain)
        if claim.epoch is None or login.attempt != claim.attempt:
            return admitted
        return with_changes(admitted, login=replace(login, epoch=claim.epoch), newest=login.epoch)


def _typed(admitted: Admitted, identity_number: str) -> Admitted:
    """Let in by the number that was just typed: it is known again where the session was kept without."""
    return with_changes(admitted, identity_number=plain_number(identity_number))


def _is_of(kept: KeptSession, admission: str, identity: str) -> bool:
    try:
        right = fits(identity, kept.identity)
    except ProtocolError as error:
        log.warning("a kept session's numbers cannot be checked: %s", error)
        return False
    return right and plain_number(kept.login.candidate.admission_number) == admission
