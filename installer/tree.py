"""Lays out the folder that the installer puts on a machine.

Rule: from the same sources come the same bytes: files in order, one time for all, nothing of this machine.

    ExamClient.exe      made by `installer.launcher`, beside what is laid out here
    user.ini            every setting, commented, for admins
    python313.dll ..    Python, its modules and the C runtime, where Windows looks first
    python313._pth      the only places that Python imports from
    lib/                the packages of others, as byte code
    client/, protocol/  our own, as byte code
    resources/          fonts and translations
    licenses/           of everything that is shipped
"""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from installer.bytecode import to_bytecode
from installer.licences import lay_licences
from installer.pruning import PYTHON_FILES
from installer.runtime import lay_runtime
from installer.sources import Sources
from installer.wheels import taken_from

ROOT = Path(__file__).resolve().parent.parent

PATHS = ("python313.zip", ".", "lib", "protocol", "client")
"""Nothing else is imported: neither the machine's Python nor the user's packages."""

OWN = ("protocol/examprotocol", "client/examclient")
OWN_SUFFIXES = (".py", ".qss")
RESOURCES = ("resources/fonts/*.[to]tf", "resources/translations/*.qm")
SETTINGS = "config/user.ini.example"

TIME = 1_577_836_800
"""2020-01-01 in UTC: what every file's time is set to."""


def build_tree(folder: Path, sources: Sources, project: Path = ROOT) -> None:
    """Fill `folder`, which is emptied first. The launcher is not part of it.

    Raises BuildError where a source lacks what the lists name, or no Python 3.13 is here to compile with.
    """
    if folder.exists():
        shutil.rmtree(folder)
    folder.mkdir(parents=True)
    for name in PYTHON_FILES:
        shutil.copyfile(sources.python / name, folder / name)
    (folder / "python313._pth").write_bytes(("\r\n".join(PATHS) + "\r\n").encode())
    for wheel in sources.wheels:
        for file in taken_from(wheel):
            _write(folder / "lib" / file.name, file.data)
    lay_runtime(folder, sources)
    _lay_own(folder, project)
    lay_licences(folder / "licenses", sources, project)
    to_bytecode(folder, ("lib", "protocol", "client"))
    _settle(folder)


def files_of(tree: Path) -> list[Path]:
    """All files, in the one order that everything made of them follows."""
    return sorted((path for path in tree.rglob("*") if path.is_file()), key=lambda path: path.as_posix())


def _lay_own(folder: Path, project: Path) -> None:
    for source in _own_files(project):
        _write(folder / source.relative_to(project), source.read_bytes())
    _write(folder / "user.ini", _for_windows((project / SETTINGS).read_text(encoding="utf-8")))


def _own_files(project: Path) -> Iterator[Path]:
    for package in OWN:
        yield from (one for one in files_of(project / package) if one.suffix in OWN_SUFFIXES)
    for pattern in RESOURCES:
        yield from sorted(project.glob(pattern))


def _for_windows(text: str) -> bytes:
    """UTF-16: Windows' own calls, by which the installer writes into this file, keep Chinese only in that."""
    return ("\ufeff" + text.replace("\n", "\r\n")).encode("utf-16-le")


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def _settle(folder: Path) -> None:
    """The same rights and the same time for all, folders after what is in them."""
    for path in sorted(folder.rglob("*"), reverse=True):
        path.chmod(0o755 if path.is_dir() else 0o644)
        os.utime(path, (TIME, TIME))
    os.utime(folder, (TIME, TIME))
