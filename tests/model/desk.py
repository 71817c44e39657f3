"""A machine of the model: the client's real core on its real journal, that can crash and be copied."""

import hashlib
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from examclient.domain.clock import SiteClock
from examclient.domain.ledger import Ledger
from examclient.domain.worries import Worry
from examclient.errors import JournalError, SiteUnreachableError
from examclient.network.sync import SyncEngine
from examclient.storage.journal import Journal, open_journal
from examclient.usecases.attempt import Attempt
from examclient.usecases.start_attempt import StartAttempt, Station
from examclient.usecases.submit import Submit
from examprotocol.events import Event, Head, Writer, WriterLog, event_hash
from examprotocol.messages import EventsReply, LoginReply, SubmitReply, SubmitRequest, SyncReply, SyncRequest
from examprotocol.signing import load_key
from tests.client.fake_clock import FakeClock
from tests.model.holds import Written
from tests.model.service import Service
from tests.server.conftest import START


class Store:
    """The journal, and a note of all that it has on disk: what anybody ever wrote, and nothing else."""

    def __init__(self, journal: Journal, written: Written) -> None:
        self.journal = journal
        self.fails = False
        self._written = written

    def append(self, writer: Writer, events: Sequence[Event]) -> None:
        if self.fails:
            raise JournalError("The power is gone.")
        self.journal.append(writer, events)
        for event in events:
            self._written.setdefault((writer.id, event.seq), set()).add(event_hash(writer, event))

    def logs(self) -> tuple[WriterLog, ...]:
        return self.journal.logs()

    def is_whole(self) -> bool:
        return self.journal.is_whole()

    def note(self, key: str, value: str) -> None:
        self.journal.note(key, value)

    def noted(self, key: str) -> str:
        return self.journal.noted(key)

    def worries(self) -> frozenset[Worry]:
        return self.journal.worries()

    def look_for_room(self) -> None:
        self.journal.look_for_room()


@dataclass
class Line:
    """The network of one machine: what it does to the next message, and all that ever went over it."""

    service: Service
    station: int
    trouble: str = ""
    sent: list[tuple[str, SyncRequest]] = field(default_factory=list)
    replies: list[tuple[str, Head]] = field(default_factory=list)
    named: list[SubmitRequest] = field(default_factory=list)

    def sync(self, token: str, request: SyncRequest) -> SyncReply:
        self.sent.append((token, request))
        if self.trouble == "drop":
            raise SiteUnreachableError("The message is lost, or late.")
        if self.trouble == "die":
            with self.service.dying():
                reply = self.service.sync(self.station, token, request)
        else:
            reply = self.service.sync(self.station, token, request)
        if self.trouble == "lose reply":
            raise SiteUnreachableError("The reply is lost.")
        self.replies.append((request.writer.id, reply.head))
        return reply

    def submit(self, token: str, request: SubmitRequest) -> SubmitReply:
        self.named.append(request)
        return self.service.submit(self.station, token, request)


class Desk:
    """One machine: its disk, and what runs on it if anything does."""

    def __init__(self, root: Path, number: int, service: Service, written: Written) -> None:
        self.root = root
        self.number = number
        self.line = Line(service, number)
        self.login: LoginReply | None = None
        self.attempt: Attempt | None = None
        self.saved: dict[str, Head] = {}
        self._service = service
        self._written = written
        self._starts = 0
        self._clock = SiteClock(FakeClock(wall=START / 1000 + 60))
        self._key = load_key(service.folder.signing_key.read_text(encoding="utf-8")).export_public(
            as_dict=True
        )

    def sit_down(self) -> None:
        """Log in, and start the client."""
        self.crash()
        self.login = self._service.login(self.number)
        token = self.login.token
        self._begin(self._service.events(self.number, token))

    def start_offline(self) -> None:
        """Start the client again; the service cannot be asked, and what is on the disk has to do."""
        assert self.login is not None
        self.crash()
        self._begin(EventsReply(0, ()))

    def crash(self) -> None:
        """The machine goes off: nothing but its disk is left."""
        if self.attempt is not None:
            self.store.journal.close()
        self.attempt = None

    def new_id(self) -> str:
        """A writer's id: of this machine alone, and the same in every run of an example."""
        self._starts += 1
        return hashlib.sha256(f"{self.root.name} {self._starts}".encode()).hexdigest()[:32]

    def _begin(self, held: EventsReply) -> None:
        assert self.login is not None
        start = StartAttempt(self._open, lambda: held, self._clock, self.new_id)
        attempt, _ = start(self.login, Station("5e" * 16, "model"))
        self.go_on(attempt)

    def go_on(self, attempt: Attempt) -> None:
        """What runs from now on."""
        self.attempt = attempt
        self.engine = SyncEngine(attempt, self._send, lambda: 0.0)
        self.submit = Submit(attempt, self.engine, self._ask, self._key)
        self.show()

    def _open(self, attempt: str) -> Store:
        journal = open_journal(self.root / f"{attempt}.journal")
        self.store = Store(journal, self._written)
        return self.store

    def _send(self, request: SyncRequest) -> SyncReply:
        assert self.login is not None
        return self.line.sync(self.login.token, request)

    def _ask(self, request: SubmitRequest) -> SubmitReply:
        assert self.login is not None
        return self.line.submit(self.login.token, request)

    def show(self) -> None:
        """What the candidate has seen as saved: all that is in the ledger."""
        if self.attempt is not None:
            self.saved = self.attempt._ledger.heads()

    def logs(self) -> tuple[WriterLog, ...]:
        """What is on the disk."""
        assert self.login is not None
        if self.attempt is not None:
            return self.store.logs()
        journal = open_journal(self.root / f"{self.login.attempt}.journal")
        try:
            return journal.logs()
        finally:
            journal.close()

    def copied(self, root: Path) -> "Desk":
        """The machine once more, with all that is on its disk and in its memory."""
        assert self.attempt is not None
        assert self.login is not None
        shutil.copytree(self.root, root)
        copy = Desk(root, self.number, self._service, self._written)
        copy.login = self.login
        store = copy._open(self.login.attempt)
        twin = Attempt(store, Ledger(store.logs()), self.attempt._writer, self._clock, copy.new_id)
        twin._started = self.attempt._started
        for writer, head in self.attempt._site._said.items():
            twin.acknowledge(writer, head)
        copy.go_on(twin)
        return copy
