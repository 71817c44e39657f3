"""The verified backups that were made: a row each, so that others know what would survive this machine; and
what the newest of them holds: how far each writer, and which receipts.

Rule: what counts as backed up was read in the backup itself, after it was written, and only in the generation
that the service is in: a restored one, or one whose disk was put back, begins with nothing.
"""

from dataclasses import asdict, dataclass

from sqlalchemy import Connection, delete, func, insert, select

from examprotocol.events import Head
from examserver.storage import schema
from examserver.storage.snapshot import Holdings


@dataclass(frozen=True, slots=True)
class BackupRow:
    """All that was committed before `made` is in the file, which was read back whole at `verified` (both
    site times in milliseconds). `number` counts on, whatever the clock says; older ones have 0.
    """

    id: str
    made: int
    verified: int
    file: str
    number: int = 0


_TABLE = schema.backups
_HELD = schema.backed_up
_RECEIPTS = schema.backed_up_receipts


def add_backup(connection: Connection, row: BackupRow) -> None:
    """Note a backup that was verified."""
    connection.execute(insert(_TABLE).values(asdict(row)))


def newest_backup(connection: Connection) -> BackupRow | None:
    """The verified backup that holds the most: by its number, since a clock may have been wrong."""
    order = (_TABLE.c.number.desc(), _TABLE.c.made.desc())
    row = connection.execute(select(_TABLE).order_by(*order).limit(1)).one_or_none()
    return BackupRow(**row._mapping) if row else None


def next_number(connection: Connection) -> int:
    """The number of the next backup."""
    return (connection.execute(select(func.max(_TABLE.c.number))).scalar() or 0) + 1


def find_backup(connection: Connection, backup: str) -> BackupRow | None:
    """A verified backup by its id."""
    row = connection.execute(select(_TABLE).where(_TABLE.c.id == backup)).one_or_none()
    return BackupRow(**row._mapping) if row else None


def note_backed_up(connection: Connection, holdings: Holdings) -> None:
    """Note what a verified backup holds, in place of the one before."""
    heads = [{**asdict(one), "generation": holdings.generation} for one in holdings.writers]
    for table, rows in ((_HELD, heads), (_RECEIPTS, [asdict(one) for one in holdings.receipts])):
        connection.execute(delete(table))
        if rows:
            connection.execute(insert(table), rows)


def backed_up_heads(connection: Connection, attempt: str) -> dict[str, Head]:
    """How far a verified backup of this generation holds the writers of an attempt, by their id."""
    query = (
        select(schema.writers.c.id, _HELD.c.seq, _HELD.c.hash)
        .join(_HELD, _HELD.c.writer == schema.writers.c.key)
        .join(schema.site, schema.site.c.generation == _HELD.c.generation)
        .where(schema.writers.c.attempt == attempt)
    )
    return {row.id: Head(row.seq, row.hash) for row in connection.execute(query)}


def is_receipt_backed_up(connection: Connection, attempt: str, code: str) -> bool:
    """Whether the verified backup that was made last holds this receipt of an attempt."""
    query = select(_RECEIPTS.c.code).where(_RECEIPTS.c.attempt == attempt, _RECEIPTS.c.code == code)
    return connection.execute(query).first() is not None
