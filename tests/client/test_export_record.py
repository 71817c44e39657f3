"""What a proctor writes down of an export: complete, in their own words, and on the drive as well."""

from dataclasses import replace
from pathlib import Path

import pytest

from examclient.domain.export import ExportRecord, PackageFile
from examclient.errors import DriveGoneError
from examclient.usecases.export_record import RecordWords, record_text, save_record

WORDS = RecordWords(
    title="导出记录",
    name="姓名",
    admission_number="准考证号",
    identity_number="身份证号",
    seat="座位",
    exam="考试",
    answered="已答",
    at="时间",
    file="文件",
    size="大小",
    code="校验码",
    unknown="不详",
    colon="：",
    answers=lambda answered, questions: f"{answered}/{questions}" if questions else str(answered),
    when=lambda at: f"T{at}",
    bytes=lambda size: f"{size} B",
)


def record(folder: Path, files: int = 1) -> ExportRecord:
    paths = [
        folder / f"S-E-A17-20300107-113005{f'-{n}' if files > 1 else ''}.examanswers"
        for n in range(1, files + 1)
    ]
    written = tuple(PackageFile(path, 1234, "ABCDE-FGHJK", "0" * 64, path.name, 5) for path in paths)
    return ExportRecord("张三", "A17", "110101199003070417", "12", "英语", 2, 5, 77, written)


def test_a_record_has_a_line_for_each_thing(tmp_path: Path) -> None:
    assert record_text(record(tmp_path), WORDS).splitlines() == [
        "导出记录",
        "",
        "姓名：张三",
        "准考证号：A17",
        "身份证号：110101199003070417",
        "座位：12",
        "考试：英语",
        "已答：2/5",
        "时间：T77",
        "文件：S-E-A17-20300107-113005.examanswers",
        "大小：1234 B",
        "校验码：ABCDE-FGHJK",
    ]


def test_what_nobody_knows_is_said_to_be_unknown(tmp_path: Path) -> None:
    text = record_text(replace(record(tmp_path), name="", identity_number="", questions=0), WORDS)
    assert "姓名：不详" in text
    assert "身份证号：不详" in text
    assert "已答：2\n" in text


def test_each_of_several_files_is_named_with_its_own_code(tmp_path: Path) -> None:
    text = record_text(record(tmp_path, files=3), WORDS)
    assert [text.count(word) for word in ("文件：", "大小：", "校验码：")] == [3, 3, 3]


def test_the_record_lies_beside_the_package_as_a_text_that_every_editor_shows(tmp_path: Path) -> None:
    path = save_record(record(tmp_path), WORDS)
    assert path == tmp_path / "S-E-A17-20300107-113005.txt"
    data = path.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.count(b"\n") == data.count(b"\r\n") == 12
    assert data.decode("utf-8-sig").replace("\r\n", "\n") == record_text(record(tmp_path), WORDS)
    assert save_record(record(tmp_path), WORDS).name == "S-E-A17-20300107-113005 (2).txt"


def test_where_the_drive_is_gone_the_record_says_so(tmp_path: Path) -> None:
    with pytest.raises(DriveGoneError):
        save_record(record(tmp_path / "gone"), WORDS)
