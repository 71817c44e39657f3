"""Writes the record of the door and of the rooms into a ZIP: of own exams, or of a reported one."""

import argparse
import os
import shutil
from functools import partial
from pathlib import Path
from typing import IO

from examserver.errors import FolderError
from examserver.services.checkin.record import proceedings_of
from examserver.services.checkin.record_files import record_name, record_zip
from examserver.storage.entry_photos import entry_photo
from examserver.storage.files import new_file
from examserver.storage.folder import open_folder
from examserver.storage.store import reading

HINT = "Hand it to whoever examines the entries: it has names and photos in it."


def add_record_options(parser: argparse.ArgumentParser, named: str) -> None:
    """Which exam, and where to; the parser has the folder already."""
    parser.add_argument("of", metavar=named, help="its id; of an exam, all of its sitting are taken")
    parser.add_argument(
        "--out", required=True, type=Path, metavar="X", help="a folder, or a .zip that is not there"
    )
    parser.add_argument("--headers", choices=("en", "zh"), default="en", help="the words of the index")
    parser.set_defaults(act=write_record)


def write_record(wanted: argparse.Namespace) -> int:
    """Write it, and say what is in it; raises SittingError, FolderError and StorageError."""
    folder = open_folder(wanted.dir)
    with reading(folder) as connection:
        told = proceedings_of(connection, wanted.of)
    file = wanted.out / record_name(told) if wanted.out.is_dir() else wanted.out
    if file.exists():
        raise FolderError(f"{file} exists already.", "Name another file with --out, or remove that one.")
    with record_zip(told, partial(entry_photo, folder), chinese=wanted.headers == "zh") as source:
        try:
            _write(source, file)
        except OSError as error:
            raise FolderError(f"{file} cannot be written: {error.strerror}.", "Name another file.") from error
    entries = sum(len(one.entries) for one in told.records)
    materials = sum(len(one.materials) for one in told.records)
    print(f"Written: {file}: {entries} entries, {materials} supporting materials. {HINT}")
    return 0


def _write(source: IO[bytes], file: Path) -> None:
    with new_file(file) as made, made.open("wb") as target:
        shutil.copyfileobj(source, target)
        target.flush()
        os.fsync(target.fileno())
