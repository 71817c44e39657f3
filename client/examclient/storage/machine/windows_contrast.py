"""Whether Windows shows itself in high contrast, which Qt does not say before 6.10.

Source: SystemParametersInfoW with SPI_GETHIGHCONTRAST, HIGHCONTRASTW (winuser.h).
"""

import ctypes
import sys

GET_HIGH_CONTRAST = 0x0042
IS_ON = 0x0001


class HighContrast(ctypes.Structure):
    """HIGHCONTRASTW."""

    _fields_ = (
        ("size", ctypes.c_uint32),
        ("flags", ctypes.c_uint32),
        ("scheme", ctypes.c_void_p),
    )


def is_high_contrast() -> bool:
    """Whether it is on; False where Windows does not say, and where this is no Windows."""
    if sys.platform != "win32":
        return False
    told = HighContrast(size=ctypes.sizeof(HighContrast))
    user = ctypes.WinDLL("user32")
    was_told = user.SystemParametersInfoW(GET_HIGH_CONTRAST, told.size, ctypes.byref(told), 0)
    return bool(was_told and told.flags & IS_ON)
