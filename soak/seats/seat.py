"""One candidate at one machine, played by the client's own core: disk, network and the way to hand in.

Rule: two threads, as in the client: one saves, one talks to the site. Each start is a new writer, and where
the candidate comes over from another machine a proctor consents.
"""

import random
import threading
import time
from collections.abc import Callable
from pathlib import Path
from secrets import token_hex
from typing import TypeVar

from examclient.domain.backoff import wait_after_trouble
from examclient.domain.clock import SiteClock
from examclient.domain.exam_end import end_of
from examclient.domain.site import Membership
from examclient.enrolling import build_enrol
from examclient.errors import ExamError, JournalError, SiteRefusedError
from examclient.machine_clock import MachineClock
from examclient.network.http import SiteHttp
from examclient.network.proof import StationSigner
from examclient.network.site_api import SiteApi
from examclient.network.sync import Round, SyncEngine
from examclient.storage.enrolment_file import read_enrolment
from examclient.storage.journal_setting import Setting
from examclient.storage.journals import Journals
from examclient.storage.station_file import keep_authority, read_membership
from examclient.storage.station_key import read_station_key
from examclient.usecases.attempt import Attempt
from examclient.usecases.log_in import Claim, LogIn
from examclient.usecases.sitting import GRANT
from examclient.usecases.start_attempt import AttemptStore, StartAttempt, Station
from examclient.usecases.submit import Submission, Submit
from examclient.version import VERSION
from examprotocol.messages import (
    HeldRequest,
    LoginReply,
    Refusal,
    SyncReply,
    SyncRequest,
)
from soak.seats.words import (
    Acknowledged,
    Clean,
    Done,
    RoomOrder,
    SeatOrder,
    Stored,
    Told,
    Trouble,
    Trying,
    Word,
    machine_folder,
    question_of,
    response_of,
)

GATHER = 0.2
"""Seconds to gather what is saved in quick succession, as in the client."""

FORGOTTEN = (Refusal.SESSION_ENDED, Refusal.UNKNOWN_STATION)
"""What a restored service says of what came after its backup."""

T = TypeVar("T")


