"""Whatever a candidate is called, results stay tables of texts, and the document stays a document."""

import csv
import io
import zipfile
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from lxml import etree
from openpyxl import load_workbook

from examserver.services.collecting.qti import qti_result
from examserver.services.collecting.spreadsheet import workbook
from examserver.services.keys import signing_key
from examserver.services.result_files import FORMULA_STARTS, Sheet, sheet_csv
from examserver.services.results import marked_of
from examserver.storage.paper_shelf import PaperShelf
from examserver.storage.store import reading
from tests.server.conftest import Prepared

GRAMMAR = Path(__file__).parent / "qti_result.rng"
NAMES = {
    "formula": "=cmd|' /C calc'!A0",
    "formula after a space": " =1+1",
    "formula after a byte order mark": "\ufeff=1+1",
    "formula after NUL": "\x00=1+1",
    "formula after what nobody sees": "\u200b\u2060@SUM(A1)",
    "full-width formula": "\uff1d1+1",
    "formula in its second line": "张三\n=1+1",
    "tab and other separators": "张三\t;,\"'|",
    "leading zeros": "0012",
    "long number": "440301199003070417",
    "date": "2026-01-02",
    "turned writing": "\u202e三张\u202c",
    "escape of a workbook": "_x0041_",
    "no characters of XML": "a\x01\x1f\ufffe\uffffb",
    "markup": "</value><x/>]]>&amp;<!--",
    "very long": "长" * 5_000,
}


def named(name: str) -> Sheet:
    return Sheet("results", ("name", "number"), [(name, 1), ("0012", Decimal("1.5"))])


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES.keys())
def test_in_a_csv_no_name_begins_as_a_formula_and_no_row_is_broken(name: str) -> None:
    text = sheet_csv(named(name)).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert [len(row) for row in rows] == [2, 2, 2]
    assert not rows[1][0].lstrip(" \xa0\u200b\u2060\ufeff").startswith(FORMULA_STARTS)
    assert not any(letter in text for letter in "\x00\x01\x1f\ufffe\uffff")
    assert rows[2] == ["0012", "1.5"]


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES.keys())
def test_in_a_workbook_every_name_is_a_text_and_nothing_else(name: str) -> None:
    data = workbook([named(name)])
    page = load_workbook(io.BytesIO(data)).active
    assert page is not None
    assert page["A2"].data_type == "s"
    assert page["A3"].value == "0012"
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for member in archive.namelist():
            etree.fromstring(archive.read(member))
        told = b"".join(archive.read(one) for one in archive.namelist())
    assert b"<f>" not in told
    assert b">_x0041_<" not in told


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES.keys())
def test_in_qti_every_name_stands_where_a_name_stands(prepared: Prepared, name: str) -> None:
    with reading(prepared.folder) as connection:
        shelf = PaperShelf(prepared.folder.papers, signing_key(prepared.folder))
        marked = marked_of(connection, shelf, prepared.exam)[0]
    called = replace(marked, result=replace(marked.result, name=name, admission_number=name[:40]))
    document = etree.fromstring(qti_result(called, prepared.exam, name[:40]))
    grammar = etree.RelaxNG(etree.parse(GRAMMAR))
    assert grammar.validate(document), grammar.error_log
    assert document.find("{*}x") is None
