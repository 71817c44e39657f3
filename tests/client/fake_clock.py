"""The machine's two clocks, moved by the test alone."""


class FakeClock:
    """Monotonic seconds that only `advance` moves, and a wall clock that somebody may set."""

    def __init__(self, monotonic: float = 1000.0, wall: float = 1_800_000_000.0) -> None:
        self._monotonic = monotonic
        self._wall = wall

    def monotonic(self) -> float:
        return self._monotonic

    def wall(self) -> float:
        return self._wall

    def advance(self, seconds: float) -> None:
        """Time passes on both clocks."""
        self._monotonic += seconds
        self._wall += seconds

    def set_wall(self, seconds: float) -> None:
        """Somebody sets the machine's clock."""
        self._wall = seconds
