"""What of a service's folder is in its backup, and where each of it goes back to.

Rule: one list of places for making, verifying and restoring: what a restore would refuse is never put in, and
a file that has it is never called a backup. A backup's list is signed, and held against this all the same.
"""

import logging
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from examprotocol.package_name import CHUNK_SUFFIX
from examprotocol.package_name import SUFFIX as PACKAGE_SUFFIX
from examserver.errors import BackupError
from examserver.services.backup_file import BackupList, Member
from examserver.storage.entry_photos import SUFFIX as ENTRY_SUFFIX
from examserver.storage.files import TEMP_PREFIX
from examserver.storage.folder import ServiceFolder
from examserver.storage.photos import SUFFIX as PHOTO_SUFFIX
from examserver.storage.result_parts import PART_SUFFIX

log = logging.getLogger(__name__)

DATABASE = "data/site.db"

_BY_HASH = (
    ("files", CHUNK_SUFFIX),
    ("photos", PHOTO_SUFFIX),
    ("entry-photos", ENTRY_SUFFIX),
    ("packages", PACKAGE_SUFFIX),
    ("reports", PART_SUFFIX),
)
"""Directories whose files are named by a SHA-256, and by which ending."""

_PLACE = re.compile(
    r"papers/[a-z0-9][a-z0-9_-]{0,39}/(manifest\.jws|authority\.jws|content\.key|keys\.json|parts/[0-9a-f]{64})|"
    + "|".join(f"{place}/[0-9a-f]{{64}}{re.escape(suffix)}" for place, suffix in _BY_HASH)
)
"""Nothing else of a backup becomes a file, but for the database."""


def files_of(folder: ServiceFolder) -> Iterator[tuple[str, Path]]:
    """All files beside the database, each with its name in a backup.

    What came since the database was copied does no harm; a photo that is replaced meanwhile is the new one.
    """
    yield from _papers(folder)
    for place, suffix in _BY_HASH:
        yield from _named_by_hash(folder, place, suffix)


def placed(stated: BackupList) -> Sequence[Member]:
    """The members of a backup, each of which has a place of its own in the folder; raises BackupError."""
    names = [member.name for member in stated.members]
    for name in names:
        if name != DATABASE and _PLACE.fullmatch(name) is None:
            raise BackupError(f"This backup has a file that has no place here: {name}.", "Use another.")
    if len(set(names)) < len(names):
        raise BackupError("This backup has two files for one place.", "Use another.")
    if DATABASE not in names:
        raise BackupError("This backup has no database.", "Use another.")
    return stated.members


def _papers(folder: ServiceFolder) -> Iterator[tuple[str, Path]]:
    """The files of all papers that are there whole. What somebody or the system has left there stays out."""
    for paper in sorted(folder.papers.glob("[!.]*")):
        if paper.is_dir() and not paper.name.startswith(TEMP_PREFIX):
            for file in sorted(paper.rglob("*")):
                name = file.relative_to(folder.root).as_posix()
                if _PLACE.fullmatch(name) and file.is_file():
                    yield name, file
                elif file.is_file():
                    log.warning("a file in the folder of a paper is none of it, and is not in the backup")


def _named_by_hash(folder: ServiceFolder, place: str, suffix: str) -> Iterator[tuple[str, Path]]:
    """Chunks that came beside packages go to those that candidates handed in: they are read there too."""
    sources = (folder.packages, folder.files) if suffix == CHUNK_SUFFIX else (folder.root / place,)
    found = {file.name: file for source in sources for file in source.glob(f"*{suffix}")}
    for name, file in sorted(found.items()):
        if _PLACE.fullmatch(f"{place}/{name}"):
            yield f"{place}/{name}", file
