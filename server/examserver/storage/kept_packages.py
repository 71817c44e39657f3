"""The answer packages that were taken in, kept as they came: what a station signed is proof.

Rule: named by their hash, so no name of anybody's reaches the disk; limited, so that packages never take the
room that answers need. That one is not kept is no reason to refuse it.
"""

import logging
import shutil

from examserver.storage.files import write_file
from examserver.storage.folder import ServiceFolder

log = logging.getLogger(__name__)

MOST_BYTES = 4 << 30
"""Of all packages that are kept."""

LEAST_FREE = 1 << 30
"""Bytes that stay free on the disk."""

SUFFIX = ".examanswers"


def keep_package(folder: ServiceFolder, sha256: str, data: bytes) -> bool:
    """Keep a package; says whether it is there now."""
    file = folder.packages / f"{sha256}{SUFFIX}"
    try:
        folder.packages.mkdir(mode=0o700, exist_ok=True)
        if not file.exists():
            if not _has_room(folder, len(data)):
                log.warning("a package is not kept: there are enough, or little room is left")
                return False
            write_file(file, data, secret=True)
    except OSError as error:
        log.warning("a package could not be kept: %s", error.strerror)
        return False
    return True


def _has_room(folder: ServiceFolder, size: int) -> bool:
    kept = sum(file.stat().st_size for file in folder.packages.glob(f"*{SUFFIX}"))
    return kept + size <= MOST_BYTES and shutil.disk_usage(folder.packages).free - size >= LEAST_FREE
