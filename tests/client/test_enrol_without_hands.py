"""`examclient --enrol`: no window, one line that says how it went, and a network that may come late."""

import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest

from examclient import enrolling
from examclient.enrolling import build_enrol, enrol_without_hands
from examclient.storage.station_file import read_membership
from examprotocol.enrolment import open_enrolment
from examserver.services.station_orders import MakeEnrolment
from tests.client.exam_site import ROOM, WEEK, ExamSite


@pytest.fixture
def file(site: ExamSite, tmp_path: Path) -> Path:
    path = tmp_path / "site.enrol"
    path.write_bytes(site.sealed(site.file))
    return path


def test_a_machine_is_enrolled_from_the_command_line_and_says_so_in_one_line(
    file: Path, tmp_path: Path
) -> None:
    words = ("--enrol", str(file), "--seat", "12", "--data", str(tmp_path / "d"))
    command = [sys.executable, "-m", "examclient", *words]
    for how in ("is now", "is already"):
        done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
        assert (done.returncode, done.stderr) == (0, "")
        member = read_membership(tmp_path / "d")
        assert member is not None
        line = f"第一考点, room {ROOM}, seat 12: this machine {how} station {member.name}.\n"
        assert done.stdout == line


class Terminal(StringIO):
    """Somebody sits there and types one answer."""

    def isatty(self) -> bool:
        return True


def test_a_script_that_moves_a_machine_to_another_seat_says_from_where(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", StringIO())
    assert enrol_without_hands(tmp_path / "d", file, "12") == 0
    assert "It was" not in capsys.readouterr().out
    assert enrol_without_hands(tmp_path / "d", file, "13") == 0
    said = capsys.readouterr().out
    assert f"room {ROOM}, seat 13: this machine is now station" in said
    assert f"It was 第一考点, room {ROOM}, seat 12, and is not there any more." in said


@pytest.mark.parametrize(("answer", "seat"), [("y\n", "13"), ("\n", "12"), ("", "12")])
def test_at_a_terminal_a_machine_with_another_seat_is_moved_only_after_a_yes(
    file: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    answer: str,
    seat: str,
) -> None:
    monkeypatch.setattr(sys, "stdin", Terminal(answer))
    assert enrol_without_hands(tmp_path / "d", file, "12") == 0
    assert enrol_without_hands(tmp_path / "d", file, "") == 0, "it keeps the seat that it has"
    assert capsys.readouterr().err == ""
    assert enrol_without_hands(tmp_path / "d", file, "13") == (0 if seat == "13" else 1)
    assert "seat 12 already. Move it? [y/N]" in capsys.readouterr().err
    member = read_membership(tmp_path / "d")
    assert member is not None
    assert member.seat == seat


def test_no_window_and_no_qt_is_needed_to_enrol() -> None:
    program = "import sys, examclient.enrolling; sys.exit(any('PySide6' in name for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_what_went_wrong_is_said_in_two_lines(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert enrol_without_hands(tmp_path / "one", file, "12") == 0
    capsys.readouterr()
    assert enrol_without_hands(tmp_path / "two", file, "12") == 1
    said = capsys.readouterr()
    assert said.out == ""
    first, second = said.err.splitlines()
    assert "(12 (" in first
    assert "examserver stations" in second
    assert enrol_without_hands(tmp_path / "two", file, "") == 1
    assert "--seat" in capsys.readouterr().err


def test_a_network_that_is_not_there_yet_is_waited_for(
    site: ExamSite,
    file: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def plug_in(_seconds: float) -> None:
        site.cable.plug()

    site.cable.pull()
    monkeypatch.setattr("examclient.enrolling.time.sleep", plug_in)
    assert enrol_without_hands(tmp_path / "data", file, "12") == 0
    said = capsys.readouterr()
    assert "Trying again" in said.err
    assert "seat 12" in said.out


def test_after_half_a_minute_without_an_answer_it_gives_up(
    site: ExamSite,
    file: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    site.cable.pull()
    monkeypatch.setattr(enrolling, "PATIENCE", 0.0)
    assert enrol_without_hands(tmp_path / "data", file, "12") == 1
    assert "cable" in capsys.readouterr().err


def test_the_table_says_where_this_machine_sits(
    site: ExamSite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    made = site.along_the_cable(site.order(MakeEnrolment(ROOM, WEEK, seats={"pc-07": "7"})))
    path = tmp_path / "site.enrol"
    path.write_bytes(site.sealed(made))
    monkeypatch.setattr(enrolling, "hostname", lambda: "PC-07.exam.local")
    assert enrol_without_hands(tmp_path / "data", path, "") == 0
    assert "seat 7" in capsys.readouterr().out


def test_the_built_use_case_is_the_one_that_was_tried(file: Path, tmp_path: Path) -> None:
    enrolment = open_enrolment(file.read_bytes())
    assert build_enrol(tmp_path / "data")(enrolment, "12").membership.seat == "12"
