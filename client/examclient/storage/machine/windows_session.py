"""Whether a Windows session is seen at another machine.

Source: SM_REMOTESESSION of GetSystemMetrics (winuser.h).
"""

import ctypes
import sys

REMOTE_SESSION = 0x1000


def is_remote() -> bool:
    """Whether it is; raises OSError where this is no Windows."""
    if sys.platform != "win32":
        raise OSError("this is no Windows")
    return bool(ctypes.WinDLL("user32").GetSystemMetrics(REMOTE_SESSION))
