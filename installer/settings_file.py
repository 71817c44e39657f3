"""Brings `user.ini` into the one encoding in which Windows Installer can add any letter to it: UTF-16.

In any other it writes in the code page of the machine, and a folder called 考试 becomes question marks.
"""

import codecs
from pathlib import Path

from examclient.storage.settings_text import read_settings_text


def for_windows(settings: Path) -> bytes:
    """What the file says, in whatever encoding, as UTF-16 with its mark, lines ended as on Windows."""
    lines = "".join(f"{line}\r\n" for line in read_settings_text(settings).splitlines())
    return codecs.BOM_UTF16_LE + lines.encode("utf-16-le")
