"""A room of seats as a process that can be killed: `python -m soak.seats.room`.

It reads its order from the first line of the standard input and ends the exam at the second; what its seats
say it writes to the standard output.
"""

import sys
import threading

import msgspec

from soak.seats.seat import Seat
from soak.seats.words import RoomOrder, Word


def main() -> None:
    """Seat everybody, and stay until all have handed in."""
    lock, out = threading.Lock(), sys.stdout.buffer

    def say(word: Word) -> None:
        line = msgspec.json.encode(word) + b"\n"
        with lock:
            out.write(line)
            out.flush()

    order = msgspec.json.decode(sys.stdin.readline(), type=RoomOrder)
    seats = [Seat(order, one, say) for one in order.seats]
    for seat in seats:
        seat.start()
    if not sys.stdin.readline():
        return  # whoever listened has gone
    for seat in seats:
        seat.end()
    for seat in seats:
        seat.join()


if __name__ == "__main__":
    main()
