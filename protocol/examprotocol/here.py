"""What a station says while nobody is logged in at it: that it is there, and how it draws.

    POST here               HereRequest   -> HereReply            (proven by the station, no session needed)

Rule: it is asked for nothing and delays nothing; a site that does not know the route loses only the sight of
it.
"""

import msgspec

from examprotocol.place import INSIDE, Place
from examprotocol.site_orders import StationNews

EVERY_SECONDS = 20
"""So often a waiting station says it. A monitor is told of silence after three times as long."""


class HereRequest(msgspec.Struct, frozen=True):
    """The station is there; `news` has nothing of an attempt. `client` is its version, `""` from older."""

    news: StationNews
    client: str = ""


class HereReply(msgspec.Struct, frozen=True):
    """The site has heard it."""

    now: int
    place: Place = INSIDE
