"""Builds the MSI from an installation folder: any folder with ExamClient.exe and user.ini in it.

Rule: same folder, same version, same bytes. Windows tells packages apart by ids that are worked out from
both.
"""

import hashlib
import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from uuid import uuid5

from installer.errors import BuildError
from installer.fixed_times import WHEN, fix_times
from installer.portable import SUFFIXES, version_of
from installer.product import NAME, NAMESPACE, PROGRAM, SETTINGS, file_id, guid, windows_version
from installer.rows import delete, update
from installer.settings_file import for_windows
from installer.tables import statements
from installer.wxs import write_wxs

CODE_PAGE = 936
"""Of the texts in the tables: simplified Chinese, which every Windows 10 has, and English."""


def build_msi(tree: Path, out: Path, version: str) -> Path:
    """Build `<out>/ExamClient-<version>-x64.msi` and return its path; `out` is made where it is missing.

    Raises BuildError where tree or version cannot become a package, or a tool is missing.
    """
    number = windows_version(version)
    with TemporaryDirectory(prefix="msi-") as folder:
        work, staged = Path(folder), Path(folder) / "tree"
        files = _stage(tree, staged)
        sql = [*_versions(staged, files), *statements(number)]
        identity = _identity(staged, files, number, sql)
        product = guid(uuid5(NAMESPACE, f"product {identity}"))
        (work / "package.wxs").write_text(write_wxs(files, number, product), encoding="ascii")
        msi = work / f"{NAME}-{number}-x64.msi"
        _run(["wixl", "--arch", "x64", "--output", str(msi), str(work / "package.wxs")], staged)
        _add_tables(msi, sql, guid(uuid5(NAMESPACE, f"package {identity}")))
        out.mkdir(parents=True, exist_ok=True)
        return Path(shutil.copyfile(msi, out / msi.name))


def _stage(tree: Path, staged: Path) -> list[PurePosixPath]:
    """Copy the tree with fixed times; the paths of its files, sorted."""
    files = sorted(
        PurePosixPath(path.relative_to(tree).as_posix()) for path in tree.rglob("*") if path.is_file()
    )
    for needed in (PROGRAM, SETTINGS):
        if PurePosixPath(needed) not in files:
            raise BuildError(f"The folder {tree} has no {needed}, so it is no installation folder.")
    strange = [str(file) for file in files if not str(file).isascii()]
    if strange:
        raise BuildError(f"wixl takes file names in plain ASCII only; {strange[0]} is not.")
    for file in files:
        copy = staged / file
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(tree / file, copy)
    (staged / SETTINGS).write_bytes(for_windows(tree / SETTINGS))
    for file in files:
        os.utime(staged / file, (WHEN, WHEN))
    return files


def _versions(staged: Path, files: Sequence[PurePosixPath]) -> Iterator[str]:
    """The versions of those files that have one; they need no hash beside it.

    Without it an upgrade would take what lies there for the newer one, leave it, and then remove it together
    with the old product.
    """
    for file in files:
        is_program = file.suffix.casefold() in SUFFIXES
        version = version_of((staged / file).read_bytes()) if is_program else None
        if version:
            key = file_id(file)
            yield update("File", ("File", key), Version=".".join(map(str, version)), Language="0")
            yield delete("MsiFileHash", ("File_", key))


def _identity(staged: Path, files: Sequence[PurePosixPath], version: str, sql: Sequence[str]) -> str:
    """A digest of all that goes in."""
    digest = hashlib.sha256("\n".join([write_wxs(files, version, "-"), *sql]).encode())
    for file in files:
        digest.update(hashlib.sha256((staged / file).read_bytes()).digest())
    return digest.hexdigest()


def _add_tables(msi: Path, sql: Sequence[str], package_code: str) -> None:
    pages = msi.with_name("_ForceCodepage.idt")
    pages.write_text(f"\r\n\r\n{CODE_PAGE}\t_ForceCodepage\r\n", encoding="ascii", newline="")
    _run(["msibuild", str(msi), "-i", str(pages)], msi.parent)
    _run(["msibuild", str(msi), *(word for line in sql for word in ("-q", line))], msi.parent)
    _run(["msibuild", str(msi), "-s", NAME, NAME, "x64;0", package_code], msi.parent)
    fix_times(msi)


def _run(command: list[str], folder: Path) -> None:
    """Run a tool. msibuild and wixl report some failures by what they say alone, so silence is success."""
    if shutil.which(command[0]) is None:
        raise BuildError(f"Building the MSI needs {command[0]} (Debian: apt-get install wixl msitools).")
    environment = os.environ | {"LC_ALL": "C.UTF-8", "TZ": "UTC"}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    said = (done.stdout + done.stderr).strip()
    if done.returncode or said:
        raise BuildError(f"{command[0]} did not do its work ({done.returncode}):\n{said}")
