"""Whether somebody sits at this machine or looks at it from afar.

Sources: winuser.h (GetSystemMetrics, SM_REMOTESESSION); X(7), display names: one with a host is of another
machine; xrdp names its sessions in the environment.
"""

import ctypes
import sys
from collections.abc import Mapping

SM_REMOTESESSION = 0x1000


def is_remote_session(environment: Mapping[str, str], platform: str = sys.platform) -> bool:
    """Whether the screen of this session is another machine's."""
    if platform == "win32":
        return _windows_says_so() or environment.get("SESSIONNAME", "").upper().startswith("RDP-")
    if "XRDP_SESSION" in environment:
        return True
    host, _, _ = environment.get("DISPLAY", "").rpartition(":")
    return host not in ("", "unix") and not host.startswith("/")


def _windows_says_so() -> bool:
    return sys.platform == "win32" and bool(ctypes.WinDLL("user32").GetSystemMetrics(SM_REMOTESESSION))
