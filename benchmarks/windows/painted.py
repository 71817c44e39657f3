"""How a measured window tells the program that started it how far it is: words on standard output."""

from PySide6.QtCore import QTimer

PAINTED = "painted"
SETTLED = "settled"
SETTLING = 1_000
"""Milliseconds after the first paint, for building what the first window did not need."""


def say_painted() -> None:
    """The first window is there."""
    say(PAINTED)
    QTimer.singleShot(SETTLING, lambda: say(SETTLED))


def say(word: str) -> None:
    """Tell it at once."""
    print(word, flush=True)
