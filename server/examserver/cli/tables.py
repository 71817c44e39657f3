"""Reads the CSV files that commands are given."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from examserver.errors import TableError

T = TypeVar("T")


def read_file(file: Path, reader: Callable[[bytes], T]) -> T:
    """What a reader makes of a file; raises TableError with the file's name."""
    try:
        return reader(_content(file))
    except TableError as error:
        raise TableError(f"{file}: {error.title}", error.advice, error.problems) from error


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise TableError(
            f"it cannot be read: {error.strerror}.",
            "Check the file's name and that this account may read it.",
        ) from error
