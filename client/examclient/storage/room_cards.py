"""The room's signed cards as this station keeps them, and how many wrong passwords it was given.

Rule: both lie where candidates may be able to write. A card counts only with the service's signature, which
whoever uses it checks; the count is no more than a brake.
"""

import logging
from pathlib import Path
from typing import TypeVar

import msgspec

from examclient.errors import JournalError
from examclient.storage.files import read_if_there, write_whole

log = logging.getLogger(__name__)

CARDS, TRIES, LOGIN_TRIES, CODE_TRIES = "room.json", "tries.json", "login_tries.json", "code_tries.json"

T = TypeVar("T")


def keep_cards(data_folder: Path, cards: tuple[str, ...]) -> None:
    """Keep these cards and no others. Raises JournalError."""
    _write(data_folder / CARDS, cards)


def kept_cards(data_folder: Path) -> tuple[str, ...]:
    """The cards that were kept; a file that cannot be read counts as none."""
    return _read(data_folder / CARDS, tuple[str, ...], ())


class RoomShelf:
    """What this station keeps of its room, in one data folder; `tries` is the file of the wrong ones."""

    def __init__(self, data_folder: Path, tries: str = TRIES) -> None:
        self._folder = data_folder
        self._tries = data_folder / tries

    def keep_cards(self, cards: tuple[str, ...]) -> None:
        """Keep these cards and no others. Raises JournalError."""
        keep_cards(self._folder, cards)

    def kept_cards(self) -> tuple[str, ...]:
        """The cards that were kept."""
        return kept_cards(self._folder)

    def keep_wrong_tries(self, count: int) -> None:
        """Keep how many wrong passwords in a row there were. Raises JournalError."""
        _write(self._tries, count)

    def kept_wrong_tries(self) -> int:
        """The count that was kept, 0 where there is none."""
        return max(0, _read(self._tries, int, 0))


def _write(path: Path, value: object) -> None:
    try:
        write_whole(path, msgspec.json.encode(value))
    except OSError as error:
        raise JournalError(f"{path.name} cannot be written: {error.strerror}.") from error


def _read(path: Path, kind: type[T], otherwise: T) -> T:
    data = read_if_there(path)
    if data is None:
        return otherwise
    try:
        return msgspec.json.decode(data, type=kind)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        log.warning("%s cannot be read and counts as empty: %s", path.name, error)
        return otherwise
