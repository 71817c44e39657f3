"""Reads tables that offices send, as CSV or XLSX. Pure: bytes in, rows out.

Rule: a file is taken as a whole or not at all, and every bad row is named by line and field.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from examserver.errors import TableError
from examserver.services.rosters.csv_sheet import HEAD_LINES, read_csv
from examserver.services.rosters.sheet import MOST_BYTES, Cell, Fault, Line, Problem, Sheet
from examserver.services.rosters.xlsx_sheet import is_spreadsheet, read_xlsx

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

    def field_called(self, cell: str) -> Field | None:
        """The field that a cell names, whatever its capitals and width; a star at its end does not count."""
        wanted = unicodedata.normalize("NFKC", cell).strip(" *＊:：").lower().replace("_", " ")
        return next((one for one in self.fields if wanted in _plain(one.aliases)), None)


def _plain(aliases: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(alias.replace("_", " ") for alias in aliases)


@dataclass(frozen=True, slots=True)
class Row:
    """One row: field to value, each in its form; fields without a column are not there.

    `faults` are those that the file itself has, by field.
    """

    line: int
    values: dict[str, str]
    faults: dict[str, Fault] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Table:
    """A file that was read: what it is, its columns as they are called in it by field, rows, and problems."""

    sheet: Sheet
    columns: dict[str, str]
    rows: tuple[Row, ...]
    problems: tuple[Problem, ...]


def read_table(data: bytes, layout: Layout) -> tuple[Row, ...]:
    """The rows of a CSV or XLSX file; raises TableError where anything in it is wrong."""
    table = look_at_table(data, layout)
    if table.problems:
        count = len(table.problems)
        title = "1 field cannot be taken." if count == 1 else f"{count} fields cannot be taken."
        raise TableError(title, layout.advice, tuple(map(str, table.problems)))
    return table.rows


def look_at_table(data: bytes, layout: Layout) -> Table:
    """The rows with all that is wrong with them; raises TableError where it is no table of this kind."""
    if len(data) > MOST_BYTES:
        raise TableError(
            f"The file is larger than {MOST_BYTES} bytes.", "Give it in several parts, one after the other."
        )
    read = read_xlsx if is_spreadsheet(data) else read_csv
    sheet = read(data, lambda cell: layout.field_called(cell) is not None)
    at, fields = _head(sheet, layout)
    rows = tuple(_row(line, fields) for line in sheet.lines[at + 1 :])
    if not rows:
        raise TableError(layout.empty, "The first line names the columns, and each line after it is one row.")
    problems = [problem for row in rows for problem in _problems(row, layout)]
    problems += [problem for one in layout.fields if one.unique for problem in _repeats(rows, one)]
    named = {one.name: cell.text for one, cell in zip(fields, sheet.lines[at].cells, strict=True) if one}
    return Table(sheet, named, rows, tuple(problems))


def _head(sheet: Sheet, layout: Layout) -> tuple[int, list[Field | None]]:
    """Which line names the columns, and the field of each, None where it is none of ours."""
    first = [[layout.field_called(cell.text) for cell in line.cells] for line in sheet.lines[:HEAD_LINES]]
    for at, fields in enumerate(first):
        if all(fields.count(one) == 1 for one in layout.fields if one.required):
            _require_once(fields, layout)
            return at, fields
    at = max(range(len(first)), key=lambda one: sum(found is not None for found in first[one]), default=0)
    there = ", ".join(cell.text for cell in sheet.lines[at].cells) if sheet.lines else ""
    wanted = [one for one in layout.fields if one.required]
    lacking = next((one for one in wanted if not first or first[at].count(one) != 1), wanted[0])
    raise TableError(
        f"The first line must name the column {' or '.join(lacking.aliases)} once.",
        f"It has: {there or 'nothing'}. Correct the file and give it again.",
    )


def _require_once(fields: list[Field | None], layout: Layout) -> None:
    for one in layout.fields:
        if fields.count(one) > 1:
            raise TableError(
                f"The first line names the column {one.aliases[0]} more than once.",
                "Take one of the two away, or call it something else.",
            )


def _row(line: Line, fields: list[Field | None]) -> Row:
    if any(cell.text for cell in line.cells[len(fields) :]):
        raise TableError(
            f"Line {line.number} has more fields than the first line.", "Correct the file and give it again."
        )
    pairs = [(one, cell) for one, cell in zip(fields, line.cells, strict=False) if one]
    return Row(
        line.number,
        {one.name: _value(one, cell) for one, cell in pairs},
        {one.name: cell.fault for one, cell in pairs if cell.fault},
    )


def _value(one: Field, cell: Cell) -> str:
    return one.form(cell.text)


def _problems(row: Row, layout: Layout) -> Iterator[Problem]:
    for one in layout.fields:
        value = row.values.get(one.name, "")
        if (found := _fault(value, one, row.faults.get(one.name))) is not None:
            yield Problem(row.line, one.name, found[0], found[1])


def _fault(value: str, one: Field, from_file: Fault | None) -> tuple[Fault, str] | None:
    """What is wrong with a value, and what to name in it; None where nothing is."""
    if from_file is not None and not (one.text and from_file is Fault.ROUNDED):
        return from_file, value[:40]
    if not value:
        return (Fault.MISSING, "") if one.required else None
    if len(value) > one.longest:
        return Fault.TOO_LONG, str(one.longest)
    if any(unicodedata.category(character) in ("Cc", "Cs") for character in value):
        return Fault.UNSEEN, ""
    if not one.text and ROUNDED.fullmatch(value):
        return Fault.ROUNDED, value
    return None


def _repeats(rows: tuple[Row, ...], one: Field) -> Iterator[Problem]:
    first: dict[str, int] = {}
    for row in rows:
        value = row.values.get(one.name, "")
        if value and first.setdefault(value, row.line) != row.line:
            yield Problem(row.line, one.name, Fault.REPEATED, str(first[value]))
