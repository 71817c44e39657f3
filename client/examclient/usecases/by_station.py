"""Sends for a candidate who has no session at the site, as the station that the exam goes on at.

Rule: a session comes first, for a login may be under way that the site has to hear of. By the station's word
nothing is asked for but that what is saved here is stored there too.
"""

from collections.abc import Callable
from typing import Protocol

from msgspec.structs import replace

from examclient.errors import SiteRefusedError
from examprotocol.messages import HeldReply, HeldRequest, Refusal, SyncReply, SyncRequest


class StationDesk(Protocol):
    """Where a station hands over; both calls raise the site's errors."""

    def held(self, request: HeldRequest) -> HeldReply:
        """Show by what this station has the attempt."""

    def hand_over(self, request: SyncRequest) -> SyncReply:
        """Hand events in."""


class ByStation:
    """Sends for the sync engine. `shown` is what the journal has to show of the attempt, `cards` the digest
    of the room's cards as they are here. For one thread.
    """

    def __init__(
        self,
        sync: Callable[[SyncRequest], SyncReply],
        desk: StationDesk,
        shown: Callable[[], HeldRequest],
        cards: Callable[[], str],
    ) -> None:
        self._sync = sync
        self._desk = desk
        self._shown = shown
        self._cards = cards
        self._has_ended = False

    def __call__(self, request: SyncRequest) -> SyncReply:
        """Send the request; raises what sending does. The first time that there is no session only that is
        said: who is known here logs in again by that.
        """
        try:
            reply = self._sync(request)
        except SiteRefusedError as refused:
            if refused.code != Refusal.SESSION_ENDED:
                raise
            if not self._has_ended:
                self._has_ended = True
                raise
            return self._hand_over(request, refused)
        self._has_ended = False
        return reply

    def _hand_over(self, request: SyncRequest, refused: SiteRefusedError) -> SyncReply:
        if self._desk.held(self._shown()).stored.get(request.writer.attempt) is None:
            raise refused
        return replace(self._desk.hand_over(request), cards=self._cards())
