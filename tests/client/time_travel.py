"""Time that passes for a machine and its site as the test says, and clocks that are wrong."""

from examclient.machine_clock import MachineClock
from tests.client.exam_site import ExamSite


class MovedClock(MachineClock):
    """The machine's two clocks, put forward by the test: both, or one alone."""

    def __init__(self) -> None:
        self._monotonic = 0.0
        self._wall = 0.0

    def monotonic(self) -> float:
        return super().monotonic() + self._monotonic

    def wall(self) -> float:
        return super().wall() + self._wall

    def set_wall(self, seconds: float) -> None:
        """Somebody puts the machine's clock forward, or back."""
        self._wall += seconds

    def advance(self, milliseconds: int) -> None:
        """Time passes, also where the machine sleeps and its clock counts that."""
        self._monotonic += milliseconds / 1000
        self._wall += milliseconds / 1000


def pass_time(milliseconds: int, site: ExamSite, *machines: MovedClock) -> None:
    """So much later, everywhere."""
    site.time.put_forward(milliseconds)
    for machine in machines:
        machine.advance(milliseconds)
