"""The site service of the model: all of the real one but HTTP, on its real database, that can crash and be
put back to a backup.
"""

import asyncio
import shutil
import tempfile
from collections.abc import Callable, Coroutine, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, event
from sqlalchemy.exc import OperationalError

from examclient.errors import SiteRefusedError, SiteUnreachableError
from examprotocol.events import Head, WriterLog
from examprotocol.merge import Answers
from examprotocol.messages import (
    EventsReply,
    LoginReply,
    LoginRequest,
    Refusal,
    SubmitReply,
    SubmitRequest,
    SyncReply,
    SyncRequest,
)
from examprotocol.rulings import Verdict
from examserver.errors import RefusedError, SiteError
from examserver.services import generations
from examserver.services.attempt_orders import ReleaseAttempt, RuleOnEvents
from examserver.services.caller import Caller
from examserver.services.counting import Grounds, answers_that_count, grounds_of
from examserver.services.responses import append_events
from examserver.services.supplements import issue_due_supplement
from examserver.site import running_site
from examserver.storage.attempts import find_attempt_by_id
from examserver.storage.events import heads_of
from examserver.storage.folder import open_folder
from examserver.storage.receipts import SignedReceipt, newest_receipt
from examserver.storage.site import read_site, set_generation
from examserver.storage.snapshot import copy_database
from examserver.storage.store import writing
from tests.server.conftest import START, FakeClock, prepare
from tests.server.station import ADMISSION, IDENTITY, station_key

T = TypeVar("T")

MINUTE = 60_000
EXAM = "exam-1"

QUICK = Path("/dev/shm")  # noqa: S108 - memory, where there is such a thing: power cuts are another test


class Service:
    """One real site in a folder of its own."""

    def __init__(self, root: Path, template: Path) -> None:
        shutil.copytree(template, root / "site")
        self.folder = open_folder(root / "site")
        self.backups: list[Path] = []
        self.clock = FakeClock(START + MINUTE)
        self._loop = asyncio.new_event_loop()
        self._running = ExitStack()
        self._dies_at_the_next_commit = False
        self._start()

    def _start(self) -> None:
        self._running = ExitStack()
        self.site = self._running.enter_context(running_site(self.folder, self.clock))
        self._store = self.site.responses._store
        event.listen(self._store._writing, "commit", self._before_commit)

    def close(self) -> None:
        self._running.close()
        self._loop.close()

    def crash(self) -> None:
        """The process dies between two requests, and is started again."""
        self._running.close()
        self._start()

    @contextmanager
    def dying(self) -> Iterator[None]:
        """It dies in the middle of what is stored next, just before the commit; then it is started again."""
        self._dies_at_the_next_commit = True
        try:
            yield
        finally:
            self._dies_at_the_next_commit = False
            self.crash()

    def _before_commit(self, _: Connection) -> None:
        if self._dies_at_the_next_commit:
            raise OperationalError("COMMIT", {}, OSError("the power is gone"))

    def backup(self) -> None:
        """A copy of the whole."""
        copy = self.folder.database.with_name(f"backup{len(self.backups)}")
        copy_database(self.folder.database, copy)
        self.backups.append(copy)

    def restore(self, backup: Path) -> None:
        """Put an old state of the whole in the place of what is there, in a new generation."""
        with self._stopped():
            shutil.copy(backup, self.folder.database)
            self.clock.advance(1000)
            with writing(self.folder) as connection:
                known = read_site(connection).generation
                set_generation(connection, generations.next_generation(known, self.clock.now()))

    @contextmanager
    def _stopped(self) -> Iterator[None]:
        self._running.close()
        yield
        self._start()

    # -- what stations ask --------------------------------------------------------------------------------

    def login(self, station: int) -> LoginReply:
        """Log in; where the exam is open at another machine a proctor releases it first."""
        request = LoginRequest(ADMISSION, IDENTITY, "model")
        try:
            return self._ask(self.site.logins.log_in(_caller(station, ""), request))
        except SiteRefusedError as refused:
            if refused.code != Refusal.ELSEWHERE:
                raise
        self._ask(self.site.orders.carry_out(ReleaseAttempt(EXAM, ADMISSION, "proctor", "the model")))
        return self._ask(self.site.logins.log_in(_caller(station, ""), request))

    def events(self, station: int, token: str) -> EventsReply:
        return self._ask(self.site.responses.events(_caller(station, token)))

    def sync(self, station: int, token: str, request: SyncRequest) -> SyncReply:
        return self._ask(self.site.responses.sync(_caller(station, token), request))

    def submit(self, station: int, token: str, request: SubmitRequest) -> SubmitReply:
        return self._ask(self.site.submissions.submit(_caller(station, token), request))

    def take_in(self, logs: tuple[WriterLog, ...]) -> None:
        """What came by stick enters by the one append function, in one transaction."""

        def append(connection: Connection) -> None:
            now = self.clock.now()
            for log in logs:
                append_events(connection, log.writer, log.events, now)
                attempt = find_attempt_by_id(connection, log.writer.attempt)
                assert attempt is not None
                issue_due_supplement(connection, self.site.responses._book, attempt, now)

        self._ask(self._store.write(append))

    def rule(self, attempt: str, verdict: Verdict, spans: tuple[str, ...]) -> None:
        self._ask(self.site.orders.carry_out(RuleOnEvents(attempt, verdict, spans, "proctor", "the model")))

    def _ask(self, asked: Coroutine[Any, Any, T]) -> T:
        """As the network tells it: a refusal, or no answer."""
        self.clock.advance(10)
        try:
            return self._loop.run_until_complete(asked)
        except RefusedError as error:
            raise SiteRefusedError(error.code, error.title, about=error.about) from error
        except SiteError as error:
            raise SiteUnreachableError(error.title) from error

    # -- what is on its disk --------------------------------------------------------------------------------

    def read(self, query: Callable[[Connection], T]) -> T:
        return self._store.read_now(query)

    def grounds(self, attempt: str) -> Grounds:
        return self.read(lambda connection: grounds_of(connection, attempt))

    def answers(self, attempt: str) -> Answers:
        return self.read(lambda connection: answers_that_count(connection, attempt))

    def heads(self, attempt: str) -> dict[str, Head]:
        return self.read(lambda connection: heads_of(connection, attempt))

    def receipt(self, attempt: str) -> SignedReceipt | None:
        return self.read(lambda connection: newest_receipt(connection, attempt))


def _caller(station: int, token: str) -> Caller:
    return Caller(station_key(station).id, token, "127.0.0.1")


def make_template(root: Path) -> Path:
    """A service's folder that every example begins with."""
    return prepare(root / "template").folder.root


def new_folder() -> Path:
    """A folder for one example."""
    return Path(tempfile.mkdtemp(prefix="model", dir=QUICK if QUICK.is_dir() else None))
