"""The C and C++ runtime: several parts bring copies of it, and one of each goes beside the program.

Rule: the newest, since what was built against an older one works with it and not the other way round.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from installer.errors import BuildError
from installer.portable import Version, version_of
from installer.pruning import VC_RUNTIME
from installer.sources import Sources
from installer.wheels import pick, project_of

BRINGS_COPIES = {"pyside6-essentials": "PySide6", "shiboken6": "shiboken6"}


@dataclass(frozen=True, slots=True)
class Copy:
    """One copy of a runtime file, and which version it says it is."""

    version: Version
    data: bytes


def lay_runtime(folder: Path, sources: Sources) -> None:
    """Write the newest copy of each into `folder`; raises BuildError where nobody brings one."""
    for name in VC_RUNTIME:
        copies = list(_copies(name, sources))
        if not copies:
            raise BuildError(f"No part brings {name}.")
        (folder / name).write_bytes(max(copies, key=lambda copy: copy.version).data)


def _copies(name: str, sources: Sources) -> Iterator[Copy]:
    """Python's first, so that of two equal ones its own is taken."""
    beside = sources.python / name
    if beside.exists():
        yield _copy(beside.read_bytes())
    for wheel in sources.wheels:
        place = BRINGS_COPIES.get(project_of(wheel))
        if place:
            yield from (_copy(file.data) for file in pick(wheel, (f"{place}/{name}",)))


def _copy(data: bytes) -> Copy:
    version = version_of(data)
    if version is None:
        raise BuildError("A runtime library says nothing of its version.")
    return Copy(version, data)
