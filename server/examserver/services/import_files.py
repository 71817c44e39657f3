"""Files and folders on a stick: which of them are offered as packages, and reading one with a limit.

Rule: nothing but ordinary files is opened, and of those no more is read than a package may have.
"""

import os
import stat
from pathlib import Path

from examprotocol.errors import PackageFault
from examprotocol.package_form import BEGINNING
from examprotocol.package_name import CHUNK_SUFFIX, SUFFIX
from examprotocol.package_seal import LARGEST
from examserver.services.import_opening import Refused, shown_name
from examserver.services.import_verdicts import FileFacts, SiteFault

SNIFFED = len(b'{"protected":"')


def packages_in(folder: Path) -> tuple[list[Path], int]:
    """The files below a folder that are called or begin like a package, and how many others there are.

    Chunks of attached files belong to a package and are not counted. Links to folders are not followed.
    """
    found = [Path(root) / name for root, _, names in os.walk(folder) for name in names]
    files = sorted(file for file in found if not file.name.lower().endswith(CHUNK_SUFFIX))
    packages = [file for file in files if is_likely(file)]
    return packages, len(files) - len(packages)


def is_likely(file: Path) -> bool:
    """Whether somebody who offers a whole folder means this file too."""
    if SUFFIX in file.name.lower():
        return True
    try:
        if not stat.S_ISREG(file.stat().st_mode):
            return False
        with file.open("rb") as opened:
            return opened.read(SNIFFED) == BEGINNING[:SNIFFED]
    except OSError:
        return False


def read_offered(file: Path) -> bytes | Refused:
    """The content of a file, or why it cannot be a package."""
    name = shown_name(file.name)
    try:
        found = file.stat()
        if not stat.S_ISREG(found.st_mode):
            return Refused(FileFacts(name, "", "", 0), SiteFault.FILE_UNREADABLE, "it is no ordinary file")
        if found.st_size > LARGEST:
            size = found.st_size
            return Refused(FileFacts(name, "", "", size), PackageFault.TOO_LARGE, str(size))
        with file.open("rb") as opened:
            return opened.read(LARGEST + 1)
    except (OSError, ValueError) as error:
        said = getattr(error, "strerror", None) or "its name is none"
        return Refused(FileFacts(name, "", "", 0), SiteFault.FILE_UNREADABLE, said)
