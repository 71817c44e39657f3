"""What a site reports upward while an exam is on: at the site what became of it, at the authority what came.

Rule: an alert is kept as it was made; what came is known by its site and id, whichever way it came.
"""

from dataclasses import dataclass
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, case, func, insert, or_, select, update

from examprotocol.alerts import MOST_AT_ONCE, Alert, Count
from examserver.storage import schema_reporting

HEARD_FOR = 24 * 3_600_000
"""Milliseconds in which a site asks whether somebody at the authority has seen it."""


@dataclass(frozen=True, slots=True)
class OwnAlert:
    """An alert of this site. The authority has it since `came` and somebody there has `seen` it then, by its
    clock, 0 where not yet.
    """

    alert: Alert
    came: int = 0
    seen: int = 0


@dataclass(frozen=True, slots=True)
class CameAlert:
    """An alert of a site, at the authority. `way` is how it came first; `seen_by` names who has seen it."""

    site: str
    alert: Alert
    came: int
    way: str
    seen: int = 0
    seen_by: str = ""


_OWN, _CAME = schema_reporting.alerts, schema_reporting.came_alerts


def add_alert(connection: Connection, alert: Alert) -> None:
    """Store an alert that this site makes."""
    connection.execute(insert(_OWN).values(_row(alert) | {"came": 0, "seen": 0}))


def own_alerts(connection: Connection) -> tuple[OwnAlert, ...]:
    """All that this site has reported upward, the newest first."""
    query = select(_OWN).order_by(_OWN.c.at.desc(), _OWN.c.id)
    return tuple(OwnAlert(_alert(row), row.came, row.seen) for row in connection.execute(query))


def alerts_to_tell(connection: Connection, now: int, *, newest_first: bool = False) -> tuple[Alert, ...]:
    """Those that the authority may not have, the oldest first; then those of a day that nobody has seen, the
    newest first, as the authority's page shows them: of these one is marked next.

    The newest of all first for a file: nothing comes back of it, so the oldest would go for ever.
    """
    is_new = or_(_OWN.c.came == 0, (_OWN.c.seen == 0) & (_OWN.c.at > now - HEARD_FOR))
    at = -_OWN.c.at if newest_first else case((_OWN.c.came == 0, _OWN.c.at), else_=-_OWN.c.at)
    query = select(_OWN).where(is_new).order_by(_OWN.c.came > 0, at, _OWN.c.id).limit(MOST_AT_ONCE)
    return tuple(_alert(row) for row in connection.execute(query))


def newest_untold(connection: Connection) -> str:
    """The id of the newest that the authority may lack, `""` where it lacks none."""
    query = select(_OWN.c.id).where(_OWN.c.came == 0).order_by(_OWN.c.at.desc(), _OWN.c.id).limit(1)
    return connection.execute(query).scalar_one_or_none() or ""


def note_told(connection: Connection, wanted: str, came: int, seen: int) -> None:
    """The authority has this alert, and somebody there may have seen it."""
    connection.execute(update(_OWN).where(_OWN.c.id == wanted).values(came=came, seen=seen))


def add_came(connection: Connection, came: CameAlert) -> CameAlert:
    """Store what came, unless it is there; returns what is there then."""
    known = find_came(connection, came.site, came.alert.id)
    if known is not None:
        return known
    values = _row(came.alert) | {"site": came.site, "came": came.came, "way": came.way}
    connection.execute(insert(_CAME).values(values | {"seen": 0, "seen_by": ""}))
    return came


def find_came(connection: Connection, site: str, wanted: str) -> CameAlert | None:
    """What came of a site under this id."""
    query = select(_CAME).where(_CAME.c.site == site, _CAME.c.id == wanted)
    return next((_came(row) for row in connection.execute(query)), None)


def came_alerts(connection: Connection, most: int, most_of_site: int) -> tuple[CameAlert, ...]:
    """What came from all sites, the newest first: of each site at most so many, those first that nobody has
    seen.
    """
    order = (_CAME.c.seen > 0, _CAME.c.came.desc(), _CAME.c.id)
    place = func.row_number().over(partition_by=_CAME.c.site, order_by=order).label("place")
    ranked = select(_CAME, place).subquery()
    query = select(*(ranked.c[column.name] for column in _CAME.c)).where(ranked.c.place <= most_of_site)
    rows = connection.execute(query.order_by(ranked.c.came.desc(), ranked.c.id).limit(most))
    return tuple(_came(row) for row in rows)


def count_unseen(connection: Connection) -> int:
    """How many nobody at the authority has marked as seen."""
    query = select(func.count()).select_from(_CAME).where(_CAME.c.seen == 0)
    return connection.execute(query).scalar_one()


def note_seen(connection: Connection, came: CameAlert, by: str, now: int) -> None:
    """Somebody has seen it; the first one counts."""
    row = (_CAME.c.site == came.site) & (_CAME.c.id == came.alert.id) & (_CAME.c.seen == 0)
    connection.execute(update(_CAME).where(row).values(seen=now, seen_by=by))


def _row(alert: Alert) -> dict[str, object]:
    counts = msgspec.json.encode(alert.counts).decode()
    return {"id": alert.id, "at": alert.at, "by": alert.by, "text": alert.text, "counts": counts}


def _alert(row: Row[Any]) -> Alert:
    counts = msgspec.json.decode(row.counts, type=tuple[Count, ...])
    return Alert(row.id, row.at, row.by, row.text, counts)


def _came(row: Row[Any]) -> CameAlert:
    return CameAlert(row.site, _alert(row), row.came, row.way, row.seen, row.seen_by)
