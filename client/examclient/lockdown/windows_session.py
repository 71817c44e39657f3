"""What Windows does for one program while it runs: no sleep, and windows that no other program can picture.

Rule: both end with the program. Sources: winbase.h (SetThreadExecutionState), winuser.h
(SetWindowDisplayAffinity, GetWindowDisplayAffinity).
"""

import ctypes
import sys
from typing import Protocol

CONTINUOUS, SYSTEM, DISPLAY = 0x80000000, 0x1, 0x2
EXCLUDED, BLACK, ANYBODY = 0x11, 0x1, 0x0
"""Not in pictures at all (from Windows 10 2004 on); black in them; as any other window."""


class Session(Protocol):
    """What the machine can do for us while a candidate sits."""

    def stay_awake(self, *, awake: bool) -> bool:
        """Hold sleep and screen saver off, or no longer; whether the machine said yes."""

    def hide_from_pictures(self, window: int, *, hidden: bool) -> bool:
        """Keep one top-level window out of screen shots, by its native id; whether the machine said yes."""


class NoSession:
    """Where none of it is to be had."""

    def stay_awake(self, *, awake: bool) -> bool:
        return not awake

    def hide_from_pictures(self, window: int, *, hidden: bool) -> bool:  # noqa: ARG002 - as the protocol has it
        return not hidden


if sys.platform == "win32":

    class WindowsSession:
        """Windows 10 and later. Sleep is held off by the thread that asks, so it must be one that stays."""

        def stay_awake(self, *, awake: bool) -> bool:
            kernel = ctypes.WinDLL("kernel32")
            kernel.SetThreadExecutionState.restype = ctypes.c_uint32
            kernel.SetThreadExecutionState.argtypes = [ctypes.c_uint32]
            return bool(kernel.SetThreadExecutionState(CONTINUOUS | (SYSTEM | DISPLAY if awake else 0)))

        def hide_from_pictures(self, window: int, *, hidden: bool) -> bool:
            user = ctypes.WinDLL("user32")
            ask = user.SetWindowDisplayAffinity
            ask.argtypes = [ctypes.c_void_p, ctypes.c_uint32]
            wanted = (EXCLUDED, BLACK) if hidden else (ANYBODY,)
            return any(ask(window, affinity) for affinity in wanted)

        def affinity(self, window: int) -> int:
            """What Windows says of a window."""
            found = ctypes.c_uint32()
            user = ctypes.WinDLL("user32")
            user.GetWindowDisplayAffinity.argtypes = [ctypes.c_void_p, ctypes.c_void_p]
            user.GetWindowDisplayAffinity(window, ctypes.byref(found))
            return int(found.value)


def this_session() -> Session:
    """The one that this machine has."""
    if sys.platform == "win32":
        return WindowsSession()
    return NoSession()
