"""Who sits here now: the attempt that is written in, for whoever writes in it besides the screen."""

from threading import Lock

from examclient.usecases.attempt import Attempt


class SeatHere:
    """Knows the attempt that was opened last, until its candidate has left. May be called from any thread."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._attempt: Attempt | None = None
        self._times = 0

    def take(self, attempt: Attempt) -> None:
        """A candidate sits down; who is let in again takes the seat once more."""
        with self._lock:
            is_same = self._attempt is not None and self._attempt.id == attempt.id
            self._times = self._times + 1 if is_same else 1
            self._attempt = attempt

    def leave(self, attempt_id: str) -> None:
        """The candidate has gone, unless they are back already."""
        with self._lock:
            if self._attempt is not None and self._attempt.id == attempt_id:
                self._times -= 1
                if self._times <= 0:
                    self._attempt = None

    def attempt(self) -> Attempt | None:
        """The attempt, None where nobody sits here."""
        with self._lock:
            return self._attempt
