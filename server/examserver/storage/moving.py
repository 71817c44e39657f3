"""Moves a service's tables from the file in its folder into a PostgreSQL database, before the exam day.

Rule: both sides are read back row by row and must be equal before the folder names the new one. The file is
kept under another name, so that nobody serves it by mistake; nothing in it is changed.
"""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import replace

from sqlalchemy import Column, Connection, Integer, Table, insert, select, text

from examprotocol.package_name import CHUNK_SUFFIX, SUFFIX
from examserver.errors import FolderError
from examserver.storage import kept_files
from examserver.storage.engines import reading_engine, writing_engine
from examserver.storage.entry_photos import SUFFIX as ENTRY_SUFFIX
from examserver.storage.files import sync_directory, write_file
from examserver.storage.folder import ServiceFolder, locked
from examserver.storage.migrate import migrate
from examserver.storage.photos import SUFFIX as PHOTO_SUFFIX
from examserver.storage.postgres import require_code_points, require_url
from examserver.storage.result_parts import PART_SUFFIX
from examserver.storage.schema import metadata
from examserver.storage.store import translated
from examserver.storage.texts import without_nul

AT_ONCE = 500
"""Rows that are in memory at a time."""

MOVED = ".moved"
"""What the name of the file that was moved away ends with."""

Told = Callable[[str, int], None]


def migrate_server(folder: ServiceFolder) -> None:
    """Bring the tables on a server to this program's revision; raises FolderError and StorageError."""
    if not folder.server:
        raise FolderError(
            f"The tables of {folder.root} are in its own file.",
            "That one is brought up to date at each start.",
        )
    engine = writing_engine(folder)
    try:
        with translated(folder), engine.begin() as connection:
            require_code_points(connection)
            migrate(connection)
    finally:
        engine.dispose()


def move_to(folder: ServiceFolder, url: str, tell: Told) -> None:
    """Copy everything to the database that the URL names, compare, and have the folder name it from now on.

    `tell` hears of each table with its rows. Raises FolderError and StorageError: the folder is as it was.
    """
    require_url(url)
    if folder.server:
        raise FolderError(f"{folder.server_url} names a database already.", "The tables were moved before.")
    target = replace(folder, server=url)
    with locked(folder):
        _copy(folder, target, tell)
        tell("files that came in", _copy_files(folder, url))
        write_file(folder.server_url, f"{url}\n".encode(), secret=True)
        folder.database.replace(folder.database.with_name(folder.database.name + MOVED))
        sync_directory(folder.database.parent)


def _copy(folder: ServiceFolder, target: ServiceFolder, tell: Told) -> None:
    source, server = writing_engine(folder), writing_engine(target)
    try:
        with translated(folder), source.begin() as old:
            migrate(old)
            with translated(target), server.begin() as new:
                require_code_points(new)
                migrate(new)
                for table in _tables():
                    tell(table.name, _copy_table(table, old, new))
        _compare(folder, target)
    finally:
        server.dispose()
        source.dispose()


def _tables() -> list[Table]:
    return list(metadata.sorted_tables)


def _copy_table(table: Table, old: Connection, new: Connection) -> int:
    if new.execute(select(table).limit(1)).first() is not None:
        raise FolderError(
            f"The database is not empty: there are rows in {table.name}.",
            "Make a new one: createdb --template=template0 --encoding=UTF8 --locale=C NAME",
        )
    count = 0
    for rows in old.execute(select(table)).mappings().partitions(AT_ONCE):
        new.execute(insert(table), [dict(row) for row in rows])
        count += len(rows)
    for column in table.primary_key:
        if column is table.autoincrement_column:
            _go_on_counting(table, column, new)
    return count


def _go_on_counting(table: Table, column: "Column[int]", new: Connection) -> None:
    """The server gives the numbers after those that were copied."""
    assert isinstance(column.type, Integer), "only numbers are counted"
    counted = f"pg_get_serial_sequence('{table.name}', '{column.name}')"
    top = f"(SELECT coalesce(max({column.name}), 0) + 1 FROM {table.name})"  # noqa: S608 - names of ours
    new.execute(text(f"SELECT setval({counted}, {top}, false)"))


def _compare(folder: ServiceFolder, target: ServiceFolder) -> None:
    """What was committed there, read anew; raises FolderError where it is not what is here."""
    source, server = reading_engine(folder), reading_engine(target)
    try:
        with translated(folder), source.connect() as old, translated(target), server.connect() as new:
            for table in _tables():
                if _digest(table, old) != _digest(table, new):
                    raise FolderError(
                        f"The table {table.name} has arrived otherwise than it is here.",
                        "The folder is as it was. Drop that database, and try again with a new one.",
                    )
    finally:
        server.dispose()
        source.dispose()


def _digest(table: Table, connection: Connection) -> str:
    """Of all rows in the order of their keys, each text as a server can hold it."""
    made = hashlib.sha256()
    found = connection.execute(select(table).order_by(*table.primary_key))
    for rows in found.partitions(AT_ONCE):
        made.update(repr([[_held(value) for value in row] for row in rows]).encode())
    return made.hexdigest()


def _held(value: object) -> object:
    return without_nul(value) if isinstance(value, str) else value


def _copy_files(folder: ServiceFolder, url: str) -> int:
    """The files and photos of candidates, and the packages that were taken in."""
    count = 0
    for name, content in _files(folder):
        kept_files.put(url, name, content)
        if kept_files.content_of(url, name) != content:
            raise FolderError(f"The file {name} has arrived otherwise than it is here.", "Try again.")
        count += 1
    return count


def _files(folder: ServiceFolder) -> Iterator[tuple[str, bytes]]:
    for place in (folder.files, folder.packages, folder.photos, folder.entry_photos, folder.reports):
        for file in sorted(place.glob("*")) if place.is_dir() else ():
            if file.suffix in (SUFFIX, CHUNK_SUFFIX, PHOTO_SUFFIX, ENTRY_SUFFIX, PART_SUFFIX):
                yield file.name, file.read_bytes()
