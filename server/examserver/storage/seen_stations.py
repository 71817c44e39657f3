"""When each station was heard last, and what it told of itself: one row for each, replaced by what is newer.

Rule: it is for whoever watches. No answer depends on it, and it may be some seconds old.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import msgspec
from sqlalchemy import Connection, bindparam, insert, select, update

from examprotocol.site_orders import StationNews
from examserver.storage import schema_monitor

NO_NEWS = StationNews()


@dataclass(frozen=True, slots=True)
class Seen:
    """A station as it was heard last: `heard` is the site time in milliseconds, `address` where it was seen.

    `news` came at `told` (0: never), in the attempt of that id (`""`: nobody was logged in); its clock was
    `skew` milliseconds ahead of the site's.
    """

    station: str
    heard: int
    address: str
    inside: bool
    told: int = 0
    attempt: str = ""
    skew: int = 0
    news: StationNews = NO_NEWS

    def joined(self, other: "Seen | None") -> "Seen":
        """The newer of each: a station that talks to two machines of the site is heard by both."""
        if other is None:
            return self
        heard, told = max(self, other, key=lambda one: one.heard), max(self, other, key=lambda one: one.told)
        return replace(heard, told=told.told, attempt=told.attempt, skew=told.skew, news=told.news)


_TABLE = schema_monitor.seen_stations
_FIELDS = ("heard", "address", "inside", "told", "attempt", "skew", "news")
_CHANGE = (
    update(_TABLE)
    .where(_TABLE.c.station == bindparam("whose"))
    .values({name: bindparam(f"new_{name}") for name in _FIELDS})
)
_news = msgspec.json.Decoder(StationNews)


def all_seen(connection: Connection) -> dict[str, Seen]:
    """What is kept, by station."""
    rows = connection.execute(select(_TABLE))
    return {row.station: Seen(**{**row._mapping, "news": _news.decode(row.news)}) for row in rows}


def keep_seen(connection: Connection, heard: Iterable[Seen]) -> None:
    """Keep what is newer than what is there."""
    known = all_seen(connection)
    joined = {one.station: one.joined(known.get(one.station)) for one in heard}
    new = [one for one in joined.values() if one.station not in known]
    changed = [one for one in joined.values() if one.station in known and one != known[one.station]]
    if new:
        connection.execute(insert(_TABLE), [{"station": one.station, **_values(one)} for one in new])
    if changed:
        rows = [{"whose": one.station, **_values(one, "new_")} for one in changed]
        connection.execute(_CHANGE, rows)


def _values(seen: Seen, prefix: str = "") -> dict[str, object]:
    values = {name: getattr(seen, name) for name in _FIELDS} | {"news": msgspec.json.encode(seen.news)}
    return {prefix + name: value for name, value in values.items()}
