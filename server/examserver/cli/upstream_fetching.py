"""`examserver upstream fetch`: fetches by itself where nothing serves, else watches the service that does."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection

from examserver.cli.ordering import give
from examserver.clock import SteadyClock
from examserver.errors import FolderTakenError, UpstreamError
from examserver.services.keys import signing_key
from examserver.services.upstream_orders import WakeUpstream
from examserver.storage.folder import ServiceFolder, locked
from examserver.storage.paper_shelf import PaperShelf
from examserver.storage.store import Store, reading
from examserver.storage.upstream import UpstreamPaper, upstream_papers
from examserver.upstream.intake import Intake
from examserver.upstream.round import Told
from examserver.upstream.shelving import require_fetching
from examserver.upstream.stock import Ground, bytes_of

LOOK_SECONDS = 1.0
Say = Callable[[str], object]


def fetch(
    folder: ServiceFolder, told: Told, say: Say, *, until_done: bool, mirror: Path | None = None
) -> None:
    """Fetch once, or until all sealed parts are here; what keeps them from coming is said once.

    Raises UpstreamError where nothing is joined, or it is paused; and for a mirror while the service runs.
    """
    with reading(folder) as connection:
        require_fetching(connection)
    try:
        with locked(folder):
            _fetch_here(folder, told, _once(say), mirror, until_done=until_done)
    except FolderTakenError as error:
        if mirror is not None:
            raise UpstreamError(
                "A running service fetches by the network only.", "Stop it, fetch from the mirror, start it."
            ) from error
        before = _asked(folder)
        for line in give(folder.root, WakeUpstream()).lines:
            say(line)
        if until_done:
            _watch(folder, told, _once(say), before)


def is_all_here(connection: Connection, folder: ServiceFolder) -> bool:
    """Whether all sealed parts of what is given are here, by an answer that had nothing wrong in it."""
    upstream = require_fetching(connection)
    given, shelf = _given(connection), PaperShelf(folder.papers, signing_key(folder))
    have_places = all(
        shelf.is_from_authority(one.paper) for one in given
    )  # not where another machine fetched
    here, total = bytes_of(shelf, given)
    return have_places and here == total and upstream.answered > 0 and not upstream.trouble


def _fetch_here(
    folder: ServiceFolder, told: Told, say: Say, mirror: Path | None, *, until_done: bool
) -> None:
    with _intake(folder, told, mirror) as (store, intake):
        while True:
            wait = intake.round()
            say(store.read_now(require_fetching).trouble)
            if not until_done or store.read_now(lambda connection: is_all_here(connection, folder)):
                return
            time.sleep(wait)


def _watch(folder: ServiceFolder, told: Told, say: Say, before: int) -> None:
    """Until a round that began after `before`, in milliseconds, has found all of it here."""
    while True:
        with reading(folder) as connection:
            told(*_bytes(connection, folder))
            is_done = is_all_here(connection, folder)
            say(require_fetching(connection).trouble)
        if is_done and _asked(folder) > before:
            return
        time.sleep(LOOK_SECONDS)


def _asked(folder: ServiceFolder) -> int:
    with reading(folder) as connection:
        return require_fetching(connection).asked


def _bytes(connection: Connection, folder: ServiceFolder) -> tuple[int, int]:
    return bytes_of(PaperShelf(folder.papers, signing_key(folder)), _given(connection))


def _given(connection: Connection) -> tuple[UpstreamPaper, ...]:
    return tuple(one for one in upstream_papers(connection) if one.given)


def _once(say: Say) -> Say:
    """Says nothing twice in a row, and nothing that is empty."""
    said = [""]

    def tell(words: str) -> None:
        if words and words != said[0]:
            said[0] = words
            say(words)

    return tell


@contextmanager
def _intake(folder: ServiceFolder, told: Told, mirror: Path | None) -> Iterator[tuple[Store, Intake]]:
    store, key = Store(folder), signing_key(folder)
    try:
        ground = Ground(store, folder, PaperShelf(folder.papers, key), key, SteadyClock())
        yield store, Intake(ground, told=told, mirror=mirror)
    finally:
        store.close()
