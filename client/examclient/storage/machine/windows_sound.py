"""Whether a Windows machine can play sound, and decode what is played.

Source: waveOutGetNumDevs (mmeapi.h). Editions N and KN have no Media Foundation, without which neither of
Qt's media backends can be loaded.
"""

import ctypes
import sys

from examclient.domain.machine_facts import SoundOutputs

MEDIA_FOUNDATION = ("mfplat.dll", "mf.dll", "mfreadwrite.dll")


def sound_outputs() -> SoundOutputs:
    """The outputs; raises OSError where this is no Windows."""
    if sys.platform != "win32":
        raise OSError("this is no Windows")
    devices = int(ctypes.WinDLL("winmm").waveOutGetNumDevs())
    return SoundOutputs(devices, all(_is_there(library) for library in MEDIA_FOUNDATION))


def _is_there(library: str) -> bool:
    if sys.platform != "win32":
        return False
    try:
        ctypes.WinDLL(library)
    except OSError:
        return False
    return True
