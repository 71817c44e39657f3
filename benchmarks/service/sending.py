"""Runs the load generator in a process of its own, and reads what it saw."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from subprocess import PIPE, Popen

import msgspec

from benchmarks.service.plan import BEGAN, Line, Plan, Seen
from benchmarks.service.site import ROOT, Service
from benchmarks.service.stations import Seat, Session, opened


def send(plan: Plan, on_begin: Callable[[], object] = lambda: None) -> Seen:
    """Send what is planned; raises CalledProcessError where the service hangs up.

    `on_begin` is called when all are connected and the plan's clock begins.
    """
    with tempfile.TemporaryDirectory() as place:
        wanted, seen = Path(place) / "plan", Path(place) / "seen"
        wanted.write_bytes(msgspec.msgpack.encode(plan))
        command = [sys.executable, "-m", "benchmarks.service.load", str(wanted), str(seen)]
        environment = {name: value for name, value in os.environ.items() if name != "LD_PRELOAD"}
        with Popen(command, cwd=ROOT, env=environment, stdout=PIPE, text=True) as process:
            assert process.stdout is not None, "the generator's output is a pipe"
            if process.stdout.readline().strip() == BEGAN:
                on_begin()
        if process.returncode:
            raise subprocess.CalledProcessError(process.returncode, command)
        return msgspec.msgpack.decode(seen.read_bytes(), type=Seen)


def log_in(service: Service, seats: list[Seat]) -> list[Session]:
    """Log all candidates in, one after another on a few connections."""
    groups = [seats[start::8] for start in range(8)]
    lines = [Line([seat.login_request() for seat in group]) for group in groups]
    seen = send(Plan(service.port, lines, keep=True))
    assert not seen.refused, f"{seen.refused} logins were refused: {seen.bodies[0][:1]}"
    return [
        opened(seat, body)
        for group, bodies in zip(groups, seen.bodies, strict=True)
        for seat, body in zip(group, bodies, strict=True)
    ]
