"""Sees a proctor's stick that is put in, and one that is taken out.

Rule: nobody waits for a drive. The look runs off the GUI thread, one at a time, and only while it can help.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from examclient.domain.export import Drive
from examclient.errors import ExamError
from examclient.storage.drives import drives_with_sticks
from examclient.ui.background import Background

TICK = 1_000
"""Milliseconds between two looks: a stick is noticed within two seconds."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What a look found: the drive with a stick's file, and why it is of no use here."""

    stick: Drive | None = None
    trouble: ExamError | None = None


class StickWatch(QObject):
    """Owns which stick is in. `begin` takes the room's cards from it; `matters` says in which state to look.

    Signals:
        put_in(Seen): a stick that was not there before.
        taken_out(): it is gone.
    """

    put_in = Signal(object)
    taken_out = Signal()

    def __init__(
        self,
        lane: Background,
        drives: Callable[[], tuple[Drive, ...]],
        begin: Callable[[Path], None],
        matters: Callable[[], bool],
    ) -> None:
        super().__init__()
        self._lane = lane
        self._drives = drives
        self._begin = begin
        self._matters = matters
        self._seen = Seen()
        self._under_way = False
        self._timer = QTimer(self, interval=TICK)
        self._timer.timeout.connect(self._on_tick)

    def start(self) -> None:
        """Look from now on."""
        self._timer.start()

    def stop(self) -> None:
        """Look no more; a look under way ends by itself."""
        self._timer.stop()

    def _on_tick(self) -> None:
        if self._under_way:
            return
        if not self._matters():
            self._take(Seen())
            return
        self._under_way = True
        known = self._seen
        self._lane.run(lambda: self._look(known), self._on_looked, self._on_not_looked)

    def _look(self, known: Seen) -> Seen:
        """Of several the first that is of use; where none is, the first says why."""
        refused, path = Seen(), known.stick.path if known.stick is not None else None
        sticks = drives_with_sticks(self._drives())
        if known.trouble is None and path in [stick.path for stick in sticks]:
            return known
        for stick in sticks:
            try:
                self._begin(stick.path)
            except ExamError as error:
                refused = Seen(stick, error) if refused.stick is None else refused
            else:
                return Seen(stick)
        is_known = refused.stick is not None and refused.stick.path == path
        return known if is_known else refused

    def _on_looked(self, seen: Seen) -> None:
        self._under_way = False
        if self._timer.isActive():
            self._take(seen)

    def _take(self, seen: Seen) -> None:
        before, self._seen = self._seen, seen
        if seen is before:
            return
        if seen.stick is not None:
            self.put_in.emit(seen)
        elif before.stick is not None:
            self.taken_out.emit()

    def _on_not_looked(self, _error: ExamError) -> None:
        self._under_way = False
