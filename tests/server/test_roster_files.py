"""Rosters as CSV and XLSX: what a person reads in the file is what is taken, and what is spoiled is named."""

import io
import zipfile
from datetime import date

import pytest
from openpyxl import Workbook

from examserver.errors import TableError
from examserver.services.roster import look_at_roster, read_roster
from examserver.services.rosters.identity import has_right_check, looks_cut
from examserver.services.rosters.sheet import Fault
from examserver.services.rosters.table import Table

HEAD = ("准考证号", "姓名", "证件号", "座位")


def workbook(*rows: tuple[object, ...], formats: dict[str, str] | None = None) -> bytes:
    """A spreadsheet with one sheet; `formats` are number formats by cell."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    for cell, layout in (formats or {}).items():
        sheet[cell].number_format = layout
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def faults(table: Table) -> list[tuple[int, str, Fault]]:
    return [(one.line, one.column, one.fault) for one in table.problems]


def test_a_spreadsheet_is_read_as_it_is_shown_with_leading_zeros() -> None:
    data = workbook(HEAD, (42, "张三", "11010119900307041X", 7), formats={"A2": "0000000"})
    (candidate,) = read_roster(data)
    assert (candidate.admission_number, candidate.seat) == ("0000042", "7")
    assert look_at_roster(data).sheet.kind == "XLSX"


def test_a_text_cell_keeps_every_character() -> None:
    (candidate,) = read_roster(workbook(HEAD, ("0012", "O'Neil, =1+1", "000123456789012345", "A-07")))
    assert candidate.admission_number == "0012"
    assert candidate.identity_number == "000123456789012345"
    assert candidate.name == "O'Neil, =1+1"


def test_numbers_that_a_spreadsheet_has_rounded_are_named_by_line_and_column() -> None:
    data = workbook(HEAD, ("A1", "张三", 110101199003070417, "1"), ("A2", "李四", "X2", date(2026, 3, 12)))
    table = look_at_roster(data)
    assert faults(table) == [
        (2, "identity_number", Fault.ROUNDED),
        (3, "seat", Fault.DATED),
    ]
    assert "1.1010119900307" in str(table.problems[0])


def test_an_error_of_the_spreadsheet_is_no_value() -> None:
    book = workbook(HEAD, ("A1", "张三", "#N/A", "1"))
    assert faults(look_at_roster(book)) == [(2, "identity_number", Fault.FAILED)]


def test_titles_may_stand_above_the_columns_and_sheets_that_are_hidden_do_not_count() -> None:
    book = Workbook()
    hidden = book.active
    assert hidden is not None
    hidden.append(HEAD)
    hidden.append(("A9", "hidden", "X9", ""))
    hidden.sheet_state = "hidden"
    shown = book.create_sheet("考生")
    shown.append(("2026 年秋季考生名单",))
    shown.append(("姓名 *", "证件号码", "考号", "备注"))
    shown.append(("张三", "X1", "A1", "-"))
    target = io.BytesIO()
    book.save(target)
    table = look_at_roster(target.getvalue())
    assert table.sheet.how == "考生"
    assert [row.values["admission_number"] for row in table.rows] == ["A1"]
    assert table.rows[0].line == 3
    assert table.columns["identity_number"] == "证件号码"


@pytest.mark.parametrize(
    ("encoding", "called"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8 with BOM"),
        ("gb18030", "GB18030"),
        ("utf-16", "UTF-16"),
        ("utf-16-be", "UTF-16"),
    ],
)
@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"], ids=["comma", "tab", "semicolon", "bar"])
def test_encoding_and_delimiter_are_found_and_told(encoding: str, called: str, delimiter: str) -> None:
    lines = (HEAD, ("A1", "张三", "X1", "12"))
    text = "\r\n".join(delimiter.join(line) for line in lines)
    table = look_at_roster(text.encode(encoding))
    assert (table.sheet.how, table.sheet.delimiter) == (called, delimiter)
    assert table.rows[0].values["name"] == "张三"


def packed(parts: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (packed({"a.txt": b"no spreadsheet"}), "damaged"),
        (packed({"xl/workbook.xml": b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'}), "damaged"),
        (packed({"xl/worksheets/sheet1.xml": b"0" * (70 << 20)}), "too large"),
        (workbook(), "no sheet with anything"),
        (workbook(("a", "b"), ("c", "d")), "must name the column"),
        (b"x" * (8 << 20) + b"x", "larger than"),
    ],
    ids=["other-zip", "doctype", "bomb", "empty", "other-columns", "too-large"],
)
def test_a_file_that_is_no_roster_is_refused_before_it_does_harm(data: bytes, sentence: str) -> None:
    with pytest.raises(TableError, match=sentence) as error:
        look_at_roster(data)
    assert error.value.advice


def test_a_roster_of_ten_thousand_rows_is_read_either_way() -> None:
    rows = [(f"A{number:05}", f"考生{number}", f"X{number}", str(number)) for number in range(10_000)]
    text = "\n".join(",".join(row) for row in (HEAD, *rows))
    for data in (text.encode(), workbook(HEAD, *rows)):
        table = look_at_roster(data)
        assert len(table.rows) == 10_000
        assert not table.problems


@pytest.mark.parametrize(
    ("number", "is_right", "is_cut"),
    [
        ("11010519491231002X", True, False),
        ("110105194912310021", False, False),
        ("110105194912310000", False, True),
        ("440524188001010014", True, False),
    ],
)
def test_a_citizens_number_is_known_by_its_check_digit(number: str, is_right: bool, is_cut: bool) -> None:
    assert (has_right_check(number), looks_cut(number)) == (is_right, is_cut)
