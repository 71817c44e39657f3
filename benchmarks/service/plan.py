"""What the load generator is told to send, and what it saw: the two messages between it and a benchmark."""

import msgspec

BEGAN = "began"
"""What the generator says when the clock of its plan begins."""


class Line(msgspec.Struct, frozen=True):
    """One connection and its requests, ready to be sent, one in flight at a time.

    `due` has the second from the start at which each is to be sent; empty: each as soon as the one before is
    answered. A `late` line connects only when its first request is due; that counts as waiting.
    """

    requests: list[bytes]
    due: list[float] = []
    late: bool = False


class Plan(msgspec.Struct, frozen=True):
    """All connections to the service on a loopback port. `keep`: the replies are wanted as well.

    `patient`: where the service is busy the same request is sent again after the time that it says, as the
    client does; it goes on waiting meanwhile.
    """

    port: int
    lines: list[Line]
    keep: bool = False
    patient: bool = False


class Seen(msgspec.Struct, frozen=True):
    """What became of the lines, in their order.

    `waits` are the milliseconds from when a request was to be sent until its reply was whole, `ends` the
    seconds from the start at which that was. `cpu` is the generator's processor time, both in seconds.
    `busy` counts the replies after which a request was sent again.
    """

    waits: list[list[float]]
    ends: list[list[float]]
    bodies: list[list[bytes]]
    refused: int
    seconds: float
    cpu: float
    busy: int = 0

    def all_waits(self) -> list[float]:
        """The milliseconds of all requests."""
        return [wait for line in self.waits for wait in line]
