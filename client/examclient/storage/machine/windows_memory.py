"""How much memory a Windows machine has. Source: GlobalMemoryStatusEx (sysinfoapi.h)."""

import ctypes
import sys

from examclient.domain.machine_facts import Memory


class _Status(ctypes.Structure):
    _fields_ = (
        ("size", ctypes.c_uint32),
        ("load", ctypes.c_uint32),
        ("total", ctypes.c_uint64),
        ("free", ctypes.c_uint64),
        ("others", ctypes.c_uint64 * 5),
    )


def memory() -> Memory:
    """Physical memory; raises OSError."""
    if sys.platform != "win32":
        raise OSError("this is no Windows")
    status = _Status()
    status.size = ctypes.sizeof(status)
    if not ctypes.WinDLL("kernel32", use_last_error=True).GlobalMemoryStatusEx(ctypes.byref(status)):
        raise ctypes.WinError(ctypes.get_last_error())
    return Memory(status.total, status.free)
