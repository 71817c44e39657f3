"""The size of text that each candidate chose at this machine: `sizes.json` in the data folder.

Rule: it names nobody. A candidate in an exam is a hash; what cannot be read counts as never chosen.
"""

import hashlib
import logging
from pathlib import Path

import msgspec

from examclient.storage.files import read_if_there, write_whole

log = logging.getLogger(__name__)

SIZES_FILE = "sizes.json"
MOST = 500
"""So many candidates are remembered, those that chose last."""

_WHO_DIGITS = 32


def who_sits(exam_id: str, admission_number: str) -> str:
    """What a candidate of an exam is known by here."""
    return hashlib.sha256(f"{exam_id}\0{admission_number}".encode()).hexdigest()[:_WHO_DIGITS]


class OwnSizes:
    """Owns the file. Not for two threads at once."""

    def __init__(self, data_folder: Path) -> None:
        self._path = data_folder / SIZES_FILE

    def size_of(self, who: str) -> float | None:
        """The size that this candidate chose last, 1.0 being the designed one; None where none was chosen."""
        return self._read().get(who)

    def keep(self, who: str, size: float) -> None:
        """Remember it. A disk that does not take it is only logged."""
        sizes = self._read()
        sizes.pop(who, None)
        sizes[who] = size
        newest = dict(list(sizes.items())[-MOST:])
        try:
            write_whole(self._path, msgspec.json.encode(newest))
        except OSError as error:
            log.warning("the size that a candidate chose cannot be kept: %s", error.strerror)

    def _read(self) -> dict[str, float]:
        data = read_if_there(self._path)
        try:
            return msgspec.json.decode(data, type=dict[str, float]) if data else {}
        except msgspec.DecodeError:
            log.warning("%s cannot be read: sizes of text are chosen anew", self._path.name)
            return {}
