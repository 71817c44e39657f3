"""Asks the journal once a second what a person should hear of, and once a minute looks at the disk again."""

from collections.abc import Set
from typing import Protocol

from PySide6.QtCore import QObject, QTimer, Signal

from examclient.domain.worries import Worry
from examclient.ui.background import Background

EVERY, LOOK_EVERY = 1_000, 60_000
"""Milliseconds."""


class Worried(Protocol):
    """What saves, and knows how well."""

    def worries(self) -> Set[Worry]:
        """What is not as it should be; asks no disk."""

    def look_for_room(self) -> None:
        """See how much room the disk has now."""


class WorryWatch(QObject):
    """Knows nothing of the screen. The disk is looked at in a lane where no answer waits.

    Signals:
        changed(frozenset): other worries than before are true now.
    """

    changed = Signal(object)

    def __init__(self, lane: Background) -> None:
        super().__init__()
        self._lane = lane
        self._journal: Worried | None = None
        self._told: frozenset[Worry] = frozenset()
        self._timer = QTimer(self, interval=EVERY)
        self._timer.timeout.connect(self._on_timeout)
        self._look = QTimer(self, interval=LOOK_EVERY)
        self._look.timeout.connect(self._on_look)

    def open(self, journal: Worried) -> None:
        """This one is written from now on."""
        self._journal, self._told = journal, frozenset()
        self._timer.start()
        self._look.start()
        self._on_timeout()

    def close(self) -> None:
        """Nobody writes any more."""
        self._journal = None
        self._timer.stop()
        self._look.stop()

    def _on_timeout(self) -> None:
        if self._journal is not None:
            worries = frozenset(self._journal.worries())
            if worries != self._told:
                self._told = worries
                self.changed.emit(worries)

    def _on_look(self) -> None:
        if self._journal is not None:
            self._lane.run(self._journal.look_for_room, _nothing, _nothing)


def _nothing(_outcome: object) -> None:
    """What came of it is heard with the next question."""
