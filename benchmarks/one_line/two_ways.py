"""The same room filled in both ways: by its site's service, which fetched the paper once, and past it.

Both go through the same wide-area line, whose bytes are counted.
"""

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from benchmarks.one_line.line import Line, inside
from benchmarks.one_line.room import PAPER_ID, Filled, Site
from benchmarks.one_line.wide import AUTHORITY_ADDRESS, WideArea
from benchmarks.service.site import ROOT, serving


@dataclass(frozen=True, slots=True)
class Ways:
    """What the wide-area line carried in each way, in bytes, and how long it took, in seconds.

    `fetched` is until the site's service had the paper; `room` is its stations taking it from there, which
    the line carries nothing of; `past` is all stations fetching it from the authority's service themselves.
    """

    room: Filled
    fetched: float
    once: int
    past: Filled
    each: int


@dataclass(frozen=True, slots=True)
class Plan:
    """A room to fill: stations, bytes of their paper, processes for the stations."""

    stations: int
    paper_bytes: int
    processes: int


def both_ways(root: Path, plan: Plan, line: Line, wide: WideArea) -> Ways:
    """Fill a room by its site's service, and another past it. The lines are there."""
    above = Site(root / "above", plan.stations, AUTHORITY_ADDRESS)
    above.put_paper(plan.paper_bytes)
    above.seat_room()
    below = Site(root / "below", plan.stations)
    before = wide.carried()
    with serving(above.service, before=inside(wide.authority), host=AUTHORITY_ADDRESS) as service:
        fetched = _fetch(above, below, f"https://{AUTHORITY_ADDRESS}:{service.port}", wide)
        below.seat_room()
        room = below.fill_room(line, plan.processes)
    once = wide.carried() - before
    past = above.fill_room(line, plan.processes, wide.authority)
    return Ways(room, fetched, once, past, wide.carried() - before - once)


def _fetch(above: Site, below: Site, address: str, wide: WideArea) -> float:
    """Join and fetch by the commands that staff give; returns the seconds that fetching took."""
    file = below.service.with_suffix(".examjoin")
    _command(wide.authority, "sites", above.service, "add", "site", "--out", file, "--address", address)
    _command(wide.authority, "sites", above.service, "give", "site", "--paper", PAPER_ID)
    _command(wide.site, "upstream", below.service, "join", file)
    return float(_run(wide.site, "benchmarks.one_line.fetching", below.service))


def _command(namespace: str, *words: str | Path) -> None:
    _run(namespace, "examserver", *words)


def _run(namespace: str, module: str, *words: str | Path) -> str:
    """What a program says that ends by itself, in a namespace."""
    command = [*inside(namespace), sys.executable, "-m", module, *map(str, words)]
    return subprocess.run(command, check=True, cwd=ROOT, stdout=subprocess.PIPE, text=True).stdout
