"""That another window was in front is noted in the journal, and a proctor sees how often and how long.

Rule: on disk first, then shown.
"""

import logging

from PySide6.QtCore import QObject, Signal, Slot

from examclient.domain.away import NEVER_AWAY, away_in, noted_seconds
from examclient.errors import ExamError
from examclient.ui.background import Background
from examclient.ui.stage import Stage
from examclient.usecases.sitting import Sitting

log = logging.getLogger(__name__)


class AwayDesk(QObject):
    """Knows the attempt that runs here, and nothing of windows.

    Signals:
        written(): something more is in the journal; it can be sent.
    """

    written = Signal()

    def __init__(self, disk: Background, stage: Stage) -> None:
        super().__init__()
        self._disk = disk
        self._stage = stage
        self._sitting: Sitting | None = None

    def serve(self, sitting: Sitting | None) -> None:
        """This attempt runs from now on, or none."""
        self._sitting = sitting
        self._show()

    @Slot(float)
    def note(self, seconds: float) -> None:
        """Another window was in front for so long."""
        sitting, whole = self._sitting, noted_seconds(seconds)
        if sitting is not None and whole:
            self._disk.run(
                lambda: sitting.attempt.lose_focus(whole), lambda _: self._on_written(), self._on_not_written
            )

    def _on_written(self) -> None:
        self._show()
        self.written.emit()

    def _on_not_written(self, error: ExamError) -> None:
        log.warning("that another window was in front could not be noted: %s", type(error).__name__)

    def _show(self) -> None:
        sitting = self._sitting
        self._stage.show(away=away_in(sitting.attempt.logs()) if sitting is not None else NEVER_AWAY)
