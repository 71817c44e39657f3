"""A machine of the model: the client's real core on its real disk, that can crash and be copied."""

import hashlib
import shutil
from collections.abc import Sequence
from pathlib import Path

from msgspec.structs import replace

from examclient.domain.clock import SiteClock
from examclient.domain.exam_end import end_of
from examclient.domain.kept_session import KeptSession
from examclient.domain.ledger import Ledger
from examclient.domain.site import Membership
from examclient.domain.worries import Worry
from examclient.errors import ExamError, JournalError
from examclient.network.sync import Round, SyncEngine
from examclient.storage.journal import Journal
from examclient.storage.journal_recipients import JournalRecipients
from examclient.storage.journal_setting import Setting
from examclient.storage.journals import Journals
from examclient.storage.kept_sessions import KeptSessions
from examclient.usecases.admission import Admit, Admitted, FindHeld
from examclient.usecases.attempt import Attempt
from examclient.usecases.backlog import AGAIN, PASS, Backlog
from examclient.usecases.catch_up import CatchUp
from examclient.usecases.leftover import Counter
from examclient.usecases.log_in import Claim, LogIn
from examclient.usecases.room_codes import MoveByCode, RoomCodes, code_to_go_on
from examclient.usecases.room_password import CheckRoomPassword
from examclient.usecases.sitting import RECEIPT
from examclient.usecases.spare import FindSpare
from examclient.usecases.start_attempt import StartAttempt, Station
from examclient.usecases.submit import Submission, Submit
from examclient.version import VERSION
from examprotocol.events import Epoch, Event, Head, Started, Writer, WriterLog, event_hash
from examprotocol.messages import LoginReply
from examprotocol.room_password import PasswordHash
from tests.model.holds import Written
from tests.model.line import Line
from tests.model.service import EXAM, Service
from tests.server.conftest import START, FakeClock
from tests.server.moving import PASSWORD
from tests.server.station import ADMISSION, IDENTITY, ROOM, station_key

BOOT = "the one boot"
MOST_STEPS = 300
"""That a look through what lies on a machine may take."""


class WorldClock:
    """Both clocks of a machine in a room where time passes for all alike."""

    def __init__(self, world: FakeClock) -> None:
        self._world = world

    def monotonic(self) -> float:
        return 1000 + (self._world.now() - START) / 1000

    def wall(self) -> float:
        return self._world.now() / 1000


class NoTries:
    """Nobody here types anything wrong."""

    def keep_wrong_tries(self, count: int) -> None:
        """Keep the count."""

    def kept_wrong_tries(self) -> int:
        return 0


class Store:
    """The journal, and a note of all that it has on disk: what anybody ever wrote, and nothing else."""

    def __init__(self, journal: Journal, written: Written, own: set[str]) -> None:
        self.journal = journal
        self.fails = False
        self._written = written
        self._own = own

    def append(self, writer: Writer, events: Sequence[Event]) -> None:
        if self.fails:
            raise JournalError("The power is gone.")
        if writer.id in self._own and events[0].seq == 1:
            self._require_sight(writer, events[0])
        self.journal.append(writer, events)
        for event in events:
            self._written.setdefault((writer.id, event.seq), set()).add(event_hash(writer, event))

    def _require_sight(self, writer: Writer, first: Event) -> None:
        """A start names all that lies here; but of a forked writer only what the site can have."""
        assert isinstance(first.body, Started)
        held = {one.writer.id: len(one.events) for one in self.journal.logs() if one.writer.id != writer.id}
        if not first.body.carries:
            assert first.body.seen.keys() == held.keys(), "a start has seen whatever lies on its machine"
        assert all(seq <= held[name] for name, seq in first.body.seen.items()), "nobody saw what is not here"

    def logs(self) -> tuple[WriterLog, ...]:
        return self.journal.logs()

    def found(self) -> tuple[WriterLog, ...]:
        return self.journal.found()

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


