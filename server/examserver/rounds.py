"""Runs a piece of work every few seconds beside the service. The only place that waits for the next round."""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from examserver.errors import SiteError

log = logging.getLogger(__name__)


@contextmanager
def repeating(work: Callable[[], object], seconds: float) -> Iterator[None]:
    """Do the work at once and then every so many seconds, until the end; a round under way is waited for."""
    ending = threading.Event()

    def run() -> None:
        while True:
            try:
                work()
            except SiteError as error:
                log.warning("a round of work beside the service was not done: %s", error)
            except Exception:  # the background runner: the next round tries again
                log.exception("a round of work beside the service failed")
            if ending.wait(seconds):
                return

    thread = threading.Thread(target=run, name="rounds", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ending.set()
        thread.join()
