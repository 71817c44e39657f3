"""The site service of the model: all of the real one but HTTP, on its real database, that can crash."""

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
from examprotocol.events import Epoch, Head, WriterLog
from examprotocol.merge import Answers
from examprotocol.rulings import Verdict
from examserver.errors import RefusedError, SiteError
from examserver.services.attempt_orders import ReleaseAttempt, RuleOnEvents
from examserver.services.audit import AT_THE_CONSOLE
from examserver.services.caller import Caller
from examserver.services.counting import Grounds, answers_that_count, grounds_of
from examserver.services.exam_orders import ExtendExam
from examserver.services.offline_codes import card_of_room, code_to_move, next_by_code, open_codes
from examserver.services.order import StaffOrder
from examserver.services.responses import append_events
from examserver.services.setup import SiteCard, read_card
from examserver.services.supplements import issue_due_supplement
from examserver.site import running_site
from examserver.storage.attempts import Attempt, find_attempt_by_id
from examserver.storage.events import heads_of
from examserver.storage.exams import Exam, exam_for
from examserver.storage.extensions import has_extension
from examserver.storage.folder import ServiceFolder, open_folder
from examserver.storage.receipts import SignedReceipt, has_receipt, newest_receipt
from examserver.storage.room_cards import newest_card
from tests.server.conftest import START, FakeClock, prepare
from tests.server.moving import PASSWORD, put_password
from tests.server.station import ADMISSION, ROOM, station_key

T = TypeVar("T")

MINUTE = 60_000
EXAM = "exam-1"

QUICK = Path("/dev/shm")  # noqa: S108 - memory, where there is such a thing: power cuts are another test


class Service:
    """One real site in a folder of its own."""

    def __init__(self, root: Path, template: Path) -> None:
        shutil.copytree(template, root / "site")
        self.folder = open_folder(root / "site")
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
        with self.stopped():
            pass

    @contextmanager
    def stopped(self) -> Iterator[ServiceFolder]:
        """Nothing runs; what runs then is started in the folder that is named by then."""
        self._running.close()
        yield self.folder
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

    def ask(self, asked: Coroutine[Any, Any, T]) -> T:
        """As the network tells it: a refusal, or no answer."""
        self.clock.advance(10)
        try:
            return self._loop.run_until_complete(asked)
        except RefusedError as error:
            raise SiteRefusedError(error.code, error.title, about=error.about) from error
        except SiteError as error:
            raise SiteUnreachableError(error.title) from error

    # -- what its staff does --------------------------------------------------------------------------------

    def order(self, order: StaffOrder) -> None:
        self.ask(self.site.orders.carry_out(order, AT_THE_CONSOLE))

    def release(self) -> None:
        self.order(ReleaseAttempt(EXAM, ADMISSION, "proctor", "the model"))

    def extend(self, minutes: int, *, everybody: bool) -> None:
        self.order(ExtendExam(EXAM, minutes, "" if everybody else ADMISSION, "the model"))

    def rule(self, attempt: str, verdict: Verdict, spans: tuple[str, ...]) -> None:
        self.order(RuleOnEvents(attempt, verdict, spans, "proctor", "the model"))

    def take_in(self, logs: tuple[WriterLog, ...]) -> None:
        """What came by stick enters by the one append function, in one transaction."""

        def append(connection: Connection) -> None:
            now = self.clock.now()
            for log in logs:
                append_events(connection, log.writer, log.events, now)
                attempt = find_attempt_by_id(connection, log.writer.attempt)
                assert attempt is not None
                issue_due_supplement(connection, self.site.responses._book, attempt, now)

        self.ask(self._store.write(append))

    def next_by_code(self, attempt: str) -> Epoch:
        """The epoch that the service's own screen would say; raises AttemptError."""
        return self.read(lambda connection: next_by_code(connection, self.attempt(attempt)))

    def code_of(self, attempt: str, epoch: Epoch) -> str:
        return code_to_move(self.code_key, attempt, epoch)

    @property
    def code_key(self) -> bytes:
        """What the room password opens."""
        key = self.site.responses._book.seal.key
        card = self.read(lambda connection: card_of_room(connection, ROOM, EXAM, key))
        return key_of(card.sealed, lambda: open_codes(card, PASSWORD))

    def close_what_is_due(self) -> None:
        """What it does every few seconds."""
        self.site.closing.run_once()

    # -- what is on its disk --------------------------------------------------------------------------------

    def read(self, query: Callable[[Connection], T]) -> T:
        return self._store.read_now(query)

    @property
    def card(self) -> SiteCard:
        return read_card(self.folder)

    def room_card(self) -> str:
        return self.read(lambda connection: newest_card(connection, ROOM, EXAM)) or ""

    def attempt(self, attempt: str) -> Attempt:
        found = self.read(lambda connection: find_attempt_by_id(connection, attempt))
        return found or Attempt(attempt, EXAM, ADMISSION, granted=0, submitted=False)

    def exam(self) -> Exam:
        """The candidate's own."""
        exam = self.read(lambda connection: exam_for(connection, EXAM, ADMISSION))
        assert exam is not None
        return exam

    def has_extension(self, name: str) -> bool:
        return self.read(lambda connection: has_extension(connection, name))

    def has_receipt(self, attempt: str, token: str) -> bool:
        return self.read(lambda connection: has_receipt(connection, attempt, token))

    def grounds(self, attempt: str) -> Grounds:
        return self.read(lambda connection: grounds_of(connection, attempt))

    def answers(self, attempt: str) -> Answers:
        return self.read(lambda connection: answers_that_count(connection, attempt))

    def heads(self, attempt: str) -> dict[str, Head]:
        return self.read(lambda connection: heads_of(connection, attempt))

    def receipt(self, attempt: str) -> SignedReceipt | None:
        return self.read(lambda connection: newest_receipt(connection, attempt))


_keys: dict[str, bytes] = {}


def key_of(sealed: str, opening: Callable[[], bytes]) -> bytes:
    """Opening it takes 0.1 s, and there is one in all of the model."""
    if sealed not in _keys:
        _keys[sealed] = opening()
    return _keys[sealed]


def caller(station: int, token: str) -> Caller:
    return Caller(station_key(station).id, token, "127.0.0.1")


def make_template(root: Path) -> Path:
    """A service's folder that every example begins with; its room has a password."""
    prepared = prepare(root / "template")
    put_password(prepared)
    return prepared.folder.root


def new_folder() -> Path:
    """A folder for one example."""
    return Path(tempfile.mkdtemp(prefix="model", dir=QUICK if QUICK.is_dir() else None))
