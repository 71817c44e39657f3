"""How many screens Windows sends a picture to, copies of the first one included, which Qt does not see.

Source: GetDisplayConfigBufferSizes, QueryDisplayConfig (winuser.h); the two structures have 72 and 64 bytes
(wingdi.h).
"""

import ctypes
import sys

ONLY_ACTIVE_PATHS = 2
PATH_BYTES, MODE_BYTES = 72, 64


def active_paths() -> int:
    """The number of screens in use, 0 where Windows does not say; raises OSError where this is no Windows."""
    if sys.platform != "win32":
        raise OSError("this is no Windows")
    user = ctypes.WinDLL("user32")
    paths, modes = ctypes.c_uint32(), ctypes.c_uint32()
    if user.GetDisplayConfigBufferSizes(ONLY_ACTIVE_PATHS, ctypes.byref(paths), ctypes.byref(modes)):
        return 0
    some, others = (
        (ctypes.c_char * (PATH_BYTES * paths.value))(),
        (ctypes.c_char * (MODE_BYTES * modes.value))(),
    )
    failed = user.QueryDisplayConfig(
        ONLY_ACTIVE_PATHS, ctypes.byref(paths), some, ctypes.byref(modes), others, None
    )
    return 0 if failed else int(paths.value)
