"""The machine's two clocks, as every part of the client that needs them gets them."""

import time


class MachineClock:
    """Asks the machine."""

    def monotonic(self) -> float:
        """Seconds that only go forward."""
        return time.monotonic()

    def wall(self) -> float:
        """Seconds since 1970-01-01 UTC as the machine believes."""
        return time.time()
