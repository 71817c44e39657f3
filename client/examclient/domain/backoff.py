"""How long to wait before asking the site again: exponential, with full jitter.

Rule: 50 machines that lost the same switch must not all come back in the same moment.
"""

from collections.abc import Callable

from examclient.errors import ExamError, SiteRefusedError
from examprotocol.messages import Refusal

SHORTEST, LONGEST = 0.1, 10.0
"""Seconds."""

SPREAD = 0.5
"""What was told to all of a queue is lengthened by up to this part of itself."""


def wait_after(failures: int, jitter: Callable[[], float]) -> float:
    """Seconds to wait after so many failures in a row; `jitter` gives a number in [0, 1)."""
    ceiling = min(LONGEST, SHORTEST * 2.0 ** min(failures, 20))
    return SHORTEST + jitter() * (ceiling - SHORTEST)


def wait_after_trouble(trouble: ExamError, failures: int, jitter: Callable[[], float]) -> float:
    """Seconds to wait after this failure, the last of so many in a row.

    A site that is busy says how long what waits there will take: asking before that makes the queue longer.
    """
    if isinstance(trouble, SiteRefusedError) and trouble.code == Refusal.BUSY and trouble.wait > 0:
        return min(max(trouble.wait, SHORTEST), LONGEST) * (1 + SPREAD * jitter())
    return wait_after(failures, jitter)
