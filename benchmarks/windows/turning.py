"""Shows every question of a paper in turn and tells what each took, whatever window shows it."""

from collections.abc import Callable, Iterator

from PySide6.QtCore import QTimer

from benchmarks.windows.painted import SETTLING, say, say_painted

Shown = Callable[[float], None]
"""Is told the milliseconds that a question took until it was painted."""


class Turning:
    """Owns the order of the questions. Knows no window: each of `steps` shows one and says when it is there.

    The first step also opens the paper. It waits until the window, without a paper yet, has come to rest.
    """

    def __init__(self, steps: Iterator[Callable[[Shown], None]]) -> None:
        self._steps = steps
        self._took: list[float] = []

    def begin(self) -> None:
        """Show the first question a moment after the window was painted."""
        QTimer.singleShot(SETTLING, self._next)

    def _next(self) -> None:
        step = next(self._steps, None)
        if step is not None:
            step(self._on_shown)
            return
        say_painted()
        for took in self._took:
            say(f"{took:.3f}")

    def _on_shown(self, took: float) -> None:
        self._took.append(took)
        QTimer.singleShot(0, self._next)
