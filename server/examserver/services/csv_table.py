"""Reads tables that offices send as CSV. Pure: bytes in, rows out.

Rule: a file is taken as a whole or not at all, and every bad row is named by line and field.
"""

import csv
import io
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from examserver.errors import TableError

ROUNDED = re.compile(r"\d([.,]\d+)?[Ee]\+\d+")


@dataclass(frozen=True, slots=True)
class Field:
    """A column: the names it goes by, its most characters, and the form in which a value is kept.

    A `unique` field has each value once. A `text` field is one that spreadsheets do not take for a number.
    """

    name: str
    aliases: tuple[str, ...]
    longest: int
    form: Callable[[str], str] = str.strip
    required: bool = True
    unique: bool = False
    text: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of a kind of table, what it says where there are no rows, and what to do when it is bad."""

    fields: tuple[Field, ...]
    empty: str
    advice: str


@dataclass(frozen=True, slots=True)
class Row:
    """One row: field to value, each in its form; fields without a column are not there."""

    line: int
    values: dict[str, str]


def read_table(data: bytes, layout: Layout) -> tuple[Row, ...]:
    """The rows of a CSV file in UTF-8 (with or without BOM) or GB18030; raises TableError."""
    rows = tuple(_rows(_decode(data), layout))
    if not rows:
        raise TableError(layout.empty, "The first line names the columns, and each line after it is one row.")
    problems = [problem for row in rows for problem in _problems(row, layout)]
    problems += [problem for field in layout.fields if field.unique for problem in _repeats(rows, field)]
    if problems:
        fields = "1 field" if len(problems) == 1 else f"{len(problems)} fields"
        raise TableError(f"{fields} cannot be taken.", layout.advice, tuple(problems))
    return rows


def _decode(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in data:
        raise TableError("The file is not a CSV file.", "Save it as “CSV UTF-8” and give it again.")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise TableError("The file is neither UTF-8 nor GB18030.", "Save it as “CSV UTF-8” and give it again.")


def _rows(text: str, layout: Layout) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    line = 1
    try:
        columns = _columns(next(reader, []), layout)
        line = reader.line_num + 1
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield _row(line, columns, cells, layout)
            line = reader.line_num + 1
    except csv.Error as error:
        raise TableError(f"The file cannot be read from line {line} on: {error}.", layout.advice) from error


def _columns(header: list[str], layout: Layout) -> list[Field | None]:
    """The field of each column, None where it is none of ours."""
    known = {alias: field for field in layout.fields for alias in field.aliases}
    columns = [known.get(unicodedata.normalize("NFKC", cell).strip().lower()) for cell in header]
    for field in layout.fields:
        if field.required and columns.count(field) != 1:
            raise TableError(
                f"The first line must name the column {' or '.join(field.aliases)} once.",
                f"It has: {', '.join(header) or 'nothing'}. {layout.advice}",
            )
    return columns


def _row(line: int, columns: list[Field | None], cells: list[str], layout: Layout) -> Row:
    if any(cell.strip() for cell in cells[len(columns) :]):
        raise TableError(f"Line {line} has more fields than the first line.", layout.advice)
    pairs = zip(columns, cells, strict=False)
    return Row(line, {field.name: field.form(cell.strip()) for field, cell in pairs if field})


def _problems(row: Row, layout: Layout) -> Iterator[str]:
    for field in layout.fields:
        problem = _problem(row.values.get(field.name, ""), field)
        if problem:
            yield f"line {row.line}, {field.name}: {problem}"


def _problem(value: str, field: Field) -> str:
    """What is wrong with a value, empty where nothing is."""
    if not value:
        return "is missing" if field.required else ""
    if len(value) > field.longest:
        return f"is longer than {field.longest} characters"
    if any(unicodedata.category(character) in ("Cc", "Cs") for character in value):
        return "holds a line break or control character"
    if not field.text and ROUNDED.fullmatch(value):
        return f"{value} was rounded by a spreadsheet; format the column as text"
    return ""


def _repeats(rows: tuple[Row, ...], field: Field) -> Iterator[str]:
    first: dict[str, int] = {}
    for row in rows:
        value = row.values.get(field.name, "")
        if value and first.setdefault(value, row.line) != row.line:
            yield f"line {row.line}, {field.name}: stands in line {first[value]} already"
