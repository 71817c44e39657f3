"""Some of the stations of a room: `python -m benchmarks.one_line.stations FOLDER ...`, a thread for each.

Each takes its papers as `examclient --preload --until-done` does. They say READY, begin when a line comes in,
and print what came of it.
"""

import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random

import msgspec

from examclient.domain.backoff import wait_after_trouble
from examclient.domain.clock import SiteClock
from examclient.domain.config import Config
from examclient.errors import SiteAnswerError, SiteUnreachableError
from examclient.machine_clock import MachineClock
from examclient.preloading import PAUSE, build_preload
from examclient.site_link import site_api
from examclient.storage.station_file import read_membership
from examclient.usecases.preload import Preload

READY = "ready"
PATIENCE = 20
"""Rounds that may fail: then the service is gone, and the measurement with it."""


class Taken(msgspec.Struct, frozen=True):
    """When a station had all, by the system's clock in seconds; how many bytes; how many rounds failed."""

    ended: float
    here: int
    failures: int


def preload_in(folder: Path) -> Preload:
    """What takes the papers of the station whose data folder this is."""
    site = read_membership(folder)
    assert site is not None, f"no station has enrolled in {folder}"
    api = site_api(folder, site, SiteClock(MachineClock()))
    return build_preload(Config(folder), site, api)


def take(preload: Preload, dice: Random) -> Taken:
    """Round after round until all is here, with the client's own pauses after what fails.

    Raises the site's errors where that does not end.
    """
    failures = 0
    while True:
        try:
            came = preload(lambda _done, _total: True)
            if came.is_done:
                return Taken(time.monotonic(), came.here, failures)
        except (SiteUnreachableError, SiteAnswerError) as error:
            failures += 1
            if failures > PATIENCE:
                raise
            time.sleep(PAUSE + wait_after_trouble(error, failures, dice.random))


def main(folders: Sequence[str]) -> None:
    """Build all, wait for the word, take. Where the word never comes, whoever would say it is gone."""
    stations = [preload_in(Path(folder)) for folder in folders]
    dice = [Random(folder) for folder in folders]
    print(READY, flush=True)
    if not sys.stdin.readline():
        return
    with ThreadPoolExecutor(len(stations)) as threads:
        taken = list(threads.map(take, stations, dice))
    print(msgspec.json.encode(taken).decode(), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
