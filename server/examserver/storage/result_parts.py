"""The sealed parts of result packages: beside the database, or in a table of it where several machines serve.

Rule: a part is named by the hash of its bytes and is on disk before anybody is told; what is there once is
never written over. A chunk of a candidate's file is where the candidates' files are, and only there.
"""

import hashlib
from collections.abc import Iterable

from examprotocol.attachments import Chunk
from examprotocol.package_attachments import is_chunk
from examprotocol.result_package import ResultPart
from examserver.errors import StorageError
from examserver.storage import kept_files
from examserver.storage.disk_room import Use, require_room
from examserver.storage.files import write_file
from examserver.storage.folder import ServiceFolder
from examserver.storage.handed_files import missing_chunks_of, put_chunk, read_chunk

PART_SUFFIX = ".resultpart"
AT_ONCE = 500
"""Parts that a server is asked for at once."""


def missing_parts(folder: ServiceFolder, parts: Iterable[ResultPart], most: int) -> tuple[ResultPart, ...]:
    """Those that are not here, at most so many."""
    wanted, missing = list(parts), list[ResultPart]()
    for start in range(0, len(wanted), AT_ONCE):
        some = wanted[start : start + AT_ONCE]
        chunks = [Chunk(one.sha256, one.size) for one in some if one.kind == "file"]
        away = {one.sha256 for one in missing_chunks_of(folder, chunks)}
        away |= _missing(folder, [one.sha256 for one in some if one.kind == "content"])
        missing += [one for one in some if one.sha256 in away]
        if len(missing) >= most:
            break
    return tuple(missing[:most])


def put_part(folder: ServiceFolder, part: ResultPart, data: bytes) -> None:
    """Store a part whose bytes are the right ones; it is on disk when this returns. Raises StorageError."""
    assert is_part(part, data), "its caller has looked"
    if part.kind == "file":
        put_chunk(folder, part.sha256, data, Use.REPORT)
    elif folder.server:
        kept_files.put(folder.server, _name(part.sha256), data)
    else:
        _write(folder, part.sha256, data)


def read_part(folder: ServiceFolder, part: ResultPart) -> bytes:
    """The bytes of a part; raises StorageError where it is not here, or not what it was."""
    try:
        data = read_chunk(folder, part.sha256) if part.kind == "file" else _content(folder, part.sha256)
    except OSError as error:
        raise StorageError(
            f"A part of a result package is not here: {part.sha256}.", "Make the report once more."
        ) from error
    if not is_part(part, data):
        raise StorageError(f"A part of a result package is damaged: {part.sha256}.", "Look at the disk.")
    return data


def content_here(folder: ServiceFolder) -> frozenset[str]:
    """The content parts that are stored, by their hashes."""
    if folder.server:
        names = kept_files.names(folder.server, PART_SUFFIX)
    else:
        names = {file.name for file in folder.reports.glob(f"*{PART_SUFFIX}")}
    return frozenset(name.removesuffix(PART_SUFFIX) for name in names)


def remove_parts(folder: ServiceFolder, parts: Iterable[ResultPart]) -> None:
    """Forget content that was acknowledged; the candidates' files stay."""
    remove_content(folder, {one.sha256 for one in parts if one.kind == "content"})


def remove_content(folder: ServiceFolder, hashes: Iterable[str]) -> None:
    """Forget content parts by their hashes."""
    names = {_name(sha256) for sha256 in hashes}
    if folder.server:
        kept_files.remove(folder.server, names)
        return
    for name in names:
        (folder.reports / name).unlink(missing_ok=True)


def is_part(part: ResultPart, data: bytes) -> bool:
    """Whether these are the bytes of the part."""
    if part.kind == "file":
        return is_chunk(Chunk(part.sha256, part.size), data)
    return len(data) == part.size and hashlib.sha256(data).hexdigest() == part.sha256


def _write(folder: ServiceFolder, sha256: str, data: bytes) -> None:
    path = folder.reports / _name(sha256)
    try:
        folder.reports.mkdir(mode=0o700, exist_ok=True)
        require_room(folder.reports, Use.REPORT, len(data))
        if not path.exists():
            write_file(path, data, secret=True)
    except OSError as error:
        raise StorageError(f"A report cannot be stored: {error.strerror}.", "See to the disk.") from error


def _content(folder: ServiceFolder, sha256: str) -> bytes:
    if not folder.server:
        return (folder.reports / _name(sha256)).read_bytes()
    content = kept_files.content_of(folder.server, _name(sha256))
    if content is None:
        raise FileNotFoundError(sha256)
    return content


def _missing(folder: ServiceFolder, hashes: list[str]) -> set[str]:
    if not folder.server:
        return {one for one in hashes if not (folder.reports / _name(one)).is_file()}
    here = kept_files.present(folder.server, {_name(one) for one in hashes})
    return {one for one in hashes if _name(one) not in here}


def _name(sha256: str) -> str:
    return f"{sha256}{PART_SUFFIX}"
