"""Opens the attempt on this machine: its journal, what the site already has, and a new writer.

Rule: a writer is never resumed. Each start of the client is a new one, so a lost tail reuses no number.
"""

import logging
from collections.abc import Callable, Set
from dataclasses import dataclass
from typing import Protocol

from examclient.domain.clock import SiteClock
from examclient.domain.ledger import Ledger
from examclient.domain.worries import Worry
from examclient.errors import ExamError
from examclient.storage.journal_content import count_of
from examclient.usecases.attempt import Attempt, EventStore
from examprotocol.events import ProctorActed, Writer, WriterLog
from examprotocol.messages import EventsReply, LoginReply

log = logging.getLogger(__name__)

STARTS, WORD = "starts", "word"
"""What is noted in a journal: how often the client was started, and the room's word to the service that an
attempt goes on here by an offline code.
"""


class AttemptStore(EventStore, Protocol):
    """The journal of one attempt."""

    def logs(self) -> tuple[WriterLog, ...]:
        """All events that are there."""

    def found(self) -> tuple[WriterLog, ...]:
        """What has turned up of the attempt since the last call: a second copy that was away is back."""

    def is_whole(self) -> bool:
        """Whether nothing that was stored once was lost, as far as can be told."""

    def note(self, key: str, value: str) -> None:
        """Keep a short text beside the events."""

    def noted(self, key: str) -> str:
        """A text that was kept, or `""`."""

    def worries(self) -> Set[Worry]:
        """What is not as it should be with saving; asks no disk."""

    def look_for_room(self) -> None:
        """See how much room the disk has now."""


@dataclass(frozen=True, slots=True)
class Station:
    """Where the attempt runs: the station's id and the client's version."""

    id: str
    client: str


class StartAttempt:
    """Begins to write in an attempt."""

    def __init__(
        self,
        open_store: Callable[[str], AttemptStore],
        site_events: Callable[[], EventsReply],
        clock: SiteClock,
        new_id: Callable[[], str],
    ) -> None:
        self._open_store = open_store
        self._site_events = site_events
        self._clock = clock
        self._new_id = new_id

    def __call__(
        self,
        login: LoginReply,
        station: Station,
        *,
        is_return: bool = False,
        act: ProctorActed | None = None,
        word: str = "",
    ) -> tuple[Attempt, AttemptStore]:
        """Open the attempt, take in what the site holds, and write this start's first event; after it what a
        proctor did so that it goes on here. The room's `word` about that is noted before.

        On a return after a restart the journal has what the site had told: nobody waits for it then. Only
        where something was lost the site is asked first, and where that fails it goes on without (`CatchUp`).

        Raises JournalError where this machine cannot save, and the site's errors where it cannot be asked.
        """
        store = self._open_store(login.attempt)
        logs = store.logs()
        starts = max([count_of(store.noted(STARTS)), *(one.writer.inc for one in logs)]) + 1
        store.note(STARTS, str(starts))
        if word:
            store.note(WORD, word)
        writer = Writer(login.attempt, self._new_id(), login.epoch, starts)
        attempt = Attempt(store, Ledger(logs), writer, self._clock, self._new_id)
        if not (is_return and logs and store.is_whole()):
            self._adopt_from_site(attempt, may_fail=is_return)
        attempt.begin(station.id, station.client, act)
        return attempt, store

    def _adopt_from_site(self, attempt: Attempt, *, may_fail: bool) -> None:
        try:
            held = self._site_events().logs
        except ExamError as error:
            if not may_fail:
                raise
            log.warning("the journal is not whole, and the site cannot be asked: %s", error)
            return
        for one in held:
            attempt.adopt(one)
