"""What a Windows program or library says about itself (the portable executable format), by pefile."""

from dataclasses import dataclass
from pathlib import Path

import pefile

from installer.errors import BuildError

X64 = 0x8664
IMPORT_TABLES = ("IMAGE_DIRECTORY_ENTRY_IMPORT", "IMAGE_DIRECTORY_ENTRY_DELAY_IMPORT")
SUFFIXES = (".dll", ".exe", ".pyd")

Version = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Program:
    """One file: its name, whether it is for 64-bit Windows, and which libraries it wants (lower case)."""

    name: str
    is_x64: bool
    imports: tuple[str, ...]


def read_program(path: Path) -> Program:
    """Raises BuildError for a file that is no program of Windows."""
    file = _parse(path.read_bytes(), path.name, IMPORT_TABLES)
    tables = ("DIRECTORY_ENTRY_IMPORT", "DIRECTORY_ENTRY_DELAY_IMPORT")
    libraries = {entry.dll.decode("ascii").lower() for table in tables for entry in getattr(file, table, [])}
    return Program(path.name, file.FILE_HEADER.Machine == X64, tuple(sorted(libraries)))


def version_of(data: bytes) -> Version | None:
    """The file version, None where it states none or is no program of Windows."""
    try:
        file = _parse(data, "the file", ("IMAGE_DIRECTORY_ENTRY_RESOURCE",))
    except BuildError:
        return None
    for fixed in getattr(file, "VS_FIXEDFILEINFO", []):
        high, low = fixed.FileVersionMS, fixed.FileVersionLS
        return high >> 16, high & 0xFFFF, low >> 16, low & 0xFFFF
    return None


def _parse(data: bytes, name: str, tables: tuple[str, ...]) -> pefile.PE:
    try:
        file = pefile.PE(data=data, fast_load=True)
        file.parse_data_directories([pefile.DIRECTORY_ENTRY[table] for table in tables])
    except pefile.PEFormatError as error:
        raise BuildError(f"{name} is no program of Windows: {error}.") from error
    return file
