"""Keeps the room's cards those of the site: asks at the start, after a login, and when a reply has others."""

from PySide6.QtCore import QObject

from examclient.errors import ExamError
from examclient.ui.background import Background
from examclient.usecases.room_cards import RoomCards


class CardKeeper(QObject):
    """Asks in the network lane, quietly: what fails is asked again when the next reply differs."""

    def __init__(self, lane: Background, cards: RoomCards) -> None:
        super().__init__()
        self._lane = lane
        self._cards = cards
        self._under_way = False

    def refresh(self) -> None:
        """Ask for the cards."""
        if not self._under_way:
            self._under_way = True
            self._lane.run(self._cards.refresh, self._on_asked, self._on_asked)

    def heard(self, digest: str) -> None:
        """A reply of the site named its cards by this digest."""
        if digest != self._cards.digest():
            self.refresh()

    def _on_asked(self, _outcome: ExamError | None) -> None:
        self._under_way = False
