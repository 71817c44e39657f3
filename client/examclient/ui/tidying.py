"""Collects Python's garbage on the GUI thread, and nowhere else.

Rule: what is thrown away in a circle may hold Qt's objects, and these may die on their own thread only. The
collector by itself runs on whichever thread allocates: one of the lanes would delete an object to which an
event is on its way, and that ends the client.
"""

import gc

from PySide6.QtCore import QObject, QTimer

INTERVAL = 1_000
"""Milliseconds between two looks; what is in no circle goes at once, as ever."""


class Tidying(QObject):
    """From now on garbage waits for the GUI thread; `stop` lets the collector be as it was."""

    def __init__(self) -> None:
        super().__init__()
        self._was_on = gc.isenabled()
        gc.disable()
        self._timer = QTimer(self, interval=INTERVAL)
        self._timer.timeout.connect(tidy)
        self._timer.start()

    def stop(self) -> None:
        """The lanes have ended."""
        self._timer.stop()
        if self._was_on:
            gc.enable()


def tidy() -> None:
    """Collect the oldest generation that is due, by Python's own thresholds; most often none is."""
    counts = zip(gc.get_count(), gc.get_threshold(), strict=True)
    due = [generation for generation, (count, most) in enumerate(counts) if count > most]
    if due:
        gc.collect(due[-1])
