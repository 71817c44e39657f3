"""When stations were not heard and when the service ran, and outages for which no time is given back.

All times are site times in milliseconds.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from examserver.storage.schema_monitor import outages_left, service_runs, station_gaps
from examserver.storage.seen_stations import all_seen

WORTH_A_WORD = 120_000
"""Milliseconds: a shorter silence is nothing."""

KEPT = 24 * 3_600_000


@dataclass(frozen=True, slots=True)
class Gap:
    """A station was heard at `begins`, and then not before `ends`."""

    station: str
    begins: int
    ends: int


@dataclass(frozen=True, slots=True)
class LeftOutage:
    """Somebody has decided that no time is given back for an outage of a room at an exam."""

    exam: str
    room: str
    begins: int
    ends: int
    at: int
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class Ran:
    """A process of the service ran from `began` to at least `alive`."""

    began: int
    alive: int


_SAME = delete(station_gaps).where(
    station_gaps.c.station == bindparam("of_station"), station_gaps.c.begins == bindparam("from_then")
)


def keep_gaps(connection: Connection, gaps: Collection[Gap], heard: Mapping[str, int]) -> None:
    """Keep those that are real: `heard` is what all processes had written down before, and another one may
    have heard the station meanwhile. A whole site may come back at once, so it takes three statements.
    """
    kept = {}
    for gap in gaps:
        begins = max(gap.begins, heard.get(gap.station, 0))
        if gap.ends - begins >= WORTH_A_WORD:
            kept[gap.station, begins] = {"station": gap.station, "begins": begins, "ends": gap.ends}
    if not kept:
        return
    newest = max(gap.ends for gap in gaps)
    connection.execute(delete(station_gaps).where(station_gaps.c.ends < newest - KEPT))
    connection.execute(_SAME, [{"of_station": station, "from_then": begins} for station, begins in kept])
    connection.execute(insert(station_gaps), list(kept.values()))


def gaps_after(connection: Connection, since: int) -> tuple[Gap, ...]:
    """The gaps that ended after this time."""
    rows = connection.execute(select(station_gaps).where(station_gaps.c.ends > since))
    return tuple(Gap(**row._mapping) for row in rows)


def by_station(gaps: Iterable[Gap]) -> Mapping[str, list[Gap]]:
    """The gaps of each station."""
    found: defaultdict[str, list[Gap]] = defaultdict(list)
    for gap in gaps:
        found[gap.station].append(gap)
    return found


def heard_of(connection: Connection) -> dict[str, int]:
    """When each station was heard last, as it is written down."""
    return {station: one.heard for station, one in all_seen(connection).items()}


def note_run(process: str, now: int, connection: Connection) -> None:
    """This process of the service runs; the rows of those that ended a day ago go."""
    mine = service_runs.c.process == process
    if connection.execute(update(service_runs).where(mine).values(alive=now)).rowcount == 0:
        connection.execute(delete(service_runs).where(service_runs.c.alive < now - KEPT))
        connection.execute(insert(service_runs).values(process=process, began=now, alive=now))


def runs_after(connection: Connection, since: int) -> tuple[Ran, ...]:
    """The runs that were alive after this time."""
    query = select(service_runs.c.began, service_runs.c.alive).where(service_runs.c.alive > since)
    return tuple(Ran(row.began, row.alive) for row in connection.execute(query))


def leave_outage(connection: Connection, left: LeftOutage) -> None:
    """Store what somebody has decided."""
    number = connection.execute(select(func.coalesce(func.max(outages_left.c.number), 0))).scalar_one()
    connection.execute(insert(outages_left).values(number=number + 1, **asdict(left)))


def left_outages(connection: Connection, exam: str) -> tuple[LeftOutage, ...]:
    """What was decided about an exam."""
    query = select(outages_left).where(outages_left.c.exam == exam).order_by(outages_left.c.number)
    rows = (dict(row._mapping) for row in connection.execute(query))
    return tuple(LeftOutage(**{name: row[name] for name in row if name != "number"}) for row in rows)
