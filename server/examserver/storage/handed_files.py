"""The files that candidates handed in: their records in the database, their sealed chunks beside it, or in a
table of it where several machines serve.

Rule: a chunk is named by the hash of its bytes and is on disk before anybody is told; what is there once is
never written over. Some bytes of the disk stay free for answers.
"""

import logging
from collections.abc import Sequence

import msgspec
from sqlalchemy import Connection, delete, insert, select

from examprotocol.attachments import Attachment, Chunk
from examprotocol.canonical import canonical_bytes
from examprotocol.errors import ForgedError
from examprotocol.package_attachments import open_attachment
from examprotocol.package_name import CHUNK_SUFFIX
from examserver.errors import StorageError
from examserver.storage import kept_files, schema
from examserver.storage.disk_room import Use, require_room
from examserver.storage.files import write_file
from examserver.storage.folder import ServiceFolder

log = logging.getLogger(__name__)

_TABLE = schema.handed_files
_records = msgspec.json.Decoder(Attachment)


def record_of(connection: Connection, attempt: str, sha256: str) -> Attachment | None:
    """How a file of an attempt is sealed; None where nobody has said."""
    wanted = select(_TABLE.c.record).where(_TABLE.c.attempt == attempt, _TABLE.c.sha256 == sha256)
    found = connection.execute(wanted).scalar_one_or_none()
    return _records.decode(found) if found is not None else None


def records_of(connection: Connection, attempt: str) -> tuple[Attachment, ...]:
    """How all files of an attempt are sealed, by their hash."""
    wanted = select(_TABLE.c.record).where(_TABLE.c.attempt == attempt).order_by(_TABLE.c.sha256)
    return tuple(_records.decode(found) for found in connection.execute(wanted).scalars())


def put_record(connection: Connection, attempt: str, record: Attachment) -> None:
    """Say how a file is sealed, instead of what was said before."""
    where = (_TABLE.c.attempt == attempt, _TABLE.c.sha256 == record.sha256)
    connection.execute(delete(_TABLE).where(*where))
    row = {"attempt": attempt, "sha256": record.sha256, "record": canonical_bytes(record)}
    connection.execute(insert(_TABLE).values(row))


def missing_chunks(folder: ServiceFolder, record: Attachment) -> tuple[Chunk, ...]:
    """The chunks of a file that are not here."""
    return missing_chunks_of(folder, record.chunks)


def missing_chunks_of(folder: ServiceFolder, chunks: Sequence[Chunk]) -> tuple[Chunk, ...]:
    """Those of these chunks that are not here."""
    if folder.server:
        here = kept_files.present(folder.server, {_name(chunk.sha256) for chunk in chunks})
        return tuple(chunk for chunk in chunks if _name(chunk.sha256) not in here)
    return tuple(chunk for chunk in chunks if not _is_here(folder, chunk.sha256))


def put_chunk(folder: ServiceFolder, sha256: str, sealed: bytes, use: Use = Use.HANDED_FILE) -> None:
    """Store a sealed chunk; it is on disk when this returns. Raises StorageError.

    `use` says whose room on the disk it takes: what comes with a report can wait, a station's file cannot.
    """
    if folder.server:
        kept_files.put(folder.server, _name(sha256), sealed)
        return
    path = folder.files / _name(sha256)
    try:
        folder.files.mkdir(mode=0o700, exist_ok=True)
        require_room(folder.files, use, len(sealed))
        if not path.exists():
            write_file(path, sealed, secret=True)
    except OSError as error:
        raise StorageError(f"A file cannot be stored: {error.strerror}.", "See to the disk.") from error


def read_file(folder: ServiceFolder, record: Attachment) -> bytes | None:
    """The bytes of a file; None where a chunk is missing, or anything was changed."""
    try:
        return open_attachment(record, [read_chunk(folder, chunk.sha256) for chunk in record.chunks])
    except (OSError, ForgedError) as error:
        log.warning("file %s cannot be read: %s", record.sha256, error)
        return None


def _name(sha256: str) -> str:
    return f"{sha256}{CHUNK_SUFFIX}"


def _is_here(folder: ServiceFolder, sha256: str) -> bool:
    name = _name(sha256)
    return (folder.files / name).is_file() or (folder.packages / name).is_file()


def read_chunk(folder: ServiceFolder, sha256: str) -> bytes:
    """A sealed chunk; raises OSError where it is not here."""
    name = _name(sha256)
    if folder.server:
        content = kept_files.content_of(folder.server, name)
        if content is None:
            raise FileNotFoundError(name)
        return content
    path = folder.files / name
    return (path if path.exists() else folder.packages / name).read_bytes()
