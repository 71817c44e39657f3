"""What the installed product is called, and the ids by which Windows knows it and its files again.

Rule: UPGRADE_CODE and NAMESPACE never change. A file keeps its component's id as long as it keeps its place,
in every version; that is how Windows finds out what an upgrade replaces.
"""

from pathlib import PurePosixPath
from uuid import UUID, uuid5

from installer.errors import BuildError

NAME = "ExamClient"
SHORTCUT = "ExamClient 考试客户端"
PROGRAM = "ExamClient.exe"
SETTINGS = "user.ini"

UPGRADE_CODE = UUID("6f2f6c0e-5d0b-4c86-9a37-0c1d3a7be1f4")
NAMESPACE = UUID("c3b1f9a2-77c5-4a4e-8b0e-52d0f6a1e9d7")

HIGHEST = (255, 255, 65535)
"""What Windows Installer can count to, in the three places of a version."""


def windows_version(version: str) -> str:
    """The version as Windows Installer compares it. Raises BuildError where it has no three numbers."""
    parts = version.split(".")
    numbers = [int(part) for part in parts if part.isascii() and part.isdigit()]
    if len(parts) != 3 or len(numbers) != 3 or any(map(int.__gt__, numbers, HIGHEST)):
        raise BuildError(
            f"An MSI needs a version of three numbers, up to 255.255.65535, and not {version!r}."
        )
    return ".".join(map(str, numbers))


def guid(value: UUID) -> str:
    return f"{{{value}}}".upper()


def component_guid(place: str) -> str:
    """The id of what lies at a place, a path below the installation folder or a name of ours with a colon."""
    return guid(uuid5(NAMESPACE, place.casefold()))


def identifier(kind: str, place: str) -> str:
    """A key for the tables: they know no paths, and at most 72 letters."""
    return f"{kind}_{uuid5(NAMESPACE, place.casefold()).hex}"


def file_id(path: PurePosixPath) -> str:
    return identifier("file", path.as_posix())


def component_id(place: str) -> str:
    return identifier("part", place)


def folder_id(path: PurePosixPath) -> str:
    """The key of a folder below the installation folder, which itself is a property that admins set."""
    return identifier("folder", path.as_posix()) if path.parts else "INSTALLDIR"
