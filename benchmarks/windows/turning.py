"""Shows every question of a paper in turn and tells what each took, whatever window shows it."""

from collections.abc import Callable, Iterator

from PySide6.QtCore import QTimer

from benchmarks.windows.painted import PAINTED, SETTLED, SETTLING, say

Shown = Callable[[float], None]
"""Is told the milliseconds that a question took until it was painted."""


ONLY_FIRST = "first"
"""An argument of a window: open the paper as soon as the window is there, and show no other question."""

AT_REST = 4_000
"""Milliseconds that a window stands without a paper, as the login page does while a number is typed."""

READING = 500
"""Milliseconds that a question is left alone, in whichever window: nobody answers one in less."""


class Turning:
    """Owns the order of the questions. Knows no window: each of `steps` shows one and says when it is there.

    The first step also opens the paper. It waits until the window, without a paper yet, has come to rest,
    and each other one as long as somebody reads at least.
    """

    def __init__(self, steps: Iterator[Callable[[Shown], None]], *, only_first: bool) -> None:
        self._steps = steps
        self._only_first = only_first
        self._took: list[float] = []

    def begin(self) -> None:
        """The window was painted: show the first question, a moment later if there is time."""
        QTimer.singleShot(0 if self._only_first else AT_REST, self._next)

    def _next(self) -> None:
        step = next(self._steps, None)
        if step is not None:
            step(self._on_shown)
        else:
            self._end()

    def _on_shown(self, took: float) -> None:
        if not self._took:
            say(PAINTED)
        self._took.append(took)
        QTimer.singleShot(0 if self._only_first else READING, self._end if self._only_first else self._next)

    def _end(self) -> None:
        for took in self._took:
            say(f"{took:.3f}")
        QTimer.singleShot(SETTLING, lambda: say(SETTLED))
