"""What came of the backups that the timer tried: a row each, the newest 200 of them."""

from dataclasses import asdict, dataclass

from sqlalchemy import Connection, delete, func, insert, select

from examserver.storage import schema_alive

KEPT = 200
LONGEST = 1000
"""Characters of a field."""

_TABLE = schema_alive.backup_tries


@dataclass(frozen=True, slots=True)
class BackupTry:
    """One try: when it began (site time in milliseconds), and what was wrong, `""` where nothing was."""

    number: int
    at: int
    file: str
    problem: str = ""
    advice: str = ""


def note_try(connection: Connection, at: int, file: str, problem: str = "", advice: str = "") -> None:
    """Note a try, and forget those that nobody looks at any more."""
    number = (connection.execute(select(func.max(_TABLE.c.number))).scalar() or 0) + 1
    row = BackupTry(number, at, *(text[:LONGEST] for text in (file, problem, advice)))
    connection.execute(insert(_TABLE).values(asdict(row)))
    connection.execute(delete(_TABLE).where(_TABLE.c.number <= number - KEPT))


def last_try(connection: Connection) -> BackupTry | None:
    """The newest one."""
    row = connection.execute(select(_TABLE).order_by(_TABLE.c.number.desc()).limit(1)).one_or_none()
    return BackupTry(**row._mapping) if row else None
