"""Windows keeps a secret for this machine: any user of it can open what was wrapped here, no other machine.

Source: CryptProtectData with CRYPTPROTECT_LOCAL_MACHINE (dpapi.h). On other systems there is no such thing.
"""

import ctypes
import sys

LOCAL_MACHINE, UI_FORBIDDEN = 0x4, 0x1
IS_HERE = sys.platform == "win32"


class _Blob(ctypes.Structure):
    _fields_ = (("size", ctypes.c_uint32), ("data", ctypes.POINTER(ctypes.c_char)))


def wrap(secret: bytes) -> bytes:
    """The secret as only this machine can open it; raises OSError."""
    return _called("CryptProtectData", secret, LOCAL_MACHINE | UI_FORBIDDEN)


def unwrap(wrapped: bytes) -> bytes:
    """The secret; raises OSError for what was changed, or wrapped on another machine."""
    return _called("CryptUnprotectData", wrapped, UI_FORBIDDEN)


def _called(name: str, content: bytes, flags: int) -> bytes:
    if sys.platform != "win32":
        raise OSError("DPAPI is there on Windows only")
    function = getattr(ctypes.WinDLL("crypt32", use_last_error=True), name)
    function.argtypes = [
        ctypes.POINTER(_Blob),
        *4 * [ctypes.c_void_p],
        ctypes.c_uint32,
        ctypes.POINTER(_Blob),
    ]
    function.restype = ctypes.c_int
    buffer = ctypes.create_string_buffer(content, len(content))
    given, made = _Blob(len(content), ctypes.cast(buffer, ctypes.POINTER(ctypes.c_char))), _Blob()
    if not function(ctypes.byref(given), None, None, None, None, flags, ctypes.byref(made)):
        raise ctypes.WinError(ctypes.get_last_error())
    try:
        return ctypes.string_at(made.data, made.size)
    finally:
        _free(made)


def _free(blob: _Blob) -> None:
    if sys.platform == "win32":
        free = ctypes.WinDLL("kernel32").LocalFree
        free.argtypes, free.restype = [ctypes.c_void_p], ctypes.c_void_p
        free(ctypes.cast(blob.data, ctypes.c_void_p))
