"""Plays plain samples through Windows' own waveOut, which every edition has.

Source: waveOutOpen, waveOutWrite, waveOutGetPosition, WAVEFORMATEX, WAVEHDR, MMTIME (mmeapi.h, mmsystem.h).
"""

import ctypes
import sys
from typing import Any

WAVE_MAPPER = 0xFFFFFFFF
WAVE_FORMAT_PCM = 1
WHDR_DONE = 1
TIME_BYTES = 4


class WaveFormat(ctypes.Structure):
    """WAVEFORMATEX."""

    _pack_ = 1
    _fields_ = (
        ("tag", ctypes.c_ushort),
        ("channels", ctypes.c_ushort),
        ("rate", ctypes.c_uint32),
        ("bytes_a_second", ctypes.c_uint32),
        ("frame", ctypes.c_ushort),
        ("bits", ctypes.c_ushort),
        ("more", ctypes.c_ushort),
    )


class WaveHeader(ctypes.Structure):
    """WAVEHDR."""

    _fields_ = (
        ("data", ctypes.c_void_p),
        ("length", ctypes.c_uint32),
        ("recorded", ctypes.c_uint32),
        ("user", ctypes.c_size_t),
        ("flags", ctypes.c_uint32),
        ("loops", ctypes.c_uint32),
        ("next", ctypes.c_void_p),
        ("reserved", ctypes.c_size_t),
    )


class WaveTime(ctypes.Structure):
    """MMTIME; `value` is what `kind` asks for, the rest of the union is room."""

    _fields_ = (("kind", ctypes.c_uint32), ("value", ctypes.c_uint32), ("rest", ctypes.c_uint32))


def wave_devices() -> int:
    """How many devices can play; 0 where this is no Windows."""
    return int(_winmm().waveOutGetNumDevs()) if sys.platform == "win32" else 0


class WaveOut:
    """Plays on the device that Windows prefers; for one thread. Raises OSError, which names the function."""

    def __init__(self) -> None:
        self._handle = ctypes.c_void_p()
        self._header = WaveHeader()
        self._samples: Any = None  # the buffer that Windows reads while it plays: it must outlive the play
        self._bytes_a_second = 1
        self._volume = 100

    def start(self, samples: bytes, channels: int, width: int, rate: int) -> None:
        """Play these; `width` in bytes of one sample of one channel, `rate` in samples a second."""
        self.stop()
        frame = channels * width
        self._bytes_a_second = rate * frame
        form = WaveFormat(WAVE_FORMAT_PCM, channels, rate, rate * frame, frame, width * 8, 0)
        handle = ctypes.byref(self._handle)
        _call("waveOutOpen", handle, WAVE_MAPPER, ctypes.byref(form), None, None, 0)
        self._samples = ctypes.create_string_buffer(samples, len(samples))
        self._header = WaveHeader(ctypes.addressof(self._samples), len(samples))
        self.set_volume(self._volume)
        _call("waveOutPrepareHeader", self._handle, *self._with_size())
        _call("waveOutWrite", self._handle, *self._with_size())

    def pause(self) -> None:
        """Stand still."""
        if self._handle:
            _call("waveOutPause", self._handle)

    def go_on(self) -> None:
        """After a pause."""
        if self._handle:
            _call("waveOutRestart", self._handle)

    def played(self) -> int:
        """How much of what was started has been played, in milliseconds."""
        if not self._handle:
            return 0
        time = WaveTime(TIME_BYTES)
        _call("waveOutGetPosition", self._handle, ctypes.byref(time), ctypes.sizeof(time))
        return int(time.value) * 1000 // self._bytes_a_second

    def is_done(self) -> bool:
        """Whether all was played."""
        return bool(self._header.flags & WHDR_DONE)

    def stop(self) -> None:
        """Be silent, and give the device back."""
        if self._handle:
            _call("waveOutReset", self._handle)
            _call("waveOutUnprepareHeader", self._handle, *self._with_size())
            _call("waveOutClose", self._handle)
        self._handle, self._samples, self._header = ctypes.c_void_p(), None, WaveHeader()

    def set_volume(self, percent: int) -> None:
        """0 to 100, for both channels alike; kept for what is played next."""
        self._volume = percent
        if self._handle:
            one = 0xFFFF * percent // 100
            _call("waveOutSetVolume", self._handle, one << 16 | one)

    def _with_size(self) -> tuple[Any, int]:
        return ctypes.byref(self._header), ctypes.sizeof(WaveHeader)


def _call(name: str, *arguments: object) -> None:
    code = int(getattr(_winmm(), name)(*arguments))
    if code:
        raise OSError(f"{name} answered {code}")


def _winmm() -> Any:
    if sys.platform != "win32":
        raise OSError("this is no Windows")
    return ctypes.WinDLL("winmm")
