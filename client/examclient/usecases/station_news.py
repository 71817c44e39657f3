"""What this station tells of itself with its heartbeat: each part sets its own fields, the engine sends them.

Rule: news never decides over answers and holds nothing up: nothing here asks a disk or the site.
"""

from collections.abc import Callable
from threading import Lock
from typing import Any

from msgspec.structs import replace

from examprotocol.site_orders import StationNews


class NewsBoard:
    """Owns the news of this station. May be called from any thread.

    `wall` tells the machine's own clock in seconds since 1970-01-01 UTC.
    """

    def __init__(self, wall: Callable[[], float]) -> None:
        self._wall = wall
        self._lock = Lock()
        self._news = StationNews()

    def tell(self, **fields: Any) -> None:
        """These fields of StationNews are so from now on (msgspec's replace has no types for them)."""
        with self._lock:
            self._news = replace(self._news, **fields)

    def __call__(self) -> StationNews:
        """The news, with the machine's clock as it is now."""
        with self._lock:
            return replace(self._news, clock=round(self._wall() * 1000))
