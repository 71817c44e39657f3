"""A proctor's consent that an exam which is open at another machine goes on here.

Rule: the room password goes to the site along with the login, and nothing of it is kept: it is the site that
judges it, and says how long the next try has to wait.
"""

from examclient.domain.clock import SiteClock
from examclient.domain.state import PasswordTrouble
from examclient.errors import ExamError, SiteRefusedError
from examclient.ui.entrance import Entrance
from examclient.ui.password_desk import PasswordDesk
from examclient.ui.stage import Stage
from examclient.usecases.log_in import Claim
from examprotocol.events import MOVE_HERE, ProctorActed
from examprotocol.messages import Refusal

TROUBLES: dict[str, PasswordTrouble] = {
    Refusal.WRONG_CONSENT: PasswordTrouble.WRONG,
    Refusal.TOO_OFTEN: PasswordTrouble.TOO_OFTEN,
}


class Consent:
    """Owns one try after the other, and how many were wrong. Knows no page."""

    def __init__(self, stage: Stage, clock: SiteClock, passwords: PasswordDesk, entrance: Entrance) -> None:
        self._stage = stage
        self._clock = clock
        self._passwords = passwords
        self._entrance = entrance
        self._under_way = False
        self._wrong = 0

    def give(self, typed: str) -> None:
        """Send the login once more, with what a proctor typed."""
        if self._passwords.hold():
            self._under_way = True
            self._stage.show(trouble=None)
            self._entrance.send_again(Claim(consent=typed))

    def was_refused(self, error: ExamError) -> bool:
        """A login has failed: where it was one with a consent, say what was wrong with that. Returns whether
        there is nothing more to say.
        """
        under_way, self._under_way = self._under_way, False
        if not under_way:
            return False
        code = error.code if isinstance(error, SiteRefusedError) else ""
        trouble = TROUBLES.get(code)
        if trouble is PasswordTrouble.WRONG and isinstance(error, SiteRefusedError) and error.about:
            trouble = PasswordTrouble.NOT_MADE  # the service names the room that has no password
        self._wrong += code == Refusal.WRONG_CONSENT
        until = error.until if isinstance(error, SiteRefusedError) else 0
        self._passwords.finish(trouble, max(0, until - self._clock.now()) if until else 0)
        return trouble is not None

    def act(self) -> ProctorActed | None:
        """The login was admitted: what the journal says of the consent, None where there was none."""
        under_way, wrong = self._under_way, self._wrong
        self.forget()
        place = self._stage.state.elsewhere.place
        return ProctorActed(MOVE_HERE, place, wrong) if under_way else None

    def forget(self) -> None:
        """Nobody asks any more."""
        if self._under_way:
            self._passwords.finish()
        self._under_way, self._wrong = False, 0
