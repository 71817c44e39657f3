"""Which Windows this is, as the kernel says: what `GetVersion` says depends on the program's manifest.

Source: RtlGetVersion, RTL_OSVERSIONINFOW (wdm.h). Windows 11 calls itself 10 and begins at build 22000.
"""

import ctypes
import sys

from examclient.domain.machine_facts import SystemVersion

ELEVEN = 22000


class _Version(ctypes.Structure):
    _fields_ = (
        ("size", ctypes.c_uint32),
        ("major", ctypes.c_uint32),
        ("minor", ctypes.c_uint32),
        ("build", ctypes.c_uint32),
        ("platform", ctypes.c_uint32),
        ("pack", ctypes.c_wchar * 128),
    )


def system_version() -> SystemVersion:
    """The version; raises OSError where this is no Windows."""
    if sys.platform != "win32":
        raise OSError("this is no Windows")
    version = _Version()
    version.size = ctypes.sizeof(version)
    ctypes.WinDLL("ntdll").RtlGetVersion(ctypes.byref(version))
    return named(version.major, version.minor, version.build)


def named(major: int, minor: int, build: int) -> SystemVersion:
    """The version as people call it."""
    number = "11" if build >= ELEVEN else f"{major}.{minor}" if minor or major < 10 else str(major)
    return SystemVersion(f"Windows {number} ({build})", build, is_windows=True)
