"""Drive letters of Windows that stand for a folder of another machine.

Rule: such a letter belongs to whoever has mapped it. A service, which is another account, has no such drive,
so it is refused where the service would have to find it, and the name that it can find is proposed.
Source: GetDriveTypeW of kernel32, WNetGetConnectionW of mpr.
"""

import ctypes
import sys
from collections.abc import Callable
from pathlib import Path, PureWindowsPath

from examserver.errors import BackupError

REMOTE = 4
"""DRIVE_REMOTE of GetDriveTypeW."""
LONGEST = 1024
"""Characters of a name that Windows writes."""


def require_no_drive_letter(place: Path, named_by: Callable[[str], str | None] | None = None) -> None:
    """Raise BackupError where a path begins with a mapped letter.

    `named_by` says for which folder of which machine a drive stands: None where it is one of this machine, ""
    where Windows does not tell.
    """
    absolute = PureWindowsPath(place if named_by else place.absolute())
    name = (named_by or mapped_to)(absolute.drive)
    if name is None:
        return
    own = str(PureWindowsPath(name, *absolute.parts[1:])) if name else r"\\MACHINE\FOLDER"
    raise BackupError(
        f"{absolute.drive} is a drive that this account has mapped; the service, another account, has none.",
        f"Name the folder itself: {own}. Its machine must let this computer's account write there.",
    )


def mapped_to(drive: str) -> str | None:
    r"""The `\\machine\folder` for which a letter such as `Z:` stands; None where it is no mapped one."""
    if sys.platform != "win32" or len(drive) != len("Z:"):
        return None
    if ctypes.windll.kernel32.GetDriveTypeW(f"{drive}\\") != REMOTE:
        return None
    written, size = ctypes.create_unicode_buffer(LONGEST), ctypes.c_uint32(LONGEST)
    failed = ctypes.windll.mpr.WNetGetConnectionW(drive, written, ctypes.byref(size))
    return "" if failed else written.value
