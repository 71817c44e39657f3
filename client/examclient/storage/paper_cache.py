"""The sealed papers on this machine: parts as they came, named by the hash of their ciphertext.

Rule: clearing the cache loads the paper afresh beside the old one and swaps only a verified whole; so the
candidate is never without a paper. The journal is not here and is never touched from here.
"""

import logging
import os
import shutil
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_hex

from examclient.errors import PaperDamagedError
from examclient.storage.arriving_part import ArrivingPart, arriving_part
from examclient.storage.files import read_if_there, write_whole
from examprotocol.bundle import Manifest, Part, manifest_digest, part_is_whole

log = logging.getLogger(__name__)

CURRENT = "current"

OLD = 14 * 24 * 3600.0
"""Seconds after its last use in which a paper of no exam to come is kept: for whoever is still to send, or to
look into it."""


class PaperCache:
    """Owns the folder of one paper: `current` names the shelf that holds its parts.

    Every call raises PaperDamagedError where this machine cannot keep a paper.
    """

    def __init__(self, root: Path, manifest_token: str) -> None:
        self._folder = root / _folder_of(manifest_token)

    def shelf(self) -> "Shelf":
        """The shelf in use; a new empty one where there is none yet."""
        name = (read_if_there(self._folder / CURRENT) or b"").decode("ascii", "replace")
        if not name.isalnum() or not (self._folder / name).is_dir():
            name = self.new_shelf().name
            self._point_to(name)
        return Shelf(self._folder / name)

    def touch(self) -> None:
        """It is in use today."""
        with suppress(OSError):
            os.utime(self._folder / CURRENT)

    def new_shelf(self) -> "Shelf":
        """An empty shelf beside the one in use."""
        path = self._folder / token_hex(8)
        with _keeping():
            path.mkdir(parents=True)
        return Shelf(path)

    def use(self, name: str) -> None:
        """Use the shelf of this name from now on and take the others away."""
        self._point_to(name)
        self.sweep()

    def sweep(self) -> None:
        """Take away the shelves that are not in use, such as one that was never finished."""
        used = self.shelf().name
        for path in self._folder.iterdir():
            if path.is_dir() and path.name != used:
                shutil.rmtree(path, ignore_errors=True)

    def _point_to(self, name: str) -> None:
        with _keeping():
            write_whole(self._folder / CURRENT, name.encode())


def sweep_old_papers(root: Path, wanted: Iterable[str]) -> int:
    """Take away papers that nobody used for long and whose manifests are not among the wanted ones; returns
    how many. A clock that is wrong costs no more than fetching them again.
    """
    keep = {_folder_of(token) for token in wanted}
    old = [path for path in _papers_in(root) if path.name not in keep and _is_old(path)]
    for path in old:
        shutil.rmtree(path, ignore_errors=True)
    return len(old)


def _papers_in(root: Path) -> tuple[Path, ...]:
    try:
        return tuple(path for path in root.iterdir() if path.is_dir())
    except OSError:
        return ()


def _is_old(folder: Path) -> bool:
    try:
        used = (folder / CURRENT).stat().st_mtime
    except OSError:
        used = folder.stat().st_mtime
    return time.time() - used > OLD


def _folder_of(manifest_token: str) -> str:
    return manifest_digest(manifest_token)[:32]


class Shelf:
    """One complete set of parts, or one that is being filled."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.name = path.name

    def read(self, part: str) -> bytes:
        """A part's bytes, `b""` where it is missing; not verified."""
        return read_if_there(self._path / part) or b""

    @contextmanager
    def arriving(self, part: Part) -> Iterator[ArrivingPart]:
        """What has come of a part so far, to go on with. Raises PaperDamagedError."""
        with _keeping(), arriving_part(self._path, part) as arriving:
            yield arriving

    def lacking(self, manifest: Manifest) -> tuple[Part, ...]:
        """The parts that are missing or damaged here."""
        return tuple(part for part in manifest.parts if not part_is_whole(part, self.read(part.sha256)))


@contextmanager
def _keeping() -> Iterator[None]:
    """Turn what the disk says into the client's own error."""
    try:
        yield
    except OSError as error:
        raise PaperDamagedError(
            f"The paper cannot be kept on this machine ({error.strerror}).",
            "Make room on its disk, or let this user write to the data folder.",
        ) from error
