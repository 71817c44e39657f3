"""How long to wait before asking the site again: exponential, with full jitter.

Rule: 50 machines that lost the same switch must not all come back in the same moment.
"""

from collections.abc import Callable

SHORTEST, LONGEST = 0.1, 10.0
"""Seconds."""


def wait_after(failures: int, jitter: Callable[[], float]) -> float:
    """Seconds to wait after so many failures in a row; `jitter` gives a number in [0, 1)."""
    ceiling = min(LONGEST, SHORTEST * 2.0 ** min(failures, 20))
    return SHORTEST + jitter() * (ceiling - SHORTEST)
