"""The text of a settings file, in whatever encoding it was saved; OSError where there is none to be had.

Rule: only a file of a size that people write is read, so that no 100 MB, no folder and no device in its place
keeps the client from starting.
"""

import codecs
import stat
from pathlib import Path

LARGEST = 256 * 1024
"""Bytes; the example has 4 KB."""

MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
SHARE = 10
"""One in so many of the characters is plain ASCII at least, in any settings file."""

SIGNS = frozenset("=＝")
"""One of them is in every file that says anything: in a short one a few NULs look like UTF-16."""


def read_settings_text(path: Path) -> str:
    """The text; characters that cannot be read are replaced. Raises OSError, its `strerror` says why."""
    found = path.stat()
    if not stat.S_ISREG(found.st_mode):
        raise OSError(0, "it is not a file")
    if found.st_size > LARGEST:
        raise OSError(0, f"it has more than {LARGEST // 1024} KB")
    with path.open("rb") as file:
        return decoded(file.read(LARGEST))


def why_of(error: BaseException | None) -> str:
    """What the system says, without number and path."""
    return getattr(error, "strerror", None) or str(error)


def decoded(data: bytes) -> str:
    """By its mark, else as UTF-16 where every other byte is mostly 0, else as UTF-8 or GB18030."""
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    unmarked = _unmarked_utf_16(data)
    if unmarked and SIGNS & set(text := data.decode(unmarked, "replace")):
        return text
    for encoding in ("utf-8", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("utf-8", "replace")


def _unmarked_utf_16(data: bytes) -> str:
    """Which UTF-16 it is, `""` for neither: NULs that a power cut leaves are in both halves alike."""
    first, second = data[0::2].count(0), data[1::2].count(0)
    if max(first, second) * SHARE < len(data) // 2 or not data or b"\r\n" in data:
        return ""  # two bytes that end a line begin a file to which another program appended UTF-16
    if second > 3 * first:
        return "utf-16-le"
    return "utf-16-be" if first > 3 * second else ""
