"""After a return: what the site holds of the attempt and this machine has lost, as soon as the site answers.

Rule: asked for once in each start, whatever the reason may be that something is missing here. Nobody waits
for it, and what fails is asked for again with the next round.
"""

import logging
from collections.abc import Callable

from examclient.errors import ExamError
from examclient.usecases.attempt import Attempt
from examprotocol.messages import EventsReply, SyncReply, SyncRequest

log = logging.getLogger(__name__)


class CatchUp:
    """Sends for the sync engine; after the first answer it asks what the site holds. For one thread."""

    def __init__(
        self,
        attempt: Attempt,
        send: Callable[[SyncRequest], SyncReply],
        site_events: Callable[[], EventsReply],
    ) -> None:
        self._attempt = attempt
        self._send = send
        self._site_events = site_events
        self._is_owed = True

    def __call__(self, request: SyncRequest) -> SyncReply:
        """Send the request; raises what sending does."""
        reply = self._send(request)
        if self._is_owed:
            self._try()
        return reply

    def _try(self) -> None:
        try:
            self._attempt.catch_up(self._site_events().logs)
        except ExamError as error:
            log.warning("what the site holds could not be taken in, and is asked for again: %s", error)
        else:
            self._is_owed = False
