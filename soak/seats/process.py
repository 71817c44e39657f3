"""Processes of machines, from outside: started, listened to, killed, started again where they were."""

import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from soak.memory import SeatMemory
from soak.seats.words import STOP, LeftOrder, RoomOrder, SeatOrder, Word

_word = msgspec.json.Decoder(Word)


class Machines:
    """Owns one process of some machines; what they say goes into the memories, which outlive it."""

    def __init__(self, module: str, memories: Mapping[int, SeatMemory], log: Path) -> None:
        self._module = module
        self._memories = memories
        self._log = log
        self._process: subprocess.Popen[bytes] | None = None

    def begin(self, order: msgspec.Struct) -> None:
        """Start the process and tell it what to do."""
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", self._module],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                start_new_session=True,
            )
        self._listener = threading.Thread(target=self._listen, args=(self._process,), daemon=True)
        self._listener.start()
        self.tell(msgspec.json.encode(order))

    def kill(self) -> None:
        """The power of all machines goes; what they had said before is taken in."""
        if self._process is None:
            return
        self._process.kill()
        self._process.wait()
        self._listener.join()
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process = None

    def tell(self, line: bytes) -> None:
        """Say something to the process."""
        assert self._process is not None, "it runs"
        assert self._process.stdin is not None, "it is a pipe"
        self._process.stdin.write(line + b"\n")
        self._process.stdin.flush()

    def _listen(self, process: "subprocess.Popen[bytes]") -> None:
        assert process.stdout is not None, "it is a pipe"
        with process.stdout as lines:
            for line in lines:
                if line.endswith(b"\n"):  # a kill may cut the last one short
                    word: Word = _word.decode(line)
                    self._memories[word.seat].hear(word)


class RoomProcess:
    """Owns a room: the machines at which its candidates sit, and those that they have left."""

    def __init__(self, order: RoomOrder, memories: Mapping[int, SeatMemory], log: Path) -> None:
        self._order = order
        self._memories = memories
        self._sitting = Machines("soak.seats.room", memories, log)
        self._left = Machines("soak.seats.left", memories, log)

    def start(self, moving: Sequence[int] = ()) -> None:
        """Start the machines; each candidate goes on with the answer after the last one tried, and those who
        are moving sit at their other machine.
        """
        seats = tuple(self._continued(one, one.seat in moving) for one in self._order.seats)
        self._order = msgspec.structs.replace(self._order, seats=seats)
        self._sitting.begin(self._order)
        self.look_through()

    def look_through(self) -> None:
        """The machines that were left look once more through what lies on them, as they do every ten minutes:
        a restored service may lack what it had.
        """
        self._left.kill()
        left = tuple(one for one in map(_other, self._order.seats) if self._memories[one.seat].moves)
        for one in left:
            self._memories[one.seat].is_left = False
        if left:
            self._left.begin(LeftOrder(left, self._order.data))

    def kill(self) -> None:
        """The power of all machines goes."""
        self._sitting.kill()
        self._left.kill()

    def end_exam(self) -> None:
        """The time is over."""
        self._sitting.tell(STOP.encode())

    @property
    def seats(self) -> tuple[int, ...]:
        """Who sits here."""
        return tuple(one.seat for one in self._order.seats)

    def _continued(self, one: SeatOrder, is_moving: bool) -> SeatOrder:
        memory = self._memories[one.seat]
        memory.moves += is_moving
        first = memory.tried[-1] + 1 if memory.tried else 1
        one = _other(one) if is_moving else one
        return msgspec.structs.replace(one, first=first)


def _other(one: SeatOrder) -> SeatOrder:
    return msgspec.structs.replace(one, machine=1 - one.machine)
