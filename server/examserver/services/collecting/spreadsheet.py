"""Tables as XLSX.

Rule: a text stays a text, whatever it begins with: no cell is a formula, and leading zeros and long numbers
are there as they were typed. Only our own numbers are numbers.
"""

import io
import re
from collections.abc import Iterable
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from examserver.services.collecting.qti_names import printable
from examserver.services.result_files import Sheet

LONGEST = 32_767
"""Characters of a cell, by the format."""

LIKE_ESCAPE = re.compile(r"_(x[0-9A-Fa-f]{4}_)")
"""What a spreadsheet would read as the number of a character (ECMA-376, ST_Xstring)."""

TEXT = "@"
"""The number format of a text: whoever edits the cell does not make a number of it."""

WIDTH = 16


def workbook(sheets: Iterable[Sheet]) -> bytes:
    """The tables as one XLSX file, a sheet for each, the columns' names kept in sight."""
    book = Workbook(write_only=True)
    for sheet in sheets:
        page = book.create_sheet(sheet.name)
        assert isinstance(page, WriteOnlyWorksheet)
        page.freeze_panes = "A2"
        for column in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[: len(sheet.columns)]:
            page.column_dimensions[column].width = WIDTH  # type: ignore[attr-defined]  # the stubs lack it
        page.append([_text(page, name, is_bold=True) for name in sheet.columns])
        for row in sheet.rows:
            page.append([_cell(page, value) for value in row])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _cell(page: WriteOnlyWorksheet, value: object) -> object:
    """Our own numbers as such; all else is a text."""
    if isinstance(value, bool):
        return value
    if isinstance(value, int | Decimal):
        return float(value) if isinstance(value, Decimal) else value
    return _text(page, str(value))


def _text(page: WriteOnlyWorksheet, text: str, *, is_bold: bool = False) -> object:
    cell = WriteOnlyCell(page, LIKE_ESCAPE.sub(r"_x005F_\1", printable(text))[:LONGEST])
    cell.data_type, cell.number_format = "s", TEXT
    if is_bold:
        cell.font = Font(bold=True)
    return cell
