"""The wide-area line: from the authority's service to the site, and through the site on to its room.

Rule: as with the room's line: this machine's own network is not touched, and all of it goes away again.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from benchmarks.one_line.line import (
    NETWORK,
    SITE_ADDRESS,
    Line,
    between,
    carried_to,
    run,
    take_away,
    undisturbed,
)

AUTHORITY_ADDRESS, ABOVE_ADDRESS, WIDE_NETWORK = "10.89.0.1", "10.89.0.2", "10.89.0.0/24"
"""The authority's service, and the site as that sees it."""

END = "wide"
FORWARD = ("sysctl", "-q", "-w", "net.ipv4.ip_forward=1")


@dataclass(frozen=True, slots=True)
class WideArea:
    """A wide-area line that is there: the namespaces at its ends."""

    authority: str
    site: str

    def carried(self) -> int:
        """The bytes that have come out at the site's end so far, with all their headers."""
        return carried_to(self.site, END)


@contextmanager
def wide_area(room: Line, megabits: int) -> Iterator[WideArea]:
    """Lay a line of so many Mbit/s each way to the site of a room, and take it away; raises NoLineError."""
    made = WideArea(f"exam-authority-{os.getpid()}", room.site)
    try:
        for command in commands(made, room, megabits):
            run(*command)
        yield made
    finally:
        with undisturbed():
            take_away(made.authority)


def commands(made: WideArea, room: Line, megabits: int) -> list[tuple[str, ...]]:
    """What makes the line, and lets the room through the site to the authority."""
    ends = ((made.authority, AUTHORITY_ADDRESS), (made.site, ABOVE_ADDRESS))
    return [
        ("ip", "netns", "add", made.authority),
        *between(END, ends, megabits),
        ("ip", "netns", "exec", made.site, *FORWARD),
        ("ip", "-n", made.authority, "route", "add", NETWORK, "via", ABOVE_ADDRESS),
        ("ip", "-n", room.room, "route", "add", WIDE_NETWORK, "via", SITE_ADDRESS),
    ]
