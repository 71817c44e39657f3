"""Logging in: sends the two numbers, and keeps them while the site refuses this machine for its address.

Rule: the numbers are forgotten as soon as a candidate is admitted, is refused otherwise, or goes back.
Outside, only the site's word admits: what this machine holds is no way round its address.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from PySide6.QtCore import QObject, Signal

from examclient.errors import ExamError, SiteRefusedError
from examclient.ui.background import Background
from examclient.usecases.admission import Admitted
from examprotocol.messages import Refusal


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
        refused(ExamError): any other failure.
    """

    admitted = Signal(object)
    refused_outside = Signal(object)
    refused = Signal(object)

    def __init__(self, lane: Background, admit: Callable[[str, str], Admitted]) -> None:
        super().__init__()
        self._lane = lane
        self._admit = admit
        self._numbers: Numbers | None = None
        self._is_outside = False

    def send(self, admission_number: str, identity_number: str) -> None:
        """Log in with these numbers."""
        self._numbers, self._is_outside = Numbers(admission_number, identity_number), False
        self.send_again()

    def send_again(self) -> None:
        """Log in with the same numbers once more; without any nothing happens."""
        numbers = self._numbers
        if numbers is not None:
            self._lane.run(
                lambda: self._admit(numbers.admission, numbers.identity),
                lambda admitted: self._on_admitted(numbers, admitted),
                lambda error: self._on_refused(numbers, error),
            )

    def forget(self) -> None:
        """Nobody wants to log in any more; an answer that is still to come concerns nobody."""
        self._numbers = None

    def _on_admitted(self, numbers: Numbers, admitted: Admitted) -> None:
        if self._numbers is numbers:
            if not self._is_outside or admitted.kept is None:
                self.forget()
            self.admitted.emit(admitted)

    def _on_refused(self, numbers: Numbers, error: ExamError) -> None:
        if self._numbers is not numbers:
            return
        if isinstance(error, SiteRefusedError) and error.code == Refusal.OUTSIDE:
            self._is_outside = True
            self.refused_outside.emit(error)
            return
        if not self._is_outside:
            self.forget()
        self.refused.emit(error)
