"""Plays WAV where no media backend loads, as on Windows N: through the system's plain way for waves."""

import io
import wave
from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QTimer

from examclient.domain.sounds import Hearing
from examclient.ui.sound.outlet import WAVE_TYPES, Outlet

TICK = 100
"""Milliseconds."""


class WaveDevice(Protocol):
    """Plays plain samples, as `storage.machine.windows_wave_out.WaveOut` does. Raises OSError."""

    def start(self, samples: bytes, channels: int, width: int, rate: int) -> None:
        """Play these; `width` in bytes of one sample of one channel, `rate` in samples a second."""

    def pause(self) -> None:
        """Stand still."""

    def go_on(self) -> None:
        """After a pause."""

    def played(self) -> int:
        """How much of what was started has been played, in milliseconds."""

    def is_done(self) -> bool:
        """Whether all was played."""

    def stop(self) -> None:
        """Be silent; does nothing where nothing plays."""

    def set_volume(self, percent: int) -> None:
        """0 to 100."""


class WaveOutlet(Outlet):
    """Owns the samples of what plays; asks the device ten times a second how far it is."""

    def __init__(self, device: WaveDevice) -> None:
        super().__init__()
        self._device = device
        self._samples = b""
        self._shape = (1, 2, 1)
        self._from = 0
        self._is_paused = False
        self._timer = QTimer(self, interval=TICK)
        self._timer.timeout.connect(self._on_timeout)

    def hearing(self) -> Hearing:
        """Waves, and nothing else."""
        return Hearing.WAVE_ONLY

    def can_play(self, media_type: str) -> bool:
        """Only WAV."""
        return media_type in WAVE_TYPES

    def start(self, sound: bytes, media_type: str, length: int) -> None:  # noqa: ARG002 - the file says them
        """Play the samples of the file."""
        self.stop()
        self._try(lambda: self._begin(sound))

    def pause(self) -> None:
        """Stand still."""
        self._is_paused = True
        self._try(self._device.pause)

    def go_on(self) -> None:
        """After a pause."""
        self._is_paused = False
        self._try(self._device.go_on)

    def seek(self, at: int) -> None:
        """Go there."""
        was_paused = self._is_paused
        self._try(lambda: self._play_from(at))
        if was_paused:
            self.pause()
        self.moved.emit(at)

    def stop(self) -> None:
        """Be silent."""
        self._timer.stop()
        self._try(self._device.stop)
        self._samples, self._is_paused = b"", False

    def set_volume(self, percent: int) -> None:
        """As loud as that."""
        self._try(lambda: self._device.set_volume(percent))

    def _begin(self, sound: bytes) -> None:
        self._samples, self._shape = _read(sound)
        self._play_from(0)

    def _play_from(self, at: int) -> None:
        channels, width, rate = self._shape
        frame = channels * width
        begin = min(len(self._samples), at * rate // 1000 * frame)
        self._from, self._is_paused = at, False
        self._device.start(self._samples[begin:], channels, width, rate)
        self._timer.start()

    def _on_timeout(self) -> None:
        self._try(self._look)

    def _look(self) -> None:
        if self._device.is_done():
            self.stop()
            self.ended.emit()
        elif not self._is_paused:
            self.moved.emit(self._from + self._device.played())

    def _try(self, work: Callable[[], None]) -> None:
        """What the device or the file does not do is told once everybody is back from here."""
        try:
            work()
        except (OSError, EOFError, wave.Error) as error:
            words = str(error)
            self._timer.stop()
            QTimer.singleShot(0, self, lambda: self.failed.emit(words))


def _read(sound: bytes) -> tuple[bytes, tuple[int, int, int]]:
    """The samples, and channels, bytes of a sample and rate."""
    with wave.open(io.BytesIO(sound)) as file:
        shape = (file.getnchannels(), file.getsampwidth(), file.getframerate())
        return file.readframes(file.getnframes()), shape
