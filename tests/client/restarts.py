"""Machines that start again, and what is kept on them."""

import time

from examclient.machine_clock import MachineClock
from examclient.storage.kept_sessions import KeptSessions
from tests.client.seat import Seat


class Rebooted(MachineClock):
    """The machine after a power cut: another boot, a monotonic clock that began anew, and a wall clock."""

    def __init__(self, wall_jump: float = 0.0) -> None:
        self._began = time.monotonic() - 20.0
        self._jump = wall_jump

    def monotonic(self) -> float:
        return time.monotonic() - self._began

    def wall(self) -> float:
        return time.time() + self._jump

    def boot(self) -> str:
        return "another boot"


def kept_files(seat: Seat) -> list[str]:
    return sorted(path.name for path in (seat.data / "kept").glob("*"))


def is_left(seat: Seat) -> bool:
    """Whether this machine keeps one exam, which was moved away and of which everything is sent."""
    return [kept.left for kept in KeptSessions(seat.data).all()] == [True]
