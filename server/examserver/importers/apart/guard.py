"""What the importing process may touch: the paper's own files and what Python and its fonts are made of.

Rule: it opens no network, starts no program and writes no file, whatever a paper makes a library try. Source:
Python's audit events, which every open, socket and process passes before it happens.
"""

import os
import sys
import sysconfig
from collections.abc import Sequence
from pathlib import Path

_NEVER = (
    "socket.connect",
    "socket.bind",
    "socket.sendto",
    "socket.sendmsg",
    "socket.getaddrinfo",
    "socket.gethostbyname",
    "subprocess.Popen",
    "os.system",
    "os.exec",
    "os.fork",
    "os.forkpty",
    "os.posix_spawn",
    "os.spawn",
    "os.startfile",
    "os.remove",
    "os.rename",
    "os.rmdir",
    "os.mkdir",
    "os.truncate",
    "os.link",
    "os.symlink",
    "shutil.",
    "urllib.Request",
    "ftplib.",
    "http.client.connect",
    "webbrowser.open",
    "winreg.SetValue",
)
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_TRUNC
_SYSTEM = ("/usr/share", "/usr/lib", "/usr/local/lib", "/lib", "/etc/ld.so.cache", "/proc/self", "/dev/null")


class ForbiddenError(PermissionError):
    """The importer tried what no paper needs."""


def only_read(paper: Path, also: Sequence[Path] = ()) -> None:
    """From here on this process reads the paper and its own program only. It cannot be taken back."""
    allowed = tuple({os.path.realpath(place) for place in (*_own_places(), *map(str, (paper, *also)))})

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        if event.startswith(_NEVER):
            raise ForbiddenError(f"an import may not do {event}")
        if event == "open":
            _check_open(arguments, allowed)

    sys.addaudithook(hook)


def _check_open(arguments: tuple[object, ...], allowed: tuple[str, ...]) -> None:
    path, mode, flags = arguments[0], arguments[1], arguments[2]
    if not isinstance(path, str | bytes):
        return  # a descriptor that is open already
    writes = (isinstance(mode, str) and set(mode) & set("wax+")) or (
        isinstance(flags, int) and flags & _WRITING
    )
    place = os.path.realpath(os.fsdecode(path))
    if writes and place != os.path.realpath(os.devnull):
        raise ForbiddenError(f"an import may not write {place}")
    if not any(place == one or place.startswith(one.rstrip(os.sep) + os.sep) for one in allowed):
        raise ForbiddenError(f"an import may not read {place}")


def _own_places() -> list[str]:
    paths = [sys.prefix, sys.base_prefix, sys.exec_prefix, *sysconfig.get_paths().values()]
    return [path for path in (*paths, *sys.path, *_SYSTEM, os.devnull) if path and path != os.curdir]
