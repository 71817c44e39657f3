"""One room's process, from outside: started, listened to, killed, started again where it was."""

import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path

import msgspec

from soak.memory import SeatMemory
from soak.seats.words import STOP, RoomOrder, SeatOrder, Word

_word = msgspec.json.Decoder(Word)


class RoomProcess:
    """Owns the process of some seats; what they say goes into the memories, which outlive it."""

    def __init__(self, order: RoomOrder, memories: Mapping[int, SeatMemory], log: Path) -> None:
        self._order = order
        self._memories = memories
        self._log = log
        self.starts = 0

    def start(self) -> None:
        """Start the machines; each candidate goes on with the answer after the last one tried."""
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "soak.seats.room"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                start_new_session=True,
            )
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()
        seats = tuple(self._continued(one) for one in self._order.seats)
        self._tell(msgspec.json.encode(msgspec.structs.replace(self._order, seats=seats)))
        self.starts += 1

    def kill(self) -> None:
        """The power of all machines goes; what they had said before is taken in."""
        self._process.kill()
        self._process.wait()
        self._listener.join()
        assert self._process.stdin is not None
        self._process.stdin.close()

    def end_exam(self) -> None:
        """The time is over."""
        self._tell(STOP.encode())

    def is_done(self) -> bool:
        """Whether all seats have their receipt, or the process has ended without."""
        return self._process.poll() is not None

    def _continued(self, one: SeatOrder) -> SeatOrder:
        tried = self._memories[one.seat].tried
        return msgspec.structs.replace(one, first=tried[-1] + 1 if tried else 1)

    def _tell(self, line: bytes) -> None:
        assert self._process.stdin is not None, "it is a pipe"
        self._process.stdin.write(line + b"\n")
        self._process.stdin.flush()

    def _listen(self) -> None:
        assert self._process.stdout is not None, "it is a pipe"
        with self._process.stdout as lines:
            for line in lines:
                if line.endswith(b"\n"):  # a kill may cut the last one short
                    word: Word = _word.decode(line)
                    self._memories[word.seat].hear(word)
