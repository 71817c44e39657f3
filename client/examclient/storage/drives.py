"""The drives of this machine, those that can be pulled out first, and the proctor's stick among them.

Rule: looking disturbs nobody. A drive that goes away meanwhile is left out, one without a medium brings up
no window, and a drive of the network is not asked: it may not answer for minutes. Who wants one chooses its
folder.
"""

import sys
from collections.abc import Iterable
from pathlib import Path

from examclient.domain.export import Drive
from examclient.storage import drives_of_linux, drives_of_windows
from examprotocol.key_file import is_key_file_name
from examprotocol.stick import is_stick_name


def drives() -> tuple[Drive, ...]:
    """What there is now. Takes some milliseconds, and more where a drive has to wake up first."""
    found = drives_of_windows.drives() if sys.platform == "win32" else drives_of_linux.drives()
    return tuple(sorted(found, key=lambda drive: (not drive.is_removable, drive.is_read_only, drive.path)))


def drives_with_sticks(among: Iterable[Drive]) -> tuple[Drive, ...]:
    """Those with a proctor's stick file in the top folder; whose it is, nobody has looked at."""
    return tuple(drive for drive in among if stick_files(drive.path))


def key_files(folder: Path) -> tuple[Path, ...]:
    """The files in a folder that may hold the key of a paper, by their names."""
    try:
        return tuple(sorted(path for path in folder.iterdir() if is_key_file_name(path.name)))
    except OSError:
        return ()


def stick_files(folder: Path) -> tuple[Path, ...]:
    """The files in a folder that may be a proctor's stick, by their names."""
    try:
        return tuple(sorted(path for path in folder.iterdir() if is_stick_name(path.name)))
    except OSError:
        return ()
