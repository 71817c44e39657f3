"""Reads a candidates' file (CSV). Pure: bytes in, candidates out.

Rule: a file is taken as a whole or not at all, and every bad row is named by line and field.
"""

import csv
import io
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from examserver.errors import RosterError
from examserver.storage.candidates import Registered, comparable

COLUMNS = {
    "admission_number": ("admission_number", "admission number", "准考证号"),
    "name": ("name", "姓名"),
    "identity_number": ("identity_number", "identity number", "证件号", "证件号码", "身份证号"),
    "seat": ("seat", "座位", "座位号"),
}
REQUIRED = ("admission_number", "name", "identity_number")
LONGEST = {"admission_number": 40, "name": 100, "identity_number": 40, "seat": 20}
ROUNDED = re.compile(r"\d([.,]\d+)?[Ee]\+\d+")
ADVICE = "Correct the file and import it again. Nothing was imported."


@dataclass(frozen=True, slots=True)
class _Row:
    """One row as text: field to value."""

    line: int
    values: dict[str, str]


def read_roster(data: bytes) -> tuple[Registered, ...]:
    """The candidates of a CSV file in UTF-8 (with or without BOM) or GB18030; raises RosterError."""
    rows = list(_rows(_decode(data)))
    if not rows:
        raise RosterError(
            "The file has no candidates.", "The first line names the columns, one candidate a line."
        )
    problems = [problem for row in rows for problem in _problems(row)] + _repeats(rows)
    if problems:
        raise RosterError(f"{len(problems)} fields cannot be taken.", ADVICE, tuple(problems))
    return tuple(_candidate(row) for row in rows)


def _decode(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in data:
        raise RosterError("The file is not a CSV file.", "Save it as “CSV UTF-8” and import it again.")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise RosterError("The file is neither UTF-8 nor GB18030.", "Save it as “CSV UTF-8” and import it again.")


def _rows(text: str) -> Iterator[_Row]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    line = 1
    try:
        columns = _columns(next(reader, []))
        line = reader.line_num + 1
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield _row(line, columns, cells)
            line = reader.line_num + 1
    except csv.Error as error:
        raise RosterError(f"The file cannot be read from line {line} on: {error}.", ADVICE) from error


def _columns(header: list[str]) -> list[str]:
    """The field of each column, empty where it is none of ours."""
    known = {alias: field for field, aliases in COLUMNS.items() for alias in aliases}
    columns = [known.get(unicodedata.normalize("NFKC", cell).strip().lower(), "") for cell in header]
    for field in REQUIRED:
        if columns.count(field) != 1:
            raise RosterError(
                f"The first line must name the column {' or '.join(COLUMNS[field])} once.",
                f"It has: {', '.join(header) or 'nothing'}. {ADVICE}",
            )
    return columns


def _row(line: int, columns: list[str], cells: list[str]) -> _Row:
    if any(cell.strip() for cell in cells[len(columns) :]):
        raise RosterError(f"Line {line} has more fields than the first line.", ADVICE)
    values = {field: cell.strip() for field, cell in zip(columns, cells, strict=False) if field}
    return _Row(line, values)


def _problems(row: _Row) -> Iterator[str]:
    for field, longest in LONGEST.items():
        value = row.values.get(field, "")
        if not value and field in REQUIRED:
            yield f"line {row.line}, {field}: is missing"
        elif len(comparable(value)) > longest:
            yield f"line {row.line}, {field}: is longer than {longest} characters"
        elif any(unicodedata.category(character) in ("Cc", "Cs") for character in value):
            yield f"line {row.line}, {field}: holds a line break or control character"
        elif field != "name" and ROUNDED.fullmatch(value):
            yield f"line {row.line}, {field}: {value} was rounded by a spreadsheet; format the column as text"


def _repeats(rows: list[_Row]) -> list[str]:
    first: dict[str, int] = {}
    repeats = []
    for row in rows:
        number = comparable(row.values.get("admission_number", ""))
        if first.setdefault(number, row.line) != row.line and number:
            repeats.append(f"line {row.line}, admission_number: stands in line {first[number]} already")
    return repeats


def _candidate(row: _Row) -> Registered:
    return Registered(
        comparable(row.values["admission_number"]),
        row.values["name"],
        comparable(row.values["identity_number"]),
        row.values.get("seat", ""),
    )
