"""The sealed chunks of files in the other places of the journals: the spare folder and the mirror.

Rule: the first place is the one that counts; where it fails the spare folder takes a chunk in its stead. The
copies follow, so many bytes at most, and nobody waits long for a mirror that does not answer.
"""

import logging
import shutil
from dataclasses import dataclass
from pathlib import Path

from examclient.errors import FileError
from examclient.storage.attached_files import AttachedFiles
from examclient.storage.journal_mirror import asked_for

log = logging.getLogger(__name__)

AT_ONCE = 16 * 2**20
"""Bytes that are copied to each place by one call: whoever ends the client does not wait for more."""

MOST_COPIED = 256 * 2**20
"""Bytes of one attempt's files that are copied to each of the other places."""

LEAST_FREE = 512 * 2**20
"""Bytes that stay free on the disk of a copy: the journals' copies come first."""


@dataclass(frozen=True, slots=True)
class Levelled:
    """How many chunks came back from copies, and whether nothing is left to copy that can be."""

    came_back: int
    is_done: bool


class CopiedFiles:
    """Owns the chunks in all their places. Each call may be made from any thread; `level` takes its time."""

    def __init__(self, first: Path, spare: Path | None = None, mirror: Path | None = None) -> None:
        self._first = AttachedFiles(first)
        self._spare = AttachedFiles(spare) if spare is not None else None
        self._mirror = AttachedFiles(mirror) if mirror is not None else None
        self._damaged: set[str] = set()

    def put(self, attempt: str, sha256: str, sealed: bytes) -> None:
        """Store a sealed chunk in the first place, or else in the spare one. Raises FileError."""
        try:
            self._first.put(attempt, sha256, sealed)
        except FileError as error:
            if self._spare is None:
                raise
            log.warning("a chunk of a file goes to the spare folder: %s", error)
            self._spare.put(attempt, sha256, sealed)
        else:
            self._damaged.discard(sha256)

    def read(self, attempt: str, sha256: str) -> bytes | None:
        """A sealed chunk from the first place or the spare one; None where neither has it whole. One that the
        first place has no more is brought back by the next `level`, also where a damaged file has its name.
        """
        sealed = self._first.read(attempt, sha256)
        if sealed is not None:
            return sealed
        self._damaged.add(sha256)
        return self._spare.read(attempt, sha256) if self._spare is not None else None

    def level(self, attempt: str) -> Levelled:
        """Bring here what only a copy has, then copy of what is new as much as goes at once."""
        copies = [one for one in (self._spare, self._mirror) if one is not None]
        levelled = [self._level(attempt, copy) for copy in copies]
        return Levelled(sum(one.came_back for one in levelled), all(one.is_done for one in levelled))

    def _level(self, attempt: str, copy: AttachedFiles) -> Levelled:
        there = asked_for(lambda: copy.sizes(attempt), copy.folder)
        if there is None:
            return Levelled(0, is_done=True)
        damaged = frozenset(self._damaged)
        here = {name: size for name, size in self._first.sizes(attempt).items() if name not in damaged}
        came_back = self._bring_back(attempt, copy, there.keys() - here.keys())
        return Levelled(came_back, is_done=self._copy(attempt, copy, here, there))

    def _copy(self, attempt: str, copy: AttachedFiles, here: dict[str, int], there: dict[str, int]) -> bool:
        """Whether it need not go on soon: all is there, or the copy takes no more."""
        room, budget = MOST_COPIED - sum(there.values()), AT_ONCE
        for name in sorted(here.keys() - there.keys()):
            if here[name] > room:
                log.warning("attempt %s: no more of its files are copied to %s", attempt, copy.folder)
                return True
            if budget <= 0:
                return False
            if not self._is_copied(attempt, name, copy):
                return True
            room, budget = room - here[name], budget - here[name]
        return True

    def _bring_back(self, attempt: str, copy: AttachedFiles, names: set[str]) -> int:
        came_back = 0
        for name in sorted(names):
            found = asked_for(lambda name=name: [copy.read(attempt, name)], copy.folder)  # type: ignore[misc]
            if found is None:
                break
            for sealed in found:
                if sealed is not None and _is_put(self._first, attempt, name, sealed):
                    self._damaged.discard(name)
                    came_back += 1
        return came_back

    def _is_copied(self, attempt: str, name: str, copy: AttachedFiles) -> bool:
        """Whether the copy takes more."""
        sealed = self._first.read(attempt, name)
        if sealed is None:
            return True
        return bool(asked_for(lambda: _is_put(copy, attempt, name, sealed), copy.folder))


def _is_put(place: AttachedFiles, attempt: str, name: str, sealed: bytes) -> bool:
    try:
        place.folder.mkdir(parents=True, exist_ok=True)
        if shutil.disk_usage(place.folder).free - len(sealed) < LEAST_FREE:
            log.warning("%s has no room for copies of files", place.folder)
            return False
        place.put(attempt, name, sealed)
    except (FileError, OSError) as error:
        log.warning("a chunk of a file is not copied to %s: %s", place.folder, error)
        return False
    return True
