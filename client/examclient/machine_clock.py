"""The machine's two clocks, and its name for the time since it was started, for whoever needs them."""

import ctypes
import sys
import time
from pathlib import Path

from examclient.boot import GUESS

BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


class MachineClock:
    """Asks the machine."""

    def monotonic(self) -> float:
        """Seconds that only go forward, also while the machine sleeps: Python's own stand still meanwhile on
        Linux, and may on Windows.
        """
        if sys.platform == "win32":
            return _ticks() / 1000
        if sys.platform == "linux":
            return time.clock_gettime(time.CLOCK_BOOTTIME)
        return time.monotonic()

    def wall(self) -> float:
        """Seconds since 1970-01-01 UTC as the machine believes."""
        return time.time()

    def boot(self) -> str:
        """Names this start of the machine, for `is_same_boot`; `""` where the system does not tell."""
        if sys.platform == "win32":
            return f"{GUESS}{round(time.time() - _ticks() / 1000)}"
        try:
            return BOOT_ID.read_text(encoding="ascii").strip()
        except OSError:
            return ""


if sys.platform == "win32":
    _count = ctypes.WinDLL("kernel32").GetTickCount64
    _count.restype = ctypes.c_uint64

    def _ticks() -> int:
        """Milliseconds since Windows was started, sleep and hibernation included."""
        return int(_count())
