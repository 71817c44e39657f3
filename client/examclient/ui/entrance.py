"""Logging in: sends the two numbers, and keeps them while only something else is in the way.

Rule: the numbers are forgotten as soon as a candidate is refused for them, or goes back. Of who was let in
they are known for as long as nobody else comes: a site that ends the session wants them once more. A
proctor's consent goes along with one login and is kept nowhere. Outside, only the site's word admits: what
this machine holds is no way round its address.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from PySide6.QtCore import QObject, Signal

from examclient.errors import ExamError, SiteRefusedError
from examclient.ui.background import Background
from examclient.usecases.admission import Admitted
from examclient.usecases.log_in import NO_CLAIM, Claim
from examprotocol.messages import Refusal

ELSEWHERE = (Refusal.ELSEWHERE, Refusal.WRONG_CONSENT)

HELD_AT_THE_DOOR = (Refusal.NOT_CHECKED_IN, Refusal.ENTRY_REFUSED)

HELD_UP = (*ELSEWHERE, Refusal.OUTSIDE, *HELD_AT_THE_DOOR)
"""Refusals that are not about the numbers: they are kept for the next try."""

NO_MORE = (
    Refusal.UNKNOWN_CANDIDATE,
    Refusal.WRONG_IDENTITY,
    Refusal.NO_EXAM,
    Refusal.CLOSED,
    Refusal.CLIENT_TOO_OLD,
    *ELSEWHERE,
)
"""Refusals of one who was let in before that the same numbers will not change."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """What a candidate typed; never shown in a log."""

    admission: str = field(repr=False)
    identity: str = field(repr=False)


class Entrance(QObject):
    """One login at a time, in the network lane. Knows no page.

    Signals:
        admitted(Admitted): the candidate is let in, by the site or by what this machine holds.
        refused_outside(SiteRefusedError): only an address of the exam site would be let in.
        refused_elsewhere(SiteRefusedError): the exam is open at another machine; a proctor has to consent.
        refused(ExamError): any other failure.
    """

    admitted = Signal(object)
    refused_outside = Signal(object)
    refused_elsewhere = Signal(object)
    refused = Signal(object)

    def __init__(self, lane: Background, admit: Callable[[str, str, Claim], Admitted]) -> None:
        super().__init__()
        self._lane = lane
        self._admit = admit
        self._numbers: Numbers | None = None
        self._known: Numbers | None = None
        self._is_held_up = False
        self._under_way = False

    def send(self, admission_number: str, identity_number: str, claim: Claim = NO_CLAIM) -> None:
        """Log in with these numbers."""
        self._numbers, self._is_held_up = Numbers(admission_number, identity_number), False
        self.send_again(claim)

    def send_again(self, claim: Claim = NO_CLAIM) -> None:
        """Log in with the same numbers once more; without any nothing happens."""
        numbers = self._numbers
        if numbers is not None:
            self._under_way = True
            self._lane.run(
                lambda: self._admit(numbers.admission, numbers.identity, claim),
                lambda admitted: self._on_admitted(numbers, admitted),
                lambda error: self._on_refused(numbers, error),
            )

    def renew(self, claim: Claim) -> bool:
        """Log in once more who was let in; returns whether the numbers are known here."""
        known = self._known
        if known is not None and not self._under_way:
            self.send(known.admission, known.identity, claim)
        return known is not None

    def forget(self) -> None:
        """Nobody wants to log in any more; an answer that is still to come concerns nobody."""
        self._numbers = self._known = None
        self._under_way = False

    def _on_admitted(self, numbers: Numbers, admitted: Admitted) -> None:
        if self._numbers is numbers:
            self._under_way, self._known = False, numbers
            if not self._is_held_up or admitted.kept is None:
                self._numbers = None
            self.admitted.emit(admitted)

    def _on_refused(self, numbers: Numbers, error: ExamError) -> None:
        if self._numbers is not numbers:
            return
        self._under_way = False
        code = error.code if isinstance(error, SiteRefusedError) else ""
        self._is_held_up = self._is_held_up or code in HELD_UP
        if not self._is_held_up:
            self._numbers = None
        if code in NO_MORE:
            self._known = None
        if code == Refusal.OUTSIDE:
            self.refused_outside.emit(error)
        elif code in ELSEWHERE:
            self.refused_elsewhere.emit(error)
        else:
            self.refused.emit(error)
