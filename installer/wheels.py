"""Reads out of wheels what the lists name; a wheel is never unpacked."""

import zipfile
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath

from installer.errors import BuildError
from installer.pruning import LEFT_OUT, LICENCES, TAKEN


@dataclass(frozen=True, slots=True)
class Taken:
    """One file out of a wheel, under the name that it has there."""

    name: str
    data: bytes


def taken_from(wheel: Path) -> list[Taken]:
    """What goes in, in order. Raises BuildError where there is no list for it, or a pattern finds nothing."""
    project = project_of(wheel)
    if project not in TAKEN:
        raise BuildError(f"installer/pruning.py does not say what is taken out of {wheel.name}.")
    return pick(wheel, TAKEN[project], LEFT_OUT)


def licences_in(wheel: Path) -> list[Taken]:
    """The licences that it brings along."""
    return pick(wheel, (LICENCES,))


def project_of(wheel: Path) -> str:
    """The name of what is in the wheel, as lock files spell it."""
    return wheel.name.partition("-")[0].lower().replace("_", "-")


def pick(wheel: Path, patterns: tuple[str, ...], left_out: tuple[str, ...] = ()) -> list[Taken]:
    """The members that match. Raises BuildError for a pattern that none matches, or a name that leaves."""
    with zipfile.ZipFile(wheel) as archive:
        names = sorted(archive.namelist())
        for pattern in patterns:
            if not any(fnmatchcase(name, pattern) for name in names):
                raise BuildError(f"There is no {pattern} in {wheel.name}; see installer/pruning.py.")
        wanted = [name for name in names if _matches(name, patterns) and not _matches(name, left_out)]
        return [Taken(_safe(name, wheel), archive.read(name)) for name in wanted]


def _matches(name: str, patterns: tuple[str, ...]) -> bool:
    return any(fnmatchcase(name, pattern) for pattern in patterns)


def _safe(name: str, wheel: Path) -> str:
    if PurePosixPath(name).is_absolute() or ".." in PurePosixPath(name).parts or "\\" in name or ":" in name:
        raise BuildError(f"{wheel.name} has a file with the name {name}.")
    return name
