"""What the trial in Wine works with beside Wine itself: its table, keys, settings and pictures."""

import subprocess
from collections import Counter
from pathlib import Path

import pytest
from PIL import Image

from examdemo.site import SAMPLE_PAPER
from installer.verify.answering import TYPE, answers_to
from installer.verify.packages import next_version
from installer.verify.pictures import show_pictures
from installer.verify.program import Place, Program, read_ini
from installer.verify.table import Table, TrialError
from installer.verify.wine import Wine

SCRIPT = Path(__file__).resolve().parents[2] / "installer" / "verify_wine.sh"


def wrong() -> str:
    raise TrialError("three were seen")


def test_a_step_that_fails_is_a_row_and_the_next_one_follows(tmp_path: Path) -> None:
    shown: list[str] = []
    table = Table(shown.append)
    assert not table.step("two of them", "two", wrong)
    assert not table.step("a bug", "none", lambda: str(1 // 0))
    assert table.step("the next", "one", lambda: "one | or another")
    assert [row.ok for row in table.rows] == [False, False, True]
    assert [row.what for row in table.failed] == ["two of them", "a bug"]
    assert "three were seen" in shown[0]
    table.write(tmp_path / "out")
    last = (tmp_path / "out" / "table.md").read_text(encoding="utf-8").splitlines()[-1]
    assert last == r"| the next | one | one \| or another | ok |"


def test_every_question_of_the_sample_has_its_keys() -> None:
    answers = answers_to(SAMPLE_PAPER)
    kinds = Counter(one.kind for one in answers)
    assert sum(kinds.values()) - kinds["description"] == 25
    assert [one for one in answers if one.kind != "description" and not one.strokes] == []
    assert [one for one in answers if one.kind == "description" and one.strokes] == []
    gaps = [len([key for key in one.strokes if key != "Tab"]) for one in answers if one.kind == "cloze"]
    assert gaps == [6, 8, 4]
    assert all(key.removeprefix(TYPE).isascii() for one in answers for key in one.strokes), "a key for each"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "utf-8"])
def test_settings_are_read_in_every_encoding_that_has_them(encoding: str) -> None:
    text = '; 说明\r\n[Site]\r\nEnrolFile="C:\\名单;一.enrol"\r\nSeat = 12\r\n;No = 1\r\n[OpenGL]\r\nLevel=0'
    found = read_ini(text.encode(encoding))
    assert found == {"site": {"enrolfile": "C:\\名单;一.enrol", "seat": "12"}, "opengl": {"level": "0"}}


def test_an_admins_change_replaces_the_line_that_was_there(tmp_path: Path) -> None:
    program = Program(Wine(tmp_path, ":0"), Place(), tmp_path)
    program.folder.mkdir(parents=True)
    file = program.folder / "user.ini"
    file.write_bytes("[Site]\r\nSeat = 1\r\n[OpenGL]\r\n;Level = 0\r\nLevel = 0\r\n".encode("utf-16"))
    program.set("OpenGL", "Level", "2")
    program.set("Display", "Zoom", "125%")
    assert program.settings() == {
        "site": {"seat": "1"},
        "opengl": {"level": "2"},
        "display": {"zoom": "125%"},
    }
    assert ";Level = 0" in file.read_bytes().decode("utf-16")


def test_both_sides_mean_the_same_file(tmp_path: Path) -> None:
    wine = Wine(tmp_path, ":0")
    assert wine.path(r"C:\考点数据\a.b") == wine.prefix / "drive_c" / "考点数据" / "a.b"
    (tmp_path / "verify" / "files").mkdir(parents=True)
    (tmp_path / "given.msi").write_bytes(b"package")
    windows_path = wine.put(tmp_path / "given.msi")
    assert windows_path == r"Z:\verify\files\given.msi"
    assert wine.path(windows_path).read_bytes() == b"package"


def test_a_white_window_is_told_from_a_page(tmp_path: Path) -> None:
    page = Image.new("RGB", (100, 100), "white")
    page.paste((0, 0, 80), (10, 10, 30, 30))
    page.save(tmp_path / "01-page.png")
    assert show_pictures(tmp_path).startswith("1 in")
    Image.new("RGB", (100, 100), "white").save(tmp_path / "02-white.png")
    with pytest.raises(TrialError, match="02-white"):
        show_pictures(tmp_path)


def test_the_upgrade_that_is_tried_is_the_next_version() -> None:
    assert next_version("0.1.9") == "0.1.10"


def test_the_script_is_one_that_a_shell_can_read() -> None:
    subprocess.run(["bash", "-n", str(SCRIPT)], check=True)
