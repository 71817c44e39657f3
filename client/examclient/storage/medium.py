"""Reads a file from the medium itself rather than from what the system remembers of it.

Rule: what was just written is in memory, and comparing it with memory says nothing of the drive.
Sources: posix_fadvise(2), POSIX_FADV_DONTNEED; Microsoft, "File Buffering" (FILE_FLAG_NO_BUFFERING: whole
sectors, into memory that begins at one).
"""

import contextlib
import ctypes
import mmap
import os
import sys
from pathlib import Path

PIECE = 1 << 20
"""Bytes read at once, a multiple of any sector; memory that is mapped begins at a page, so at a sector."""

READ, SHARE_ALL, OPEN_EXISTING, NO_BUFFERING = 0x80000000, 0x7, 3, 0x20000000


def read_from_medium(path: Path) -> bytes:
    """The file's bytes; raises OSError. Where the system cannot pass its memory by, it is read as usual."""
    if sys.platform == "win32":
        try:
            return _read_unbuffered(path)
        except OSError:
            return path.read_bytes()
    _forget(path)
    return path.read_bytes()


def _forget(path: Path) -> None:
    """Have the system let go of what it remembers of a file that is synced."""
    if sys.platform == "win32" or not hasattr(os, "posix_fadvise"):
        return
    file = os.open(path, os.O_RDONLY)
    try:
        with contextlib.suppress(OSError):
            os.posix_fadvise(file, 0, 0, os.POSIX_FADV_DONTNEED)
    finally:
        os.close(file)


def _read_unbuffered(path: Path) -> bytes:
    if sys.platform != "win32":
        raise OSError("unbuffered reading is there on Windows only")
    kernel = ctypes.WinDLL("kernel32", use_last_error=True)
    kernel.CreateFileW.restype = ctypes.c_void_p
    kernel.CreateFileW.argtypes = [ctypes.c_wchar_p, *2 * [ctypes.c_uint32], ctypes.c_void_p]
    kernel.CreateFileW.argtypes += [*2 * [ctypes.c_uint32], ctypes.c_void_p]
    kernel.ReadFile.argtypes = [ctypes.c_void_p, ctypes.c_void_p, ctypes.c_uint32]
    kernel.ReadFile.argtypes += [ctypes.POINTER(ctypes.c_uint32), ctypes.c_void_p]
    kernel.CloseHandle.argtypes = [ctypes.c_void_p]
    handle = kernel.CreateFileW(str(path), READ, SHARE_ALL, None, OPEN_EXISTING, NO_BUFFERING, None)
    if handle is None or handle == ctypes.c_void_p(-1).value:
        raise ctypes.WinError(ctypes.get_last_error())
    try:
        return _pieces(kernel, handle)
    finally:
        kernel.CloseHandle(handle)


def _pieces(kernel: ctypes.CDLL, handle: int) -> bytes:
    if sys.platform != "win32":
        raise OSError("unbuffered reading is there on Windows only")
    found = bytearray()
    with mmap.mmap(-1, PIECE) as memory:
        place = (ctypes.c_char * PIECE).from_buffer(memory)
        many = ctypes.c_uint32(PIECE)
        try:
            while many.value == PIECE:
                if not kernel.ReadFile(handle, place, PIECE, ctypes.byref(many), None):
                    raise ctypes.WinError(ctypes.get_last_error())
                found += memory[: many.value]
        finally:
            del place
    return bytes(found)
