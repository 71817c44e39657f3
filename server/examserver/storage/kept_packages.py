"""The answer packages that were taken in, kept as they came, and the sealed chunks of what is attached.

Rule: what a station signed is proof, so it stays. Named by their hash, so no name of anybody's reaches the
disk; limited, so that packages never take the room that answers need. That one is not kept is no reason to
refuse it.
"""

import logging
import shutil

from examprotocol.package_name import CHUNK_SUFFIX, SUFFIX
from examserver.errors import StorageError
from examserver.storage import kept_files
from examserver.storage.files import write_file
from examserver.storage.folder import ServiceFolder

log = logging.getLogger(__name__)

MOST_BYTES = 4 << 30
"""Of all packages and chunks that are kept."""

LEAST_FREE = 1 << 30
"""Bytes that stay free on the disk."""


def keep_package(folder: ServiceFolder, sha256: str, data: bytes) -> bool:
    """Keep a package; says whether it is there now."""
    return _keep(folder, f"{sha256}{SUFFIX}", data)


def keep_chunk(folder: ServiceFolder, sha256: str, data: bytes) -> bool:
    """Keep a sealed chunk; says whether it is there now."""
    return _keep(folder, f"{sha256}{CHUNK_SUFFIX}", data)


def has_chunk(folder: ServiceFolder, sha256: str) -> bool:
    """Whether the chunk with this hash is kept."""
    name = f"{sha256}{CHUNK_SUFFIX}"
    if folder.server:
        return bool(kept_files.present(folder.server, {name}))
    return (folder.packages / name).is_file()


def _keep(folder: ServiceFolder, name: str, data: bytes) -> bool:
    if folder.server:
        return _keep_in_table(folder.server, name, data)
    file = folder.packages / name
    try:
        folder.packages.mkdir(mode=0o700, exist_ok=True)
        if not file.exists():
            if not _has_room(folder, len(data)):
                log.warning("%s is not kept: there are enough, or little room is left", name)
                return False
            write_file(file, data, secret=True)
    except OSError as error:
        log.warning("%s could not be kept: %s", name, error.strerror)
        return False
    return True


def _keep_in_table(server: str, name: str, data: bytes) -> bool:
    """The server's disk is its admin's; the limit is the same."""
    try:
        if kept_files.present(server, {name}):
            return True
        if kept_files.total(server, SUFFIX) + len(data) > MOST_BYTES:
            log.warning("%s is not kept: there are enough", name)
            return False
        kept_files.put(server, name, data)
    except StorageError as error:
        log.warning("%s could not be kept: %s", name, error)
        return False
    return True


def _has_room(folder: ServiceFolder, size: int) -> bool:
    kept = sum(file.stat().st_size for file in folder.packages.glob("*.exam*"))
    return kept + size <= MOST_BYTES and shutil.disk_usage(folder.packages).free - size >= LEAST_FREE
