"""The service's store, written as the service writes it: one group-committing writer, one append function."""

import asyncio
import shutil
import tempfile
from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path

from sqlalchemy import Connection

from examprotocol.chain import check_chain
from examprotocol.errors import ProtocolError
from examprotocol.events import Event, Head, Writer
from examserver.clock import SteadyClock
from examserver.errors import SiteError
from examserver.services.responses import append_events
from examserver.storage.attempts import Attempt, add_attempt
from examserver.storage.events import heads_of, logs_of
from examserver.storage.exams import all_exams
from examserver.storage.folder import locked, open_folder
from examserver.storage.store import Store, writing
from soak.site import SoakSite
from soak.writers.subject import MOST_TRIES, Finished, Held, Order, Refused, Saved, Tell, Trying
from soak.writing import batches, new_writer

CANDIDATES = 4
"""So many write at the same time, which is what makes groups."""

ALONE = 8
"""So many events are stored by one candidate first, before the others begin: each in a group of its own."""

ONE_ATTEMPT = 10
BLOCKS = 100
"""Attempts are there for so many times ten starts."""


class StoreSubject:
    """A service's folder: in each start every candidate's writer is a new one."""

    name = "store"

    def prepare(self, folder: Path) -> None:
        """Set up a service with candidates who have all logged in."""
        with tempfile.TemporaryDirectory(prefix="exam-soak-site-") as place:
            site = SoakSite(Path(place) / "site", CANDIDATES * BLOCKS)
            with writing(site.folder) as connection:
                _log_all_in(connection, [admission for admission, _ in site.candidates])
            shutil.copytree(site.root, folder / "site")

    def write(self, order: Order, tell: Tell) -> None:
        """Serve the store to some candidates at once; what is refused is offered again."""
        for _ in range(MOST_TRIES):
            try:
                asyncio.run(_serve(order, tell))
            except (SiteError, OSError) as error:  # both of which the command line has a sentence for
                tell(Refused(str(error), plainly=True))
            else:
                return

    def read(self, folder: Path, numbers: Iterable[int]) -> Held:
        """What the attempts of these starts hold, opened as the service opens it."""
        attempts = sorted({_attempt(number, one) for number in numbers for one in range(CANDIDATES)})
        try:
            with writing(open_folder(folder / "site")) as connection:
                logs = [log for attempt in attempts for log in logs_of(connection, attempt)]
                heads = [heads_of(connection, log.writer.attempt)[log.writer.id] for log in logs]
                found = str(connection.exec_driver_sql("PRAGMA quick_check(1)").scalar_one())
        except (SiteError, ProtocolError) as error:
            return Held((), (str(error),))
        damage = [] if found == "ok" else [found]
        for log, head in zip(logs, heads, strict=True):
            if head != check_chain(log.writer, log.events, Head(0)):
                damage.append(f"the head of writer {log.writer.id} is not that of its events")
        return Held(tuple((log.writer, log.events) for log in logs), tuple(damage))


async def _serve(order: Order, tell: Tell) -> None:
    folder = open_folder(order.folder / "site")
    with locked(folder):
        store = Store(folder)
        try:
            first, *others = (_writer(order.number, one) for one in range(CANDIDATES))
            done = [await _append_all(store, first, ALONE, tell)]
            together = (_append_all(store, one, order.events, tell) for one in others)
            done += await asyncio.gather(*together)
        finally:
            store.close()
    if all(done):
        tell(Finished())


async def _append_all(store: Store, writer: Writer, limit: int, tell: Tell) -> bool:
    for events in batches(writer):
        for _ in range(MOST_TRIES):
            tell(Trying(writer.id))
            try:
                seq = await store.write(partial(_append, writer, events))
            except SiteError as error:
                tell(Refused(error.title, plainly=True))
            else:
                tell(Saved(writer.id, seq))
                break
        else:
            return False
        if seq >= limit:
            return True
    return False


def _append(writer: Writer, events: Sequence[Event], connection: Connection) -> int:
    outcome = append_events(connection, writer, events, SteadyClock().now())
    assert isinstance(outcome, Head), "nobody else writes as this writer"
    return outcome.seq


def _log_all_in(connection: Connection, admissions: Sequence[str]) -> None:
    (exam,) = all_exams(connection)
    for place, admission in enumerate(admissions):
        block, one = divmod(place, CANDIDATES)
        attempt = Attempt(_attempt(block * ONE_ATTEMPT, one), exam.id, admission, granted=1, submitted=False)
        add_attempt(connection, attempt)


def _writer(number: int, one: int) -> Writer:
    return new_writer(_attempt(number, one), number * CANDIDATES + one)


def _attempt(number: int, one: int) -> str:
    return f"{number // ONE_ATTEMPT * CANDIDATES + one:032x}"