class Seat:
    """Owns one machine's disk and this start of the client on it."""

    def __init__(self, room: RoomOrder, order: SeatOrder, say: Callable[[Word], None]) -> None:
        self._room = room
        self._order = order
        self._say = say
        self._data = machine_folder(room.data, order)
        self._stopping = threading.Event()
        self._news = threading.Event()
        self._thread = threading.Thread(target=self._live, name=f"seat {order.seat}", daemon=True)

    def start(self) -> None:
        """Begin; the candidate answers until the seat is told to end."""
        self._thread.start()

    def end(self) -> None:
        """The time is over: what is left is sent, then handed in."""
        self._stopping.set()
        self._news.set()

    def join(self) -> None:
        """Wait until the receipt is here."""
        self._thread.join()

    def _live(self) -> None:
        try:
            self._sit()
        except Exception as error:  # noqa: BLE001 - a thread that dies in silence would look like a slow one
            self._say(Trouble(self._order.seat, f"{type(error).__name__}: {error}"))

    def _sit(self) -> None:
        site = self._patiently(self._enrolled)
        clock = SiteClock(MachineClock())
        signer = StationSigner(read_station_key(self._data))
        api = SiteApi(SiteHttp(site.address, keep_authority(self._data, site.authority), signer), clock)
        log_in, numbers = LogIn(api, VERSION, site.credential), self._order.numbers
        login = self._patiently(lambda: log_in(*numbers, Claim(consent=self._room.password)))
        journals = Journals(self._data, Setting())
        start = StartAttempt(journals.open, api.events, clock, lambda: token_hex(16))
        attempt, store = self._patiently(lambda: start(login, Station(site.station, VERSION)))
        self._patiently(lambda: keep_grant(store, api, attempt))

        def again() -> LoginReply:
            return log_in(*numbers, Claim(attempt.id, attempt.epoch))

        def send(request: SyncRequest) -> SyncReply:
            reply = in_a_session(lambda: api.sync(request), again)
            self._say(Acknowledged(self._order.seat, request.writer.id, reply.head, reply.now))
            self._say(Told(self._order.seat, reply.end))
            return reply

        end = end_of(login, site.site_id, site.signing_key)
        engine = SyncEngine(attempt, send, random.random, end)
        hand = threading.Thread(target=self._answer, args=(attempt.answer,), daemon=True)
        hand.start()
        self._sync(engine)
        hand.join()
        while attempt.waiting():
            self._send_some(engine)
        self._say(Clean(self._order.seat))
        attempt.submit(by_deadline=False)
        submit = Submit(
            attempt,
            engine,
            lambda request: in_a_session(lambda: api.submit(request), again),
            site.signing_key,
        )
        done = self._patiently(lambda: _handed_in(submit))
        self._say(Done(self._order.seat, attempt.id, attempt.heads(), done.token, end.end()))

    def _answer(self, answer: Callable[..., object]) -> None:
        """The candidate's hand: one answer after the other, at random moments."""
        chance, number = random.Random(), self._order.first
        seat, questions = self._order.seat, self._room.questions
        while not self._stopping.wait(chance.expovariate(self._room.pace)):
            self._say(Trying(seat, number))
            try:
                answer(question_of(questions, seat, number), response_of(questions, seat, number))
            except JournalError as error:
                self._say(Trouble(seat, str(error)))
                return
            self._say(Stored(seat, number))
            self._news.set()
            number += 1

    def _sync(self, engine: SyncEngine) -> None:
        """The line to the site: after a save soon, after a failure not before its wait is over."""
        while not self._stopping.is_set():
            self._news.clear()
            done = self._send_some(engine)
            if done.trouble is None and done.wait and self._news.wait(done.wait.total_seconds()):
                self._stopping.wait(GATHER)

    def _send_some(self, engine: SyncEngine) -> Round:
        """One round; after a failure its wait, which nothing shortens."""
        done = engine.run_once()
        if done.trouble is not None:
            self._note(done.trouble)
            time.sleep(done.wait.total_seconds())
        return done

    def _enrolled(self) -> Membership:
        known = read_membership(self._data)
        if known is not None:
            return known
        enrolment = read_enrolment(Path(self._room.enrolment))
        seat = f"{self._order.seat}{'ab'[self._order.machine]}"
        return build_enrol(self._data)(enrolment, seat).membership

    def _patiently(self, act: Callable[[], T]) -> T:
        """Try until it works, as the client does by itself or by the proctor's hand."""
        failures = 0
        while True:
            try:
                return act()
            except JournalError:
                raise
            except ExamError as error:
                self._note(error)
                failures += 1
                time.sleep(wait_after_trouble(error, failures, random.random))

    def _note(self, error: ExamError) -> None:
        """Trouble with the network is what this is about; but no station may be called a liar for it."""
        harmless = (Refusal.BUSY, Refusal.FAULT)
        if isinstance(error, SiteRefusedError) and error.code not in harmless:
            self._say(Trouble(self._order.seat, f"{error.code}: {error}"))


def in_a_session(ask: Callable[[], T], log_in_again: Callable[[], object]) -> T:
    """Ask; a restored service that has forgotten the session, or the machine, is told by a new login."""
    try:
        return ask()
    except SiteRefusedError as refused:
        if refused.code not in FORGOTTEN:
            raise
    log_in_again()
    return ask()


def keep_grant(store: AttemptStore, api: SiteApi, attempt: Attempt) -> None:
    """Keep the site's word that the attempt was open here, as the running client does."""
    if not store.noted(GRANT):
        grants = api.held(HeldRequest({attempt.id: {}})).grants
        store.note(GRANT, grants.get(attempt.id, ""))


def _handed_in(submit: Submit) -> Submission:
    done = submit.run_once()
    if done.trouble is not None:
        raise done.trouble
    return done
