"""The members of a package, zip file or folder: checked as a whole, then read by name and never extracted.

Rule: a container with one bad member is refused whole; no name in it ever reaches the disk. Sizes are counted
while inflating, because headers may lie. Source of the zip format: PKWARE's APPNOTE 6.3.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from examserver.errors import PaperFileError
from examserver.importers.archive_names import check_names, plain_name
from examserver.importers.notes import Note
from examserver.importers.zip_members import ZipMember, zip_members

MAX_MEMBERS = 2_000
MAX_FOLDER_BYTES = 512 * 2**20


class Member(Protocol):
    """One file of a package. `name` is its path inside, with forward slashes."""

    @property
    def name(self) -> str: ...

    def read(self) -> bytes: ...


@dataclass(frozen=True, slots=True)
class FolderMember:
    """One file of a folder."""

    name: str
    path: Path

    def read(self) -> bytes:
        """All bytes of the file; raises PaperFileError where it cannot be read."""
        try:
            return self.path.read_bytes()
        except OSError as error:
            raise PaperFileError(
                f"“{self.name}” cannot be read: {error.strerror}.",
                "Check the folder.",
                code="FILE_UNREADABLE",
            ) from error


@dataclass(frozen=True, slots=True)
class Archive:
    """A package by the names of its members. `notes` are about the container; a folder has none."""

    members: Mapping[str, Member]
    notes: tuple[Note, ...] = ()
    is_folder: bool = False

    def names(self) -> list[str]:
        """The names of all members, in their order."""
        return [member.name for member in self.members.values()]

    def has(self, name: str) -> bool:
        """Whether there is such a member; case and the form of Unicode do not matter."""
        return plain_name(name) in self.members

    def read(self, name: str) -> bytes:
        """The bytes of a member; raises KeyError where there is none."""
        return self.members[plain_name(name)].read()

    def digest(self) -> bytes:
        """The SHA-256 over all names and bytes: what makes this package this one."""
        total = hashlib.sha256()
        for key in sorted(self.members):
            total.update(f"{key}\n".encode())
            total.update(hashlib.sha256(self.members[key].read()).digest())
        return total.digest()


def looks_like_zip(ending: str, data: bytes) -> bool:
    """Whether the bytes are meant as a zip file, good or bad. `ending` is in lower case."""
    return data.startswith((b"PK\x03\x04", b"PK\x05\x06")) or ending == ".zip"


def open_zip(data: bytes) -> Archive:
    """A zip file, every member inflated once to see that it is whole; raises PaperFileError (`ZIP_...`)."""
    members, notes = zip_members(data, MAX_MEMBERS)
    check_names([member.name for member in members])
    files = [member for member in members if not member.name.endswith("/")]
    for member in files:
        member.check()
    _check_inflated(files)
    return Archive(_by_name(files), notes)


def open_folder(path: Path) -> Archive:
    """A folder as it stands on the disk; links are refused, wherever they lead."""
    found: list[FolderMember] = []
    for file in sorted(path.rglob("*")):
        name = file.relative_to(path).as_posix()
        if file.is_symlink():
            raise PaperFileError(
                f"“{name}” is a link.", "Put the file itself into the folder.", code="ZIP_SYMLINK"
            )
        if file.is_file():
            found.append(FolderMember(name, file))
        if len(found) > MAX_MEMBERS:
            raise PaperFileError(
                f"The folder has more than {MAX_MEMBERS:,} files.", "Choose one package.", code="ZIP_BOMB"
            )
    check_names([member.name for member in found])
    if sum(member.path.stat().st_size for member in found) > MAX_FOLDER_BYTES:
        raise _too_large()
    return Archive(_by_name(found), is_folder=True)


def _by_name(members: Iterable[Member]) -> dict[str, Member]:
    return {plain_name(member.name): member for member in members}


def _check_inflated(files: Iterable[ZipMember]) -> None:
    if sum(member.size for member in files) > MAX_FOLDER_BYTES:
        raise _too_large()


def _too_large() -> PaperFileError:
    return PaperFileError(
        f"The files are larger than {MAX_FOLDER_BYTES // 2**20} MB in all.",
        "Use several packages.",
        code="ZIP_BOMB",
    )
