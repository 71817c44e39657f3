"""The drives of a Windows machine.

Sources: fileapi.h (GetLogicalDrives, GetDriveTypeW, GetVolumeInformationW, GetDiskFreeSpaceExW), winioctl.h
(IOCTL_STORAGE_QUERY_PROPERTY, STORAGE_DEVICE_DESCRIPTOR).
"""

import ctypes
import struct
import sys
from pathlib import Path
from string import ascii_uppercase

from examclient.domain.export import Drive

REMOVABLE, FIXED = 2, 3
READ_ONLY_VOLUME = 0x00080000
NO_WINDOW = 0x0001
"""SEM_FAILCRITICALERRORS: a drive without a medium is an error here, not a question on the screen."""

QUERY_PROPERTY = 0x002D1400
BUS_AT, ROOM = 28, 1024
PULLED_OUT = {7, 12, 13}
"""BusTypeUsb, BusTypeSd, BusTypeMmc: disks in a USB case call themselves fixed."""

SHARE_ALL, OPEN_EXISTING = 0x7, 3
LONGEST = 261


def drives() -> tuple[Drive, ...]:
    """The drives with a letter that are no drives of the network, no discs and not empty."""
    if sys.platform != "win32":
        return ()
    kernel = ctypes.WinDLL("kernel32", use_last_error=True)
    before = ctypes.c_uint32()
    kernel.SetThreadErrorMode(NO_WINDOW, ctypes.byref(before))
    try:
        there = kernel.GetLogicalDrives()
        letters = [letter for place, letter in enumerate(ascii_uppercase) if there >> place & 1]
        found = [_drive(kernel, letter) for letter in letters]
    finally:
        kernel.SetThreadErrorMode(before, None)
    return tuple(drive for drive in found if drive is not None)


def _drive(kernel: ctypes.CDLL, letter: str) -> Drive | None:
    root = f"{letter}:\\"
    kind = kernel.GetDriveTypeW(ctypes.c_wchar_p(root))
    if kind not in (REMOVABLE, FIXED):
        return None
    label, system = ctypes.create_unicode_buffer(LONGEST), ctypes.create_unicode_buffer(LONGEST)
    flags, free = ctypes.c_uint32(), ctypes.c_uint64()
    place = ctypes.c_wchar_p(root)
    if not kernel.GetVolumeInformationW(
        place, label, LONGEST, None, None, ctypes.byref(flags), system, LONGEST
    ):
        return None
    if not kernel.GetDiskFreeSpaceExW(place, ctypes.byref(free), None, None):
        return None
    return Drive(
        path=Path(root),
        label=label.value,
        free=free.value,
        is_removable=kind == REMOVABLE or _is_pulled_out(kernel, letter),
        is_read_only=bool(flags.value & READ_ONLY_VOLUME),
        file_system=system.value,
    )


def _is_pulled_out(kernel: ctypes.CDLL, letter: str) -> bool:
    """Whether the drive is on a bus that people pull things out of; asked without any right to it."""
    kernel.CreateFileW.restype = ctypes.c_void_p
    kernel.CloseHandle.argtypes = [ctypes.c_void_p]
    name = ctypes.c_wchar_p(f"\\\\.\\{letter}:")
    handle = kernel.CreateFileW(name, 0, SHARE_ALL, None, OPEN_EXISTING, 0, None)
    if handle is None or handle == ctypes.c_void_p(-1).value:
        return False
    try:
        asked, answer, many = bytes(12), ctypes.create_string_buffer(ROOM), ctypes.c_uint32()
        is_told = kernel.DeviceIoControl(
            ctypes.c_void_p(handle), QUERY_PROPERTY, asked, len(asked), answer, ROOM, ctypes.byref(many), None
        )
    finally:
        kernel.CloseHandle(handle)
    return bool(is_told) and many.value >= BUS_AT + 4 and _bus(answer.raw) in PULLED_OUT


def _bus(descriptor: bytes) -> int:
    return int(struct.unpack_from("<I", descriptor, BUS_AT)[0])
