"""Candidates' files as offices send them."""

from pathlib import Path

import pytest

from examserver.errors import TableError
from examserver.services.candidates import RosterChange, import_candidates, masked
from examserver.services.roster import read_roster
from examserver.services.setup import set_up
from examserver.storage.candidates import Registered, all_candidates
from examserver.storage.folder import ServiceFolder
from examserver.storage.store import reading, writing

CHINESE = """准考证号,姓名,证件号,座位
20260001,张三,110101199003070417,12
20260002,李四,11010119900307042x,
""".replace("\n", "\r\n")
BOTH = (
    Registered("20260001", "张三", "110101199003070417", "12"),
    Registered("20260002", "李四", "11010119900307042X", ""),
)


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be"]
)
def test_chinese_files_are_read_in_each_usual_encoding(encoding: str) -> None:
    assert read_roster(CHINESE.encode(encoding)) == BOTH


def test_columns_may_stand_in_any_order_among_others() -> None:
    header = "Seat,Remark, NAME ,identity number,Admission_Number"
    text = f"{header}\n12,x,张三,110101199003070417,２０２６0001\n\n,,,,\n"
    assert read_roster(text.encode()) == BOTH[:1]


def test_quoted_fields_keep_their_commas_and_quotes() -> None:
    text = 'admission_number,name,identity_number\nA1,"O\'Neil, ""Ann""",X1\n'
    assert read_roster(text.encode())[0].name == 'O\'Neil, "Ann"'


def test_every_bad_row_is_named_by_line_and_field() -> None:
    rows = [
        "admission_number,name,identity_number,seat",
        ",no number,X1,",
        'A2,"two\nlines",X2,',
        "A3,,X3,",
        "A4,good,X4,",
        "A5,rounded,1.10101E+17,",
        f"A6,{'x' * 101},X6,",
        " a4 ,again,X7,",
        "2.026E+10,rounded too,X8,",
    ]
    with pytest.raises(TableError) as error:
        read_roster("\n".join(rows).encode())
    assert error.value.problems == (
        "line 2, admission_number: is missing",
        "line 3, name: holds a line break or control character",
        "line 5, name: is missing",
        "line 7, identity_number: 1.10101E+17 was rounded by a spreadsheet; format the column as text",
        "line 8, name: is longer than 100 characters",
        "line 10, admission_number: 2.026E+10 was rounded by a spreadsheet; format the column as text",
        "line 9, admission_number: stands in line 6 already",
    )
    assert "Nothing was imported" in error.value.advice


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "must name the column admission_number"),
        (b"admission_number,name,identity_number\n", "no candidates"),
        (b"name,identity_number\nx,y\n", "must name the column admission_number"),
        ("准考证号,admission_number,姓名,证件号\n1,1,x,y\n".encode(), "once"),
        (b"PK\x03\x04\x00\x00", "no XLSX file, or a damaged one"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "of an old kind"),
        (b"\x00\x01\x02", "not a CSV file"),
        (
            b"number,name\r\nA1,x\r\nA2,y\0\r\n",
            r"Line 3 holds a NUL byte.*It was read as UTF-8.*that line anew",
        ),
        (b"number,name\nA1,\0x\nA2,y\n", "Line 2 holds a NUL byte.*UTF-8"),
        (b"number,name\rA1,x\rA2,y\0y\r", "Line 3 holds a NUL byte.*UTF-8"),
        ("number,name\nA1,张\0".encode("gb18030"), "Line 2 holds a NUL byte.*GB18030"),
        ("number,name\nA1,张\0".encode("utf-16"), "Line 2 holds a NUL byte.*UTF-16"),
        ("number,name\nA1,张\0".encode("utf-16-le"), "Line 2 holds a NUL byte.*UTF-16"),
        (b"\xff\xff\xff", "neither UTF-8 nor GB18030"),
        (b'admission_number,name,identity_number\nA,"open,X\n', "cannot be read from line 2"),
        (b"admission_number,name,identity_number\nA,b,C,d\n", "Line 2 has more fields"),
    ],
)
def test_a_file_that_is_not_a_roster_is_refused_with_a_sentence(data: bytes, sentence: str) -> None:
    with pytest.raises(TableError, match=sentence) as error:
        read_roster(data)
    assert error.value.advice


def test_the_same_file_again_changes_nothing_and_a_corrected_one_corrects(tmp_path: Path) -> None:
    folder = ServiceFolder(tmp_path / "site")
    set_up(folder.root, "site", "http://127.0.0.1:1")
    roster = read_roster(CHINESE.encode())
    changes = []
    for text in (CHINESE, CHINESE, CHINESE.replace("李四", "李泗")):
        with writing(folder) as connection:
            changes.append(import_candidates(connection, read_roster(text.encode())))
    assert changes == [RosterChange(2, 0, 0), RosterChange(0, 0, 2), RosterChange(0, 1, 1)]
    with reading(folder) as connection:
        assert [candidate.name for candidate in all_candidates(connection)] == ["张三", "李泗"]
    assert roster == BOTH


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("110101199003070417", "110***********0417"),
        ("E12345678", "E*******8"),
        ("1234", "1**4"),
        ("123", "***"),
        ("", ""),
    ],
)
def test_identity_numbers_are_shown_masked(number: str, shown: str) -> None:
    assert masked(number) == shown
