"""Where no backend loads and no device is there: a play runs its time by the clock, and nothing is heard."""

from PySide6.QtCore import QElapsedTimer, QTimer

from examclient.domain.sounds import Hearing
from examclient.ui.sound.outlet import Outlet

TICK = 100
"""Milliseconds."""


class SilentOutlet(Outlet):
    """Keeps the time of a sound. It does not look at the bytes."""

    def __init__(self) -> None:
        super().__init__()
        self._since = QElapsedTimer()
        self._at = self._length = 0
        self._timer = QTimer(self, interval=TICK)
        self._timer.timeout.connect(self._on_timeout)

    def hearing(self) -> Hearing:
        """Nothing."""
        return Hearing.NOTHING

    def can_play(self, media_type: str) -> bool:  # noqa: ARG002 - time passes for all types alike
        """Its time runs."""
        return True

    def start(self, sound: bytes, media_type: str, length: int) -> None:  # noqa: ARG002 - nothing is decoded
        """Let the time run; a sound of which no length is known cannot be played so."""
        self.stop()
        self._at, self._length = 0, length
        if length:
            self.go_on()
        else:
            QTimer.singleShot(
                0, self, lambda: self.failed.emit("the sound has no length, and nothing decodes it")
            )

    def pause(self) -> None:
        """Stand still."""
        self._at = self._now()
        self._timer.stop()

    def go_on(self) -> None:
        """After a pause."""
        self._since.start()
        self._timer.start()

    def seek(self, at: int) -> None:
        """Go there."""
        self._at = min(at, self._length)
        self._since.restart()
        self.moved.emit(self._at)

    def stop(self) -> None:
        """No time runs."""
        self._timer.stop()

    def set_volume(self, percent: int) -> None:
        """Nothing is heard anyway."""

    def _now(self) -> int:
        passed = self._since.elapsed() if self._timer.isActive() else 0
        return min(self._length, self._at + passed)

    def _on_timeout(self) -> None:
        at = self._now()
        self.moved.emit(at)
        if at >= self._length:
            self.stop()
            self.ended.emit()
