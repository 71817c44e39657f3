"""The verified backups that were made: a row each, so that others know what would survive this machine."""

from dataclasses import asdict, dataclass

from sqlalchemy import Connection, insert, select

from examserver.storage import schema


@dataclass(frozen=True, slots=True)
class BackupRow:
    """All that was committed before `made` is in the file, which was read back whole at `verified` (both
    site times in milliseconds).
    """

    id: str
    made: int
    verified: int
    file: str


_TABLE = schema.backups


def add_backup(connection: Connection, row: BackupRow) -> None:
    """Note a backup that was verified."""
    connection.execute(insert(_TABLE).values(asdict(row)))


def newest_backup(connection: Connection) -> BackupRow | None:
    """The verified backup that holds the most."""
    row = connection.execute(select(_TABLE).order_by(_TABLE.c.made.desc()).limit(1)).one_or_none()
    return BackupRow(**row._mapping) if row else None
