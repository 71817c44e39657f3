"""One line between an exam site and its room: two network namespaces, and Linux's token bucket at both ends.

Rule: this machine's own network is not touched, and whatever is made here goes away with the namespaces.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

SITE_ADDRESS, ROOM_ADDRESS, NETWORK = "10.88.0.1", "10.88.0.2", "10.88.0.0/24"
END = "line"
"""The line's end in either namespace."""

BURST, WAITING = "32kb", "50ms"
"""What may pass at once, and for how long the switch keeps what has to wait; beyond that it drops."""

PROGRAMS = ("ip", "tc")


Ends = tuple[tuple[str, str], tuple[str, str]]
"""Two namespaces, each with its address."""


class NoLineError(Exception):
    """This machine cannot make the line; the text says why, and what would help."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is there: the namespaces at its ends."""

    site: str
    room: str

    def carried(self) -> int:
        """The bytes that have come out at the room's end so far, with all their headers."""
        return carried_to(self.room, END)


def inside(namespace: str) -> tuple[str, ...]:
    """What goes before a command to have it run in a namespace; the process stays the same."""
    return ("ip", "netns", "exec", namespace)


@contextmanager
def line(megabits: int) -> Iterator[Line]:
    """Make a line of so many Mbit/s each way, and take it away again; raises NoLineError."""
    _require_what_it_takes()
    made = Line(f"exam-site-{os.getpid()}", f"exam-room-{os.getpid()}")
    try:
        for command in commands(made, megabits):
            run(*command)
        yield made
    finally:
        with undisturbed():
            for namespace in (made.room, made.site):
                take_away(namespace)


def commands(made: Line, megabits: int) -> list[tuple[str, ...]]:
    """What makes the line."""
    ends = ((made.site, SITE_ADDRESS), (made.room, ROOM_ADDRESS))
    return [*(("ip", "netns", "add", namespace) for namespace, _ in ends), *between(END, ends, megabits)]


def between(name: str, ends: Ends, megabits: int) -> list[tuple[str, ...]]:
    """What lays a line between two namespaces that are there; its ends are called `name` in both.

    Packets leave one by one, not in heaps, so that all headers are counted.
    """
    (near, _), (far, _) = ends
    pair = ("type", "veth", "peer", "name", name, "netns", far)
    bucket = ("root", "tbf", "rate", f"{megabits}mbit", "burst", BURST, "latency", WAITING)
    return [
        ("ip", "-n", near, "link", "add", "name", name, *pair),
        *(
            command
            for namespace, address in ends
            for command in (
                ("ip", "-n", namespace, "address", "add", f"{address}/24", "dev", name),
                ("ip", "-n", namespace, "link", "set", "dev", name, "gso_max_segs", "1"),
                ("ip", "-n", namespace, "link", "set", "dev", "lo", "up"),
                ("ip", "-n", namespace, "link", "set", "dev", name, "up"),
                ("tc", "-n", namespace, "qdisc", "add", "dev", name, *bucket),
            )
        ),
    ]


def carried_to(namespace: str, name: str) -> int:
    """The bytes that have come out at an end of a line so far, with all their headers."""
    return received_in(run("ip", "-n", namespace, "-s", "-j", "link", "show", "dev", name))


def received_in(said: str) -> int:
    """The received bytes in what `ip -s -j link show` says of one interface."""
    (interface,) = json.loads(said)
    return int(interface["stats64"]["rx"]["bytes"])


def _require_what_it_takes() -> None:
    if sys.platform != "linux":
        raise NoLineError("The line needs Linux's network namespaces. Run this on Linux.")
    missing = [program for program in PROGRAMS if shutil.which(program) is None]
    if missing:
        raise NoLineError(f"The line needs {' and '.join(missing)} (Debian: apt-get install iproute2).")
    if os.geteuid() != 0:
        raise NoLineError("The line needs root: only root may make network namespaces. Run this with sudo.")


def run(*command: str) -> str:
    """What a command says; raises NoLineError."""
    try:
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout
    except subprocess.CalledProcessError as error:
        said = error.stderr.strip() or f"it ended with {error.returncode}"
        raise NoLineError(f"The line cannot be made here: `{' '.join(command)}` says: {said}") from error


@contextmanager
def undisturbed() -> Iterator[None]:
    """A second Ctrl+C must not leave a namespace behind; programs started here do not hear it either."""
    before = {number: signal.signal(number, signal.SIG_IGN) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def take_away(namespace: str) -> None:
    """Its end of the line goes with it. It may not be there yet."""
    command = ("ip", "netns", "del", namespace)
    subprocess.run(command, check=False, capture_output=True)
