"""What stations were told of an exam's times in an earlier life of the service, where it is not so here.

Times are site times in milliseconds, without extensions, which stations bring back themselves.
"""

from dataclasses import asdict, dataclass

from sqlalchemy import Connection, delete, func, insert, select

from examserver.storage.schema_alive import told_times


@dataclass(frozen=True, slots=True)
class ToldRow:
    """What the station of an attempt was told."""

    attempt: str
    exam: str
    starts: int
    ends: int


@dataclass(frozen=True, slots=True)
class ToldTimes:
    """So many stations were told these times of an exam."""

    exam: str
    starts: int
    ends: int
    stations: int


def put_told(connection: Connection, row: ToldRow) -> None:
    """Note what a station was told, in place of what was noted before."""
    connection.execute(delete(told_times).where(told_times.c.attempt == row.attempt))
    connection.execute(insert(told_times).values(asdict(row)))


def all_told(connection: Connection) -> tuple[ToldTimes, ...]:
    """What was told, by exam, and how many heard it; the most first."""
    table, count = told_times.c, func.count().label("stations")
    query = (
        select(table.exam, table.starts, table.ends, count)
        .group_by(table.exam, table.starts, table.ends)
        .order_by(table.exam, count.desc(), table.ends)
    )
    return tuple(ToldTimes(**row._mapping) for row in connection.execute(query))


def forget_told(connection: Connection) -> None:
    """It was looked after, or another life begins."""
    connection.execute(delete(told_times))
