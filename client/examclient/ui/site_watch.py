"""Where the site sees this machine during an exam, and the cover over the paper where a site wants one.

Rule: a lifted cover stays lifted at that address for the whole attempt: it is in the journal before it is
shown, so a line that comes and goes, or a restart, covers nothing anew. Another address outside does.
"""

import msgspec
from PySide6.QtCore import QObject, Signal

from examclient.domain.state import PasswordTrouble
from examclient.errors import ExamError
from examclient.ui.background import Background
from examclient.ui.card_keeper import CardKeeper
from examclient.ui.password_desk import PasswordDesk
from examclient.usecases.attempt import Attempt
from examprotocol.events import LIFT_COVER, ProctorActed
from examprotocol.messages import SyncReply
from examprotocol.place import INSIDE, Place


class SiteWatch(QObject):
    """Owns the place. Knows nothing of pages and phases.

    Signals:
        place_changed(Place): not `covered` where the cover was lifted.
        lifted(): a lifted cover is in the journal; it can be sent.
    """

    place_changed = Signal(object)
    lifted = Signal()

    def __init__(self, disk: Background, passwords: PasswordDesk, cards: CardKeeper) -> None:
        super().__init__()
        self.passwords = passwords
        self.cards = cards
        self._disk = disk
        self._attempt: Attempt | None = None
        self._seen = INSIDE
        self._lifted: frozenset[str] = frozenset()

    def open(self, attempt: Attempt, place: Place) -> None:
        """Watch over this attempt, from where the site saw it last; what was lifted in it stays lifted."""
        self._attempt, self._lifted = attempt, _lifted_in(attempt)
        self._see(place)

    def close(self) -> None:
        """The attempt ends here."""
        self._attempt, self._lifted, self._seen = None, frozenset(), INSIDE
        self.passwords.stop()

    def heard(self, reply: SyncReply) -> None:
        """The site answered: from where it saw the question, and which cards the room has."""
        self.cards.heard(reply.cards)
        self._see(reply.place)

    def lift(self, typed: str, exam: str) -> None:
        """A proctor gives the room password, so that the paper is shown here, at this address."""
        attempt, address = self._attempt, self._seen.outside
        if attempt is not None and address:
            self.passwords.give(typed, exam, lambda right: self._write(attempt, address, right.wrong_tries))

    def _see(self, place: Place) -> None:
        before, self._seen = self._seen, place
        if not before.covered and place.covered:
            self.passwords.begin()
        self._tell()

    def _write(self, attempt: Attempt, address: str, wrong_tries: int) -> None:
        self._disk.run(
            lambda: attempt.act(ProctorActed(LIFT_COVER, address, wrong_tries)),
            lambda _: self._on_written(attempt, address),
            self._on_not_written,
        )

    def _on_written(self, attempt: Attempt, address: str) -> None:
        self.passwords.finish()
        if self._attempt is attempt:
            self._lifted |= {address}
            self.lifted.emit()
            self._tell()

    def _on_not_written(self, _error: ExamError) -> None:
        self.passwords.finish(PasswordTrouble.NOT_KEPT)

    def _tell(self) -> None:
        is_lifted = self._seen.outside in self._lifted
        place = msgspec.structs.replace(self._seen, covered=False) if is_lifted else self._seen
        self.place_changed.emit(place)


def _lifted_in(attempt: Attempt) -> frozenset[str]:
    """The addresses at which a proctor has lifted the cover, on any machine."""
    return frozenset(act.detail for act in attempt.acts(LIFT_COVER))
