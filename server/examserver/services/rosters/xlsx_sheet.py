"""Reads XLSX (ECMA-376) by openpyxl: the first sheet that names the columns. Pure: bytes in, lines out.

Rule: a cell is read as it is shown. A number with the format 0000000 keeps its zeros; a number of more digits
than a spreadsheet keeps (15), a date where none is meant and an error are marked. No part is inflated before
its size is checked, and none may bring a DTD.
"""

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Protocol

from examserver.errors import PaperFileError, TableError
from examserver.importers.zip_members import zip_members
from examserver.services.rosters.csv_sheet import HEAD_LINES
from examserver.services.rosters.sheet import MOST_COLUMNS, MOST_LINES, Cell, Fault, Line, Sheet

OLD_OFFICE = b"\xd0\xcf\x11\xe0"
ZIP = b"PK"
MOST_PARTS, MOST_INFLATED = 500, 64 << 20
KEPT_DIGITS = 10**15
"""A spreadsheet keeps 15 digits of a number and makes zeros of the others."""

ZEROS = re.compile(r"0+")
BROKEN = (
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    IndexError,
    OSError,
    SyntaxError,
    zipfile.BadZipFile,
)
DAMAGED = "The file is no XLSX file, or a damaged one."
SAVE_AGAIN = "Open it in the spreadsheet program and save it as XLSX or as “CSV UTF-8”."


class _Shown(Protocol):
    """What is used of a cell of openpyxl's."""

    @property
    def value(self) -> object: ...
    @property
    def number_format(self) -> object: ...
    @property
    def data_type(self) -> object: ...


def is_spreadsheet(data: bytes) -> bool:
    """Whether these are the bytes of a spreadsheet program's own file."""
    return data.startswith((ZIP, OLD_OFFICE))


def read_xlsx(data: bytes, known: Callable[[str], bool]) -> Sheet:
    """The lines of the sheet that names most columns; `known` says whether a cell does. Raises TableError."""
    if data.startswith(OLD_OFFICE):
        raise TableError("The file is of an old kind (XLS), or has a password.", SAVE_AGAIN)
    _require_harmless(data)
    try:
        sheets = tuple(_sheets(data))
    except BROKEN as error:
        raise TableError(DAMAGED, SAVE_AGAIN) from error
    if not sheets:
        raise TableError("The file has no sheet with anything in it.", SAVE_AGAIN)
    return max(sheets, key=lambda sheet: _named_in(sheet, known))


def _require_harmless(data: bytes) -> None:
    try:
        members, _ = zip_members(data, MOST_PARTS)
        if sum(member.size for member in members) > MOST_INFLATED:
            raise TableError("The file is too large when it is unpacked.", SAVE_AGAIN)
        for member in members:
            if member.name.endswith((".xml", ".rels")):
                if b"<!DOCTYPE" in member.read():
                    raise TableError(DAMAGED, SAVE_AGAIN)
            else:
                member.check()
    except PaperFileError as error:
        raise TableError(DAMAGED, SAVE_AGAIN) from error


def _sheets(data: bytes) -> Iterator[Sheet]:
    """Visible sheets that have a line, with the values that formulas had when they were saved."""
    from openpyxl import load_workbook  # noqa: PLC0415 - only where somebody brings such a file

    book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    try:
        for sheet in book.worksheets:
            if sheet.sheet_state != "visible":
                continue
            rows = sheet.iter_rows(max_row=MOST_LINES + 1, max_col=MOST_COLUMNS)
            lines = tuple(_line(number, row) for number, row in enumerate(rows, 1))
            if any(cell.text for cell in (lines[-1].cells if len(lines) > MOST_LINES else ())):
                raise TableError(
                    f"The file has more than {MOST_LINES} lines.",
                    "Give it in several parts, one after the other.",
                )
            filled = tuple(line for line in lines if any(cell.text for cell in line.cells))
            if filled:
                yield Sheet("XLSX", str(sheet.title), "", filled)
    finally:
        book.close()


def _line(number: int, row: tuple[_Shown, ...]) -> Line:
    cells = [_cell(one) for one in row]
    while cells and not cells[-1].text:
        cells.pop()
    return Line(number, tuple(cells))


def _cell(shown: _Shown) -> Cell:
    match shown.value:
        case None:
            return Cell("")
        case str() as text:
            return Cell(text.strip(), Fault.FAILED if shown.data_type == "e" else None)
        case bool() as value:
            return Cell(str(value).upper())
        case int() | float() as number:
            return _number(number, str(shown.number_format or ""))
        case moment:
            return _moment(moment)


def _moment(value: object) -> Cell:
    """What a spreadsheet has made of something like 3-12."""
    match value:
        case datetime() if value.time() == time():
            return Cell(value.date().isoformat(), Fault.DATED)
        case date() | time() | timedelta():
            return Cell(str(value), Fault.DATED)
        case _:
            return Cell(str(value))


def _number(value: float, layout: str) -> Cell:
    """A number as it is shown in a column of its format."""
    if abs(value) >= KEPT_DIGITS:
        return Cell(f"{value:.14E}", Fault.ROUNDED)
    if value != int(value):
        return Cell(repr(value))
    text = str(int(value))
    return Cell(text.zfill(len(layout)) if ZEROS.fullmatch(layout) else text)


def _named_in(sheet: Sheet, known: Callable[[str], bool]) -> int:
    return max(sum(known(cell.text) for cell in line.cells) for line in sheet.lines[:HEAD_LINES])
