"""What a second copy of the journal holds and the journal does not: taken in as soon as it turns up.

Rule: it may have been shown as saved, by an earlier start whose disk is gone. What cannot be taken in stays
where it was found.
"""

import logging
from collections.abc import Callable, Sequence
from typing import Protocol

from examclient.errors import JournalError, SiteAnswerError
from examclient.usecases.attempt import Attempt
from examprotocol.events import WriterLog
from examprotocol.messages import SyncReply, SyncRequest

log = logging.getLogger(__name__)


class Finder(Protocol):
    """The journal of the attempt."""

    def found(self) -> Sequence[WriterLog]:
        """What has turned up since the last call."""


class FoundAgain:
    """Sends for the sync engine, and looks before that whether anything has turned up. For one thread."""

    def __init__(self, attempt: Attempt, finder: Finder, send: Callable[[SyncRequest], SyncReply]) -> None:
        self._attempt = attempt
        self._finder = finder
        self._send = send
        self._owed: list[WriterLog] = []

    def __call__(self, request: SyncRequest) -> SyncReply:
        """Send the request; raises what sending does."""
        self._owed += self._finder.found()
        if self._owed:
            self._take_in()
        return self._send(request)

    def _take_in(self) -> None:
        """One writer that is not sound keeps no other out; on a disk that takes nothing it is tried again."""
        owed, self._owed = self._owed, []
        for one in owed:
            try:
                self._attempt.catch_up([one])
            except SiteAnswerError as error:
                log.warning("writer %s, which has turned up, cannot be taken in: %s", one.writer.id, error)
            except JournalError as error:
                log.warning("what has turned up cannot be saved yet: %s", error)
                self._owed.append(one)
