"""Looks at the real screen after the first window was shown, and again whenever Qt says that graphics failed.

Rule: the worst that a false alarm costs is drawing in software, so whatever is in doubt is an alarm.
"""

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QWidget

from examclient.domain.drawing_trial import Why
from examclient.ui.canary import Canary
from examclient.ui.graphics_messages import GraphicsMessages

EVERY, LOOKS = 100, 30
"""Milliseconds between two looks, and how many fail before the window counts as blank."""

LATER = 10_000
"""Milliseconds from a failure in mid-exam to the look at the screen: Qt may mend it by itself meanwhile."""


class DrawingWatch(QObject):
    """Watches one window. To be made before it is shown, so that no message is missed.

    Signals:
        seen(): the screen shows the window, for the first time.
        failed(Why, str): it does not, or Qt says that it cannot; the second is Qt's own words.
    """

    seen = Signal()
    failed = Signal(object, str)

    def __init__(self, window: QWidget, every: int = EVERY, later: int = LATER) -> None:
        super().__init__(window)
        self._canary = Canary(window)
        self._looks = 0
        self._has_seen = False
        self._words = ""
        self._timer = QTimer(self, interval=every)
        self._timer.timeout.connect(self._on_look)
        self._again = QTimer(self, interval=later, singleShot=True)
        self._again.timeout.connect(self.look)
        self._messages = GraphicsMessages()
        self._messages.failed.connect(self._on_message, Qt.ConnectionType.QueuedConnection)

    def look(self) -> None:
        """Put the canary on the window and look for it until it is seen, or for long enough."""
        self._looks = 0
        self._canary.raise_()
        self._canary.show()
        self._timer.start()

    def close(self) -> None:
        """Look and listen no more."""
        self._stop()
        self._again.stop()
        self._messages.close()

    def _on_look(self) -> None:
        self._looks += 1
        if self._canary.is_seen():
            self._stop()
            if not self._has_seen:
                self._has_seen = True
                self.seen.emit()
        elif self._looks >= LOOKS:
            self._fail(Why.BLANK)

    def _on_message(self, words: str) -> None:
        self._words = words
        if not self._has_seen:
            self._fail(Why.NO_DEVICE)
        elif not (self._timer.isActive() or self._again.isActive()):
            self._again.start()

    def _fail(self, why: Why) -> None:
        self.close()
        self.failed.emit(why, self._words)

    def _stop(self) -> None:
        self._timer.stop()
        self._canary.hide()
