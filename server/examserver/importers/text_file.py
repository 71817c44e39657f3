"""From the bytes of a file to its text: by the byte order mark, else strictly UTF-8.

Rule: nothing is guessed. Bytes of another encoding are refused, because a wrong guess is a wrong paper.
"""

import codecs
import re

from examserver.errors import PaperFileError
from examserver.importers.private_use import without_private_use

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_NONCHARACTERS = re.compile("[\ufdd0-\ufdef]")


def marked_encoding(data: bytes) -> tuple[str, int] | None:
    """The encoding by the byte order mark, and the length of the mark; None without one."""
    return next(((name, len(mark)) for mark, name in _MARKS if data.startswith(mark)), None)


def text_of(data: bytes) -> str:
    """The text, with line feeds between lines; raises PaperFileError (`TEXT_ENCODING`)."""
    encoding, start = marked_encoding(data) or ("utf-8", 0)
    return decoded(data[start:], encoding)


def decoded(data: bytes, encoding: str) -> str:
    """Decode strictly; marks of the importers go, and old private characters become the present ones."""
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise _wrong_encoding(data, encoding, error.start) from error
    if "\0" in text:
        raise _wrong_encoding(data, encoding, data.find(b"\0"))
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return without_private_use(without_noncharacters(lines))


def without_noncharacters(text: str) -> str:
    """The text without the code points that mean nothing anywhere, which the importers use as marks."""
    return _NONCHARACTERS.sub("", text)


def _wrong_encoding(data: bytes, encoding: str, at: int) -> PaperFileError:
    line = data.count(b"\n", 0, at) + 1
    return PaperFileError(
        f"The file is no {encoding.upper()} text: line {line} has bytes that mean nothing in it.",
        "Open it in an editor that shows it rightly and save it as UTF-8.",
        code="TEXT_ENCODING",
    )
