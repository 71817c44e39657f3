"""Plays by Qt's media backend: FFmpeg, or Windows' own. Imported only where a paper has sounds."""

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QTimer, QUrl
from PySide6.QtMultimedia import QAudio, QAudioOutput, QMediaDevices, QMediaPlayer

from examclient.domain.sounds import Hearing
from examclient.ui.sound.outlet import Outlet

ENDINGS = {
    "audio/mpeg": "mp3",
    "audio/ogg": "ogg",
    "audio/mp4": "m4a",
    "audio/aac": "aac",
    "audio/flac": "flac",
}
"""A name helps the backend to tell the format; nothing of this name is on any disk."""

STILL = 10_000
"""Milliseconds without a sound going on after which it has broken off: a device that is gone says nothing."""


class QtOutlet(Outlet):
    """Owns the player and its output, which follows the default device, also in the middle of a play."""

    def __init__(self) -> None:
        super().__init__()
        self._buffer: QBuffer | None = None
        self._player = QMediaPlayer(self)
        self._output = QAudioOutput(self)
        self._devices = QMediaDevices(self)
        self._still = QTimer(self, singleShot=True, interval=STILL)
        self._still.timeout.connect(lambda: self.failed.emit("it stands still"))
        self._player.setAudioOutput(self._output)
        self._player.positionChanged.connect(self._on_position)
        self._player.mediaStatusChanged.connect(self._on_status)
        self._player.errorOccurred.connect(self._on_error)
        self._devices.audioOutputsChanged.connect(self._on_devices)

    def works(self) -> bool:
        """Whether a backend was loaded."""
        return self._player.isAvailable()

    def hearing(self) -> Hearing:
        """Any device will do; which one is loud enough the sound check finds out."""
        return Hearing.HEARD if QMediaDevices.audioOutputs() else Hearing.NO_DEVICE

    def can_play(self, media_type: str) -> bool:
        """What the importers let in, the backends play; what does not fails and is told."""
        return media_type.startswith("audio/") or media_type == "application/ogg"

    def start(self, sound: bytes, media_type: str, length: int) -> None:  # noqa: ARG002 - the player knows it
        """Play from memory."""
        self.stop()
        self._buffer = QBuffer(self)
        self._buffer.setData(QByteArray(sound))
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self._player.setSourceDevice(self._buffer, QUrl(f"sound.{ENDINGS.get(media_type, 'wav')}"))
        self._player.play()
        self._still.start()

    def pause(self) -> None:
        """Stand still."""
        self._still.stop()
        self._player.pause()

    def go_on(self) -> None:
        """After a pause."""
        self._player.play()
        self._still.start()

    def seek(self, at: int) -> None:
        """Go there."""
        self._player.setPosition(at)

    def stop(self) -> None:
        """The player lets go of the buffer before the buffer goes."""
        buffer, self._buffer = self._buffer, None
        self._still.stop()
        if buffer is not None:
            self._player.stop()
            self._player.setSource(QUrl())
            buffer.close()
            buffer.deleteLater()

    def set_volume(self, percent: int) -> None:
        """Loudness is heard in steps of a logarithm; the output wants a factor."""
        scale = QAudio.VolumeScale
        factor = QAudio.convertVolume(percent / 100, scale.LogarithmicVolumeScale, scale.LinearVolumeScale)
        self._output.setVolume(factor)

    def _on_position(self, at: int) -> None:
        if self._buffer is not None:
            if self._still.isActive():
                self._still.start()
            self.moved.emit(at)

    def _on_status(self, status: QMediaPlayer.MediaStatus) -> None:
        if self._buffer is None:
            return
        if status is QMediaPlayer.MediaStatus.EndOfMedia:
            self.ended.emit()
        elif status is QMediaPlayer.MediaStatus.InvalidMedia:
            self.failed.emit("the sound cannot be decoded")

    def _on_error(self, error: QMediaPlayer.Error, words: str) -> None:
        if self._buffer is not None and error is not QMediaPlayer.Error.NoError:
            self.failed.emit(words)

    def _on_devices(self) -> None:
        self._output.setDevice(QMediaDevices.defaultAudioOutput())
        self.hearing_changed.emit()
