"""What starts by the graphics device came to, in `drawing.json`: the marker that a crash leaves behind.

Rule: it lies where the client may write, never in the installation folder; each place named has a copy.
"""

import logging
from pathlib import Path

import msgspec

from examclient.domain.drawing_trial import Trial
from examclient.storage.files import read_if_there, write_whole

TRIALS = "drawing.json"

log = logging.getLogger(__name__)


class DrawingTrials:
    """The last trial, kept in the data folder and, where there is one, in a folder that outlives it."""

    def __init__(self, data_folder: Path, second: Path | None = None) -> None:
        self._first = data_folder / TRIALS
        self._second = second / TRIALS if second is not None else None

    def all(self) -> tuple[Trial, ...]:
        """What each place has kept; a file that cannot be read counts as none."""
        return tuple(trial for path in self._paths() if (trial := _read(path)) is not None)

    def keep(self, trial: Trial) -> None:
        """Keep it in every place. Raises OSError where the data folder does not have it afterwards."""
        data = msgspec.json.encode(trial)
        write_whole(self._first, data)
        if read_if_there(self._first) != data:
            raise OSError(f"{self._first} is not what was written")
        if self._second is not None:
            try:
                write_whole(self._second, data)
            except OSError as error:
                log.warning("the second copy of %s cannot be written: %s", TRIALS, error)

    def forget(self) -> None:
        """Keep nothing: the next start tries whatever is asked for."""
        for path in self._paths():
            try:
                path.unlink(missing_ok=True)
            except OSError as error:
                log.warning("%s cannot be removed: %s", path, error)

    def _paths(self) -> tuple[Path, ...]:
        return (self._first,) if self._second is None else (self._first, self._second)


def _read(path: Path) -> Trial | None:
    data = read_if_there(path)
    if data is None:
        return None
    try:
        return msgspec.json.decode(data, type=Trial)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        log.warning("%s cannot be read: %s", path, error)
        return None
