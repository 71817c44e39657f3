"""What makes a sound heard. There is one at a time, and it knows nothing of journals and limits."""

from PySide6.QtCore import QObject, Signal

from examclient.domain.sounds import Hearing

WAVE_TYPES = ("audio/wav", "audio/x-wav", "audio/wave", "audio/vnd.wave")


class Outlet(QObject):
    """Plays bytes that stay in memory: nothing of a paper gets onto a disk in the clear.

    Signals:
        moved(int): how far it is, in milliseconds.
        ended(): it has played to the end.
        failed(str): it plays no more, and why, for the log.
        hearing_changed(): a device came or went.
    """

    moved = Signal(int)
    ended = Signal()
    failed = Signal(str)
    hearing_changed = Signal()

    def hearing(self) -> Hearing:
        """What can be heard now."""
        raise NotImplementedError

    def can_play(self, media_type: str) -> bool:
        """Whether sounds of this type (`audio/mpeg`) run here."""
        raise NotImplementedError

    def start(self, sound: bytes, media_type: str, length: int) -> None:
        """Play from the beginning; `length` in milliseconds, as the paper says. What played before stops."""
        raise NotImplementedError

    def pause(self) -> None:
        """Stand still."""
        raise NotImplementedError

    def go_on(self) -> None:
        """After a pause."""
        raise NotImplementedError

    def seek(self, at: int) -> None:
        """Go to this millisecond, and play or stand still as before."""
        raise NotImplementedError

    def stop(self) -> None:
        """Be silent and let go of the sound. Tells nothing."""
        raise NotImplementedError

    def set_volume(self, percent: int) -> None:
        """How loud, as people hear it: 0 to 100."""
        raise NotImplementedError