class Desk:
    """One machine: its disk, and what runs on it if anything does."""

    engine: SyncEngine
    submit: Submit
    store: Store
    _login: LoginReply
    _identity: PasswordHash

    def __init__(self, root: Path, number: int, service: Service, written: Written) -> None:
        self.root = root
        self.number = number
        self.clock = SiteClock(WorldClock(service.clock))
        self.line = Line(service, number, self.clock)
        self.attempt: Attempt | None = None
        self.saved: dict[str, Head] = {}
        self._service = service
        self._written = written
        self._own: set[str] = set()
        self._starts = 0
        self._newest = Epoch(0, 0)
        self.site = _membership(service, number)
        cards = (service.room_card(),)
        self._setting = Setting(JournalRecipients(self.site, lambda: cards))
        self.journals = Journals(root, self._setting)
        self.shelf = KeptSessions(root)
        find_held = FindHeld(self.shelf, NoTries(), self.clock)
        find_spare = FindSpare(self.shelf, self.site, self.clock)
        self._admit = Admit(LogIn(self.line, VERSION), find_held, find_spare)
        check = CheckRoomPassword(lambda: cards, self.site, NoTries(), self.clock)
        self._codes = RoomCodes(check, NoTries(), self.clock)

    # -- who sits here --------------------------------------------------------------------------------------

    def enter(self, *, consent: bool = False) -> Admitted:
        """The candidate types both numbers, and a proctor the room password where the exam is to move.

        Raises what the client's admission does, and then nothing runs.
        """
        self.crash()
        admitted = self._admit(ADMISSION, IDENTITY, Claim(consent=PASSWORD if consent else ""))
        self.begin(admitted)
        return admitted

    def enter_again(self) -> None:
        """The session has ended at the site: the same start goes on with another one, and gets no epoch."""
        kept = self.kept
        assert kept is not None
        claim = Claim(kept.attempt, kept.login.epoch)
        admitted = self._admit(ADMISSION, IDENTITY, claim)
        self._keep(replace(kept, login=replace(kept.login, token=admitted.login.token)))
        self.line.token = admitted.login.token
        self.hear(admitted.newest or admitted.login.epoch)

    def start_offline(self) -> bool:
        """Start the client again; the service cannot be asked, and what is on the disk has to do."""
        kept = self.kept
        if kept is None:
            return False
        self.crash()
        with self.line.cut():
            self.begin(Admitted(kept.login, kept.identity, kept, kept.newest))
        return True

    def go_on_by_code(self, typed: str) -> bool:
        """A proctor types what another machine shows; nobody asks the service. Says whether it was taken."""
        kept = self.kept
        if kept is None:
            return False
        judged = MoveByCode(self._codes, self.journals.left)(kept, PASSWORD, typed)
        if judged.admitted is None:
            return False
        self.crash()
        with self.line.cut():
            self.begin(judged.admitted)
        return True

    def code(self) -> str:
        """What another machine may go on by."""
        assert self.attempt is not None
        return code_to_go_on(self._codes.unlock(PASSWORD, EXAM).key, self.attempt, self._newest)

    def begin(self, admitted: Admitted) -> None:
        """One more start of the client, as its assembly builds it."""
        login, kept = admitted.login, admitted.kept
        self.line.token = login.token
        start = StartAttempt(self._open, self.line.events, self.clock, self.new_id)
        station = Station(self.site.station, VERSION)
        try:
            attempt, store = start(
                login, station, is_return=kept is not None, act=admitted.act, word=admitted.word
            )
        except ExamError:
            self.crash()
            raise
        held = [token for one in self.shelf.all() for token in one.login.extensions]
        end = end_of(login, self.site.site_id, self.site.signing_key, held)
        may_lack = kept is not None and not kept.moved
        send = CatchUp(attempt, self.line.sync, self.line.events) if may_lack else self.line.sync
        self._newest = max(login.epoch, admitted.newest or login.epoch)
        self._identity = admitted.identity
        self._login = login
        self.go_on(attempt, SyncEngine(attempt, send, lambda: 0.0, end), store.noted(RECEIPT))

    def go_on(self, attempt: Attempt, engine: SyncEngine, receipt: str) -> None:
        """What runs from now on."""
        self.attempt, self.engine = attempt, engine
        self.submit = Submit(attempt, engine, self.line.submit, self.site.signing_key, receipt)
        self.show()

    def crash(self) -> None:
        """The machine goes off: nothing but its disk is left."""
        self.attempt = None
        self.journals.close()
        self.journals = Journals(self.root, self._setting)

    # -- what it hears and shows ----------------------------------------------------------------------------

    def round(self) -> Round:
        """One round of sync, and what the client keeps of the answer."""
        done = self.engine.run_once()
        if done.reply is not None:
            self.hear(done.reply.epoch)
        return done

    def hand_in(self) -> Submission:
        """One try to hand in."""
        done = self.submit.run_once()
        if done.token:
            self.store.note(RECEIPT, done.token)
        return done

    def hear(self, newest: Epoch) -> None:
        """The site names the newest epoch."""
        self._newest = max(self._newest, newest)
        self.show()

    @property
    def is_moved(self) -> bool:
        """Whether this machine knows that the candidate sits elsewhere: it takes no answers then."""
        return self.attempt is not None and self._newest > self.attempt.epoch

    def show(self) -> None:
        """What the candidate has seen as saved: all that is in the ledger. What a restart needs is kept."""
        if self.attempt is None:
            return
        self.saved = self.attempt._ledger.heads()
        assert self.engine.end is not None
        exam = replace(self._login.exam, end=self.engine.end.end())
        token, extensions = self.line.token, self.engine.end.tokens()
        self._login = replace(self._login, exam=exam, token=token, extensions=extensions)
        kept = KeptSession(
            self._login, self._identity, BOOT, self.clock.moment(), moved=self.is_moved, newest=self._newest
        )
        known = self.kept
        if known is None or replace(known, clock=kept.clock) != kept:
            self._keep(kept)

    # -- what is on the disk --------------------------------------------------------------------------------

    @property
    def kept(self) -> KeptSession | None:
        """The session that a restart would find."""
        return next(iter(self.shelf.all()), None)

    def _keep(self, kept: KeptSession) -> None:
        self.shelf.keep(kept)

    def logs(self) -> tuple[WriterLog, ...]:
        """The events, as a start of the client would find them."""
        if self.attempt is not None:
            return self.store.logs()
        journals = Journals(self.root, self._setting)
        try:
            return tuple(log for attempt in journals.attempts() for log in journals.open(attempt).logs())
        finally:
            journals.close()

    def noted(self, key: str) -> str:
        """What is noted beside them."""
        notes = (self.journals.left(attempt).noted(key) for attempt in self.journals.attempts())
        return next(notes, "")

    def is_empty(self) -> bool:
        """Whether no journal lies here."""
        return not self.journals.attempts()

    def look_through(self, running: str = "") -> list[ExamError]:
        """What others left here goes out while nobody is in the way; returns what went wrong."""
        counter = Counter(self.line, self.site, self.clock, lambda: 0.0)
        backlog, troubles = Backlog(self.journals, counter, self.shelf.remove), list[ExamError]()
        for _ in range(MOST_STEPS):
            done = backlog.run_once(running)
            if done.trouble is not None:
                self._note_all()
                troubles.append(done.trouble)
            elif done.wait in (PASS, AGAIN):
                return troubles
        raise AssertionError(f"I9: machine {self.number} never comes to an end: {troubles[-3:]}")

    def keep_grant(self) -> None:
        """The running client asks once for the site's word that the attempt was open here."""
        assert self.attempt is not None
        counter = Counter(self.line, self.site, self.clock, lambda: 0.0)
        Backlog(self.journals, counter, self.shelf.remove).run_once(self.attempt.id)

    def _note_all(self) -> None:
        """A fork may have been carried on by a writer of its own."""
        for attempt in self.journals.attempts():
            for log in self.journals.left(attempt).logs():
                for event in log.events:
                    held = event_hash(log.writer, event)
                    self._written.setdefault((log.writer.id, event.seq), set()).add(held)

    # -- how it is built ------------------------------------------------------------------------------------

    def new_id(self) -> str:
        """A writer's id: of this machine alone, and the same in every run of an example."""
        self._starts += 1
        made = hashlib.sha256(f"{self.root.name} {self._starts}".encode()).hexdigest()[:32]
        self._own.add(made)
        return made

    def _open(self, attempt: str) -> Store:
        self.store = Store(self.journals.open(attempt), self._written, self._own)
        return self.store

    def copied(self, root: Path) -> "Desk":
        """The machine once more, with all that is on its disk and in its memory."""
        assert self.attempt is not None
        shutil.copytree(self.root, root)
        copy = Desk(root, self.number, self._service, self._written)
        copy.line.token, copy._newest = self.line.token, self._newest
        copy._login, copy._identity = self._login, self._identity
        store = copy._open(self.attempt.id)
        twin = Attempt(store, Ledger(store.logs()), self.attempt._writer, copy.clock, copy.new_id)
        twin._started = self.attempt._started
        for writer, head in self.attempt._site._said.items():
            twin.acknowledge(writer, head)
        end = end_of(self._login, self.site.site_id, self.site.signing_key)
        copy.go_on(twin, SyncEngine(twin, copy.line.sync, lambda: 0.0, end), store.noted(RECEIPT))
        return copy


def _membership(service: Service, number: int) -> Membership:
    card = service.card
    return Membership(
        site=card.site,
        site_id=card.site_id,
        address=card.address,
        signing_key=card.signing_key,
        opening_key=card.opening_key,
        authority=card.authority,
        station=station_key(number).id,
        name=f"PC-{number:02}",
        room=ROOM,
        seat=str(number),
    )
