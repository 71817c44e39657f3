"""Either side of a report as a process that dies in the middle of a step:

    python -m tests.server.dying serve FOLDER PORT STEP     the authority's service
    python -m tests.server.dying round FOLDER STEP          one round of the site's

It ends like a power cut, without any clearing up, when it comes to that step of reporting; 0 never.
"""

import os
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from examserver.services.reporting import desk, packing, pages
from examserver.serving import SiteServer
from examserver.storage.folder import open_folder
from examserver.upstream import reporter
from tests.server.authority import Below
from tests.server.conftest import START, FakeClock

DIED = 9


class Steps:
    """Counts what is done, and dies at one step: half of the time before it is stored, half after."""

    def __init__(self, last: int) -> None:
        self._left = last

    def watch(self, where: Any, name: str) -> None:
        """Count each call of what `where` calls so."""
        act: Callable[..., Any] = getattr(where, name)

        def counted(*args: Any, **named: Any) -> Any:
            self._left -= 1
            if self._left == 0 and len(str(args)) % 2:
                os._exit(DIED)
            done = act(*args, **named)
            if self._left == 0:
                os._exit(DIED)
            return done

        setattr(where, name, counted)


def serve(folder: Path, port: int, last: int) -> None:
    """The authority's service at a port."""
    steps = Steps(last)
    for name in ("begin", "put_part", "take_next", "acknowledge"):
        steps.watch(desk, name)
    steps.watch(pages, "put_part")
    with SiteServer(folder, port=port, clock=FakeClock(START)) as server:
        print(server.port, flush=True)  # noqa: T201 - the test reads it
        threading.Event().wait()


def round_of(folder: Path, last: int) -> None:
    """One round of a site's service, with small parts so that there are many."""
    packing.FULL = 400
    steps = Steps(last)
    steps.watch(packing, "put_part")
    for name in ("keep_package", "note_progress", "read_part", "keep_acknowledgement"):
        steps.watch(reporter, name)
    Below(open_folder(folder), FakeClock(START)).round()


if __name__ == "__main__":
    if sys.argv[1] == "serve":
        serve(Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
    else:
        round_of(Path(sys.argv[2]), int(sys.argv[3]))
