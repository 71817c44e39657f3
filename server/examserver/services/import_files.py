"""Files and folders on a stick: which of them are packages and visits, and reading one with a limit.

Rule: nothing but ordinary files is opened, and of those no more is read than a package may have.
"""

import os
import stat
from pathlib import Path

from examprotocol.errors import PackageFault, VisitFault
from examprotocol.package_form import BEGINNING
from examprotocol.package_name import CHUNK_SUFFIX, SUFFIX
from examprotocol.package_seal import LARGEST
from examprotocol.stick import LARGEST_STICK, is_stick_name, is_visit_name
from examprotocol.visit import LARGEST_VISIT
from examserver.services.import_opening import Refused, shown_name
from examserver.services.import_verdicts import FileFacts, SiteFault

OF_THE_SYSTEM = {"system volume information", "$recycle.bin", "lost+found"}
"""Folders on drives into which nobody but the system may look."""

SNIFFED = len(b'{"protected":"')
MOST_STICKS = 10
"""So many sticks' own files are looked at beside a visit."""


def packages_in(folder: Path) -> tuple[list[Path], int]:
    """The packages and visits below a folder, by name or by how they begin, and how many others there are.

    Visits come last, for they say what else should be here. Chunks of attached files and sticks' own files
    belong to what is taken in and are not counted. Links to folders are not followed. A folder that cannot be
    looked through is among the packages: somebody has to hear of it.
    """
    found = _below(folder)
    files = sorted(file for file in found if not _belongs_to_others(file.name))
    visits = [file for file in files if is_visit_name(file.name)]
    packages = [file for file in files if not is_visit_name(file.name) and is_likely(file)]
    return packages + visits, len(files) - len(packages) - len(visits)


def sticks_beside(file: Path) -> tuple[bytes, ...]:
    """The sticks' own files beside a visit, or beside the folder in which it lies."""
    found = [one for folder in (file.parent, file.parent.parent) for one in _named_like_sticks(folder)]
    contents = (read_offered(one) for one in found[:MOST_STICKS])
    return tuple(data for data in contents if isinstance(data, bytes))


def _belongs_to_others(name: str) -> bool:
    return name.lower().endswith(CHUNK_SUFFIX) or is_stick_name(name)


def _named_like_sticks(folder: Path) -> list[Path]:
    try:
        return sorted(one for one in folder.iterdir() if is_stick_name(one.name))
    except OSError:
        return []


def _below(folder: Path) -> list[Path]:
    """All files below a folder, and the folders that cannot be looked through."""
    closed: list[OSError] = []
    files = [Path(root) / name for root, _, names in os.walk(folder, onerror=closed.append) for name in names]
    folders = [Path(error.filename) for error in closed]
    return files + [one for one in folders if one.name.lower() not in OF_THE_SYSTEM]


def is_likely(file: Path) -> bool:
    """Whether somebody who offers a whole folder means this file too."""
    if SUFFIX in file.name.lower():
        return True
    try:
        mode = file.stat().st_mode
        if not stat.S_ISREG(mode):
            return stat.S_ISDIR(mode)
        with file.open("rb") as opened:
            return opened.read(SNIFFED) == BEGINNING[:SNIFFED]
    except OSError:
        return False


def read_offered(file: Path) -> bytes | Refused:
    """The content of a file, or why it cannot be what it is called."""
    name, (largest, fault) = shown_name(file.name), limit_of(file.name)
    try:
        found = file.stat()
        if stat.S_ISDIR(found.st_mode):
            os.listdir(file)  # noqa: PTH208  (it says why a folder cannot be looked through)
        if not stat.S_ISREG(found.st_mode):
            return Refused(FileFacts(name, "", "", 0), SiteFault.FILE_UNREADABLE, "it is no ordinary file")
        if found.st_size > largest:
            size = found.st_size
            return Refused(FileFacts(name, "", "", size), fault, str(size))
        with file.open("rb") as opened:
            return opened.read(largest + 1)
    except (OSError, ValueError) as error:
        said = getattr(error, "strerror", None) or "its name is none"
        return Refused(FileFacts(name, "", "", 0), SiteFault.FILE_UNREADABLE, said)


def limit_of(name: str) -> tuple[int, str]:
    """The most bytes of a file that is called so, and why a larger one is refused."""
    if is_visit_name(name):
        return LARGEST_VISIT, VisitFault.TOO_LARGE
    return LARGEST_STICK if is_stick_name(name) else LARGEST, PackageFault.TOO_LARGE
