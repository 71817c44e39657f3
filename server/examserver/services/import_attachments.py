"""Files that a candidate attached: their sealed chunks, which lie beside the package, are kept as they came.

Rule: a chunk is known by its hash alone, whatever it is called. That some are missing keeps no answers out:
the same package brings them when it comes again with them.
"""

import hashlib
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from examprotocol.attachments import Attachment, Chunk
from examprotocol.errors import ForgedError
from examprotocol.package import Package
from examprotocol.package_attachments import open_chunk
from examprotocol.package_name import CHUNK_SUFFIX, chunk_name
from examserver.services.import_verdicts import Note
from examserver.storage.folder import ServiceFolder
from examserver.storage.kept_packages import has_chunk, keep_chunk

MOST_LOOKED_AT = 500
"""So many files beside a package are read at most, whatever lies there; each has 8 MiB at most."""


@dataclass(frozen=True, slots=True)
class _Place:
    """A chunk, where it belongs, and what it is called where nobody renamed it."""

    attachment: Attachment
    number: int
    chunk: Chunk
    called: str


def attachment_notes(
    folder: ServiceFolder, package: Package, beside: Path | None, *, dry_run: bool
) -> tuple[Note, ...]:
    """Keep what lies `beside` of the package's attached files; says what became of them.

    A dry run only looks. Raises nothing for what a disk refuses: that is missing.
    """
    places = {place.chunk.sha256: place for place in _places(package)}
    missing = {name: place for name, place in places.items() if not has_chunk(folder, name)}
    found: set[Note] = set()
    for place, sealed in _found(dict(missing), beside):
        del missing[place.chunk.sha256]
        if not _opens(place, sealed):
            found.add(Note.ATTACHMENTS_DAMAGED)
        if not dry_run and not keep_chunk(folder, place.chunk.sha256, sealed):
            found.add(Note.NOT_KEPT)
    if missing:
        found.add(Note.ATTACHMENTS_MISSING)
    elif package.attachments and Note.NOT_KEPT not in found:
        found.add(Note.ATTACHMENTS)
    return tuple(sorted(found))


def _places(package: Package) -> list[_Place]:
    """All chunks in their order; the names count over all files."""
    chunks = [
        (attachment, number, chunk)
        for attachment in package.attachments
        for number, chunk in enumerate(attachment.chunks, 1)
    ]
    return [_Place(*one, chunk_name(package.name, count)) for count, one in enumerate(chunks, 1)]


def _found(wanted: dict[str, _Place], beside: Path | None) -> Iterator[tuple[_Place, bytes]]:
    """The wanted chunks, by their SHA-256, among the files of a folder: each once."""
    sizes = {place.chunk.size for place in wanted.values()}
    for file in _likely({place.called for place in wanted.values()}, beside):
        if not wanted:
            return
        data = _read(file, sizes)
        place = wanted.pop(hashlib.sha256(data).hexdigest(), None)
        if place is not None:
            yield place, data


def _likely(names: set[str], beside: Path | None) -> list[Path]:
    """Files that may be chunks; those that have one of these names come first."""
    if beside is None or not names:
        return []
    try:
        files = [file for file in beside.iterdir() if CHUNK_SUFFIX in file.name.lower()]
    except OSError:
        return []
    return sorted(files, key=lambda file: (file.name not in names, file.name))[:MOST_LOOKED_AT]


def _read(file: Path, sizes: set[int]) -> bytes:
    """The content of an ordinary file of one of these sizes; nothing of any other."""
    try:
        found = file.stat()
        if not stat.S_ISREG(found.st_mode) or found.st_size not in sizes:
            return b""
        with file.open("rb") as opened:
            return opened.read(found.st_size)
    except OSError:
        return b""


def _opens(place: _Place, sealed: bytes) -> bool:
    try:
        open_chunk(place.attachment, place.number, sealed)
    except ForgedError:
        return False
    return True
