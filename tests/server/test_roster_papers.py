"""Admission slips and attendance lists: what stands on them, also with names that are hostile or rare."""

from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtPdf import QPdfDocument
from reportlab.pdfgen.canvas import Canvas

from examserver.cli.command_line import main
from examserver.services.rosters.attendance import LINES, attendance_pdf
from examserver.services.rosters.paper_data import AttendanceSheet, Attending, Slip, SlipExam
from examserver.services.rosters.pen import Pen
from examserver.services.rosters.printed import Printed, SlipStyle
from examserver.services.rosters.slips import slips_pdf
from examserver.storage.exams import Exam
from tests.server.conftest import START, Prepared
from tests.server.station import ADMISSION
from tests.server.test_roster_photos import picture

HOUR = 3_600_000
RARE = "𠮷"
HOSTILE = "<script>alert(1)</script> %PDF (\\) \u202egpj.exe"


def pages_of(content: bytes) -> list[str]:
    """The text of each page, as a reader finds it; and that it is a document that opens."""
    buffer = QBuffer()
    buffer.setData(QByteArray(content))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document = QPdfDocument()
    document.load(buffer)
    assert document.status() == QPdfDocument.Status.Ready
    texts = [document.getAllText(page).text() for page in range(document.pageCount())]
    document.close()
    return texts


def slip(name: str = "张三", exams: int = 1) -> Slip:
    sat = (SlipExam(f"科目 {number}", START, START + HOUR, "机房 301", "A-12") for number in range(exams))
    return Slip(name, "2026A001", "110101199003070417", tuple(sat))


def printed(*slips: Slip, two: bool = False, language: str = "zh", rules: str = "") -> Printed:
    return slips_pdf(slips, SlipStyle("第一考点", rules, language, two=two))


def test_a_slip_says_who_what_when_and_where() -> None:
    (page,) = pages_of(printed(slip()).content)
    for text in (
        "第一考点",
        "准考证",
        "张三",
        "2026A001",
        "110101199003070417",
        "科目 0",
        "机房 301",
        "A-12",
    ):
        assert text in page
    (english,) = pages_of(printed(slip(), language="en").content)
    assert "Admission slip" in english


def test_two_slips_are_on_a_sheet_and_many_exams_on_a_slip_more() -> None:
    assert len(pages_of(printed(*[slip()] * 5, two=True).content)) == 3
    assert len(pages_of(printed(*[slip()] * 5).content)) == 5
    assert len(pages_of(printed(slip(exams=8)).content)) == 1
    assert len(pages_of(printed(slip(exams=9)).content)) == 2


def test_a_character_that_no_font_has_is_printed_as_its_number_and_told() -> None:
    made = printed(slip(f"{RARE}五"))
    assert made.missing == (f"{RARE} (U+20BB7)",)
    assert "[U+20BB7]五" in pages_of(made.content)[0]


def test_a_hostile_name_is_text_and_nothing_else() -> None:
    made = printed(slip(HOSTILE))
    assert made.missing == ("U+202E",)
    (page,) = pages_of(made.content)
    assert "<script>" in page
    assert b"/JavaScript" not in made.content
    assert b"/OpenAction" not in made.content


@pytest.mark.parametrize("two", [False, True], ids=["one", "two"])
def test_long_texts_stay_within_the_sheet(two: bool) -> None:
    endless = slip("很长的名字" * 20)
    made = slips_pdf(
        [endless], SlipStyle("考点" * 100, "规则 " * 600 + "end", "zh", two=two), lambda _: picture()
    )
    (page,) = pages_of(made.content)
    assert "…" in page
    assert ("end" in page) is not two, "half a sheet has no room for so many rules"


def test_a_site_s_own_rules_stand_instead_of_the_usual_ones() -> None:
    (page,) = pages_of(printed(slip(), rules="请带铅笔。").content)
    assert "请带铅笔。" in page
    assert "不得携带手机" not in page


def test_lines_are_broken_between_words_and_never_before_a_mark() -> None:
    pen = Pen(Canvas("unused.pdf"))
    lines = pen.lines("请在考场范围内进行考试，谢谢 hand in quietly", 10, 110)
    assert "".join(lines).replace(" ", "") == "请在考场范围内进行考试，谢谢handinquietly"
    assert not any(line.startswith(("，", " ")) for line in lines)
    assert all(pen.width(line, 10) <= 120 for line in lines)


def test_a_list_has_a_line_for_each_candidate_and_its_pages_are_counted() -> None:
    exam = Exam("exam-1", "大学英语（二）", "p", START, START + HOUR, START, START + HOUR, show_seconds=False)
    lines = tuple(Attending(str(n), f"A{n:03}", f"考生{n}", "110***0417") for n in range(1, LINES + 2))
    made = attendance_pdf([AttendanceSheet(exam, "机房 301", lines)], "第一考点")
    first, second = pages_of(made.content)
    assert f"应到 {LINES + 1} 人" in first
    assert "第 1 页，共 2 页" in first
    assert f"考生{LINES + 1}" in second
    assert "机房 301" in second


def test_slips_and_lists_are_written_by_command(
    prepared: Prepared, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root, slips, lists = str(prepared.folder.root), tmp_path / "slips.pdf", tmp_path / "lists.pdf"
    rules = tmp_path / "rules.txt"
    rules.write_text("带上铅笔\r\n", encoding="utf-8-sig")
    assert main(["candidates", "rules", root, str(rules)]) == 0
    assert main(["candidates", "slips", root, "--candidate", ADMISSION, "--out", str(slips)]) == 0
    assert main(["candidates", "attendance", root, "--exam", prepared.exam.id, "--out", str(lists)]) == 0
    assert "1 slips are in" in capsys.readouterr().out
    (slip_page,) = pages_of(slips.read_bytes())
    assert "带上铅笔" in slip_page
    (list_page,) = pages_of(lists.read_bytes())
    assert "O'Neil, Ann" in list_page
    assert "=1+1" in list_page
