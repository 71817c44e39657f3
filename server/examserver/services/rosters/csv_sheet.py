"""Reads CSV as offices send it. Pure: bytes in, lines out.

Rule: encoding and delimiter are found by trying, and told, so that a person can say whether they are right.
"""

import codecs
import csv
import io
from collections.abc import Callable, Iterator

from examserver.errors import TableError
from examserver.services.rosters.sheet import MOST_COLUMNS, MOST_LINES, Cell, Line, Sheet

DELIMITERS = ",\t;|"
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
BETWEEN = DELIMITERS + "\r\n"
CALLED = {"utf-8-sig": "UTF-8 with BOM", "utf-16-le": "UTF-16", "utf-16-be": "UTF-16"}
HEAD_LINES = 10
"""Titles may stand above the line that names the columns, so far."""

csv.field_size_limit(1 << 20)


def read_csv(data: bytes, known: Callable[[str], bool]) -> Sheet:
    """The lines of a file; `known` says whether a cell names a column. Raises TableError."""
    text, encoding = _decoded(data)
    delimiter = max(DELIMITERS, key=lambda one: _named_by(text, one, known))
    return Sheet("CSV", encoding, delimiter, tuple(_lines(text, delimiter)))


def _decoded(data: bytes) -> tuple[str, str]:
    """The text, and what its encoding is called. Bytes with zeros are a table only where they read as one."""
    for encoding in _encodings(data):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if b"\0" in data and not any(one in text for one in BETWEEN):
            continue
        called = CALLED.get(encoding, encoding.upper())
        _require_no_nul(text, called)
        return text, called
    if b"\0" in data:
        raise TableError("The file is not a CSV file.", "Save it as “CSV UTF-8” and give it again.")
    raise TableError(
        "The file is neither UTF-8 nor GB18030, nor UTF-16.", "Save it as “CSV UTF-8” and give it again."
    )


def _require_no_nul(text: str, called: str) -> None:
    if (at := text.find("\0")) >= 0:
        line = max(text.count("\n", 0, at), text.count("\r", 0, at)) + 1
        raise TableError(
            f"Line {line} holds a NUL byte, which no text has. It was read as {called}.",
            "Type that line anew, save the file as “CSV UTF-8” and give it again.",
        )


def _encodings(data: bytes) -> Iterator[str]:
    """What may fit, best first. UTF-16 without a mark is known by its zero bytes: every delimiter has one."""
    for mark, encoding in MARKS:
        if data.startswith(mark):
            yield encoding
            return
    if b"\0" in data:
        yield "utf-16-be" if data.find(b"\0") % 2 == 0 else "utf-16-le"
    yield from ("utf-8", "gb18030")


def _named_by(text: str, delimiter: str, known: Callable[[str], bool]) -> int:
    """How many columns the best of the first lines names, cut so."""
    lines = text.splitlines()[:HEAD_LINES]
    return max((sum(known(cell.strip(' "')) for cell in line.split(delimiter)) for line in lines), default=0)


def _lines(text: str, delimiter: str) -> Iterator[Line]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield Line(number, tuple(Cell(cell.strip()) for cell in cells))
            number = reader.line_num + 1
            if number > MOST_LINES:
                raise TableError(
                    f"The file has more than {MOST_LINES} lines.",
                    "Give it in several parts, one after the other.",
                )
            if len(cells) > MOST_COLUMNS:
                raise TableError(
                    f"The file has more than {MOST_COLUMNS} columns.", "Leave out those that are not needed."
                )
    except csv.Error as error:
        raise TableError(
            f"The file cannot be read from line {number} on: {error}.", "Correct the file and give it again."
        ) from error
