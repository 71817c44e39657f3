"""Refuses a PySide6 that is known to abort, before any of it is imported.

Rule: its version is read from what would be imported, and never by importing it.
"""

import re
import sys
from importlib.machinery import ModuleSpec
from importlib.util import find_spec

from examclient.domain.known_faults import why_not_to_start
from examclient.errors import InstallationError

VERSION_LINE = re.compile(r"""^__version__ *= *["']([0-9.]+)""", re.MULTILINE)
PACKAGES = ("PySide6_Essentials", "PySide6")
ADVICE = (
    "Install the client again, or use Python 3.12 or later.\n"
    "本机安装的 PySide6 与 Python 版本不能一起使用：程序运行约半小时后会自行退出，因此客户端不启动。"
    "请重新安装客户端，或使用 Python 3.12 及以上版本。"
)
"""In both languages: without Qt there is nobody who translates."""


def require_steady_qt() -> None:
    """Raise InstallationError where this PySide6 on this Python would abort in mid-exam."""
    why = why_not_to_start(numbers_of(pyside_version()), sys.version_info[:3])
    if why:
        raise InstallationError(why, ADVICE)


def numbers_of(version: str) -> tuple[int, ...]:
    """The numbers of a version such as "6.9.3"; none where it is not known, which is older than all."""
    return tuple(int(part) for part in version.split(".") if part.isdigit())


def pyside_version() -> str:
    """The version of the PySide6 that would be imported, `""` where it cannot be told."""
    spec = find_spec("PySide6")
    found = VERSION_LINE.search(_source(spec)) if spec is not None else None
    if found is not None:
        return found.group(1)
    return _installed_version()


def _installed_version() -> str:
    from importlib import metadata  # noqa: PLC0415 - 20 ms that an ordinary start need not wait for

    for name in PACKAGES:
        try:
            return metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    return ""


def _source(spec: ModuleSpec) -> str:
    """The package's own text; in a frozen program there is none."""
    get_source = getattr(spec.loader, "get_source", None)
    return (get_source(spec.name) or "") if get_source is not None else ""
