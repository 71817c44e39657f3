"""What must hold for every program and library in the installed folder, whatever part brought it.

Rule: Windows' own files are never shipped; copies of them stop the client from starting on other builds.
"""

from collections import Counter
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path

from installer.portable import SUFFIXES, Program, read_program
from installer.pruning import VC_RUNTIME
from installer.windows_1809 import LIBRARIES

NEVER_SHIPPED = (
    "api-ms-win-*",
    "ext-ms-*",
    "ucrtbase*",
    "icu*.dll",  # Windows' own, which forwards to one that came after 1809
    "d3dcompiler_*",
    "dxcompiler.dll",
    "dxil.dll",
    "qdirect2d.dll",
    "*.debug.pak",
    "qmldbg_*",
    "qsql*",
    "designer*",
    "*webengine*",
)
NEVER_IMPORTED = ("api-ms-win-crt-private*", "icu*.dll", "d3dcompiler_*", "dxcompiler.dll", "dxil.dll")


def faults_of(tree: Path) -> list[str]:
    """A sentence for everything that must not be so in this folder; none where all is well."""
    files = sorted(path for path in tree.rglob("*") if path.is_file())
    programs = [read_program(path) for path in files if path.suffix.lower() in SUFFIXES]
    shipped = Counter(program.name.lower() for program in programs)
    faults = [f"{path.name} is shipped" for path in files if _matches(path.name, NEVER_SHIPPED)]
    faults += [f"{program.name} is not for 64-bit Windows" for program in programs if not program.is_x64]
    faults += [fault for program in programs for fault in _wrong_imports(program, set(shipped))]
    copies = {name: shipped[name] for name in VC_RUNTIME}
    return faults + [f"{name} is there {count} times" for name, count in copies.items() if count > 1]


def _wrong_imports(program: Program, shipped: set[str]) -> Iterator[str]:
    for name in program.imports:
        if _matches(name, NEVER_IMPORTED):
            yield f"{program.name} imports {name}"
        elif name not in shipped and name not in LIBRARIES:
            yield f"{program.name} imports {name}, which is neither shipped nor in Windows 10 1809"


def _matches(name: str, patterns: tuple[str, ...]) -> bool:
    return any(fnmatchcase(name.lower(), pattern) for pattern in patterns)
