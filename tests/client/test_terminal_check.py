"""The self-check without a window: what it prints, and what it ends with."""

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from examclient import app, checking, terminal_check
from examclient.domain.config import Config
from examclient.domain.machine_facts import DrawnAsSet
from examclient.storage.log_file import log_files
from examclient.storage.station_file import STATION_FILE
from examclient.storage.support_bundle import SELF_CHECK
from examprotocol.self_check import Grade
from examserver.storage.self_checks import all_self_checks
from examserver.storage.store import reading
from tests.client.exam_site import ExamSite
from tests.client.seat import Seat
from tests.client.test_start_of_the_client import ROOT, started


def child(*lines: str) -> "subprocess.CompletedProcess[str]":
    """A client in which something is not as it should be."""
    code = "\n".join(["import sys", "from examclient.__main__ import main", *lines])
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=os.environ | {"PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


def test_the_self_check_tells_terminal_and_site(site: ExamSite, seat: Seat, tmp_path: Path) -> None:
    settings = tmp_path / "other.ini"
    settings.write_text(f"[Data]\nDir={seat.data}\n[OpenGL]\nLevel=1\n[Display]\nLanguage=en\n")
    told = started("--self-check", "--config", settings)
    assert told.returncode == 1, "this platform has no sound, or a small screen"
    assert "Good\tSite\tThe site answers after" in told.stdout
    assert "Good\tAddress\tThe site sees this machine inside." in told.stdout
    as_json = started("--self-check", "--json", "--config", settings)
    report = json.loads(as_json.stdout)
    assert (report["level_requested"], report["level_effective"]) == (1, 1)
    by_check = {one["check"]: one for one in report["results"]}
    assert by_check["drawing"]["reason"] == "drawing_device"
    assert by_check["writing"]["facts"]["saves"] == 20
    with reading(site.folder) as connection:
        kept = all_self_checks(connection)[seat.station].report
    assert (kept.grade, kept.level_requested) == (Grade.AMBER, 1)
    assert log_files(seat.data) == [], "a self-check beside a running client leaves its log alone"


def test_a_machine_of_no_site_is_red(tmp_path: Path) -> None:
    told = started("--self-check", "--json", "--data", tmp_path / "data")
    assert told.returncode == 2
    report = json.loads(told.stdout)
    assert report["grade"] == "red"
    reds = [one["reason"] for one in report["results"] if one["grade"] == "red"]
    assert reds == ["reach_not_enrolled"]
    assert all(one["said"] for one in report["results"])


@pytest.mark.parametrize("content", ["", "{}", "not json"])
def test_an_enrolment_that_cannot_be_read_is_not_called_none(tmp_path: Path, content: str) -> None:
    (tmp_path / STATION_FILE).write_text(content)
    told = started("--self-check", "--language", "en", "--data", tmp_path)
    assert told.returncode == 2
    assert "Not fit\tSite\tWhat this machine keeps of its enrolment cannot be read." in told.stdout
    assert (tmp_path / STATION_FILE).read_text() == content


def test_a_font_that_is_missing_is_said_in_red_and_the_rest_is_looked_at(tmp_path: Path) -> None:
    told = child(
        "from pathlib import Path; from examclient import places",
        f"places.resources_folder = lambda: Path({str(tmp_path)!r})",
        f"sys.exit(main(['--self-check', '--json', '--data', {str(tmp_path / 'data')!r}]))",
    )
    assert told.returncode == 2
    by_check = {one["check"]: one for one in json.loads(told.stdout)["results"]}
    assert (by_check["fonts"]["grade"], by_check["fonts"]["reason"]) == ("red", "fonts_missing")
    assert "The font Noto Sans SC" in by_check["fonts"]["said"]
    assert by_check["writing"]["grade"] == "green"


def test_settings_that_are_not_used_stand_in_the_result(tmp_path: Path) -> None:
    settings = tmp_path / "other.ini"
    settings.write_text("[OpenGL]\nLevel=high\n[Server]\nPort=1\n")
    told = started("--self-check", "--json", "--config", settings, "--data", tmp_path / "data")
    found = next(one for one in json.loads(told.stdout)["results"] if one["check"] == "settings")
    assert (found["grade"], found["facts"]) == (
        "amber",
        {"count": 2, "names": "[Server] Port, [OpenGL] Level"},
    )


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have a screen")
@pytest.mark.parametrize(
    "display", [{}, {"DISPLAY": ":4711"}, {"WAYLAND_DISPLAY": "gone", "DISPLAY": ":4711"}]
)
def test_neither_a_screen_nor_one_that_answers_is_needed(tmp_path: Path, display: dict[str, str]) -> None:
    unseen = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "EXAMCLIENT_KEEP")
    bare = {name: value for name, value in os.environ.items() if name not in unseen}
    told = subprocess.run(
        [sys.executable, "-m", "examclient", "--self-check", "--json", "--data", str(tmp_path / "data")],
        cwd=ROOT,
        env=bare | display,
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert told.returncode == 2
    found = next(one for one in json.loads(told.stdout)["results"] if one["check"] == "screens")
    assert found["reason"] == "screens_not_seen"


def test_a_pyside_that_would_abort_is_red_and_no_refusal(tmp_path: Path) -> None:
    told = child(
        "import PySide6; PySide6.__version__ = '6.12.0'",
        "from examclient.storage import qt_version; qt_version.pyside_version = lambda: '6.12.0'",
        "import platform; platform.python_version = lambda: '3.11.7'",
        f"sys.exit(main(['--self-check', '--json', '--data', {str(tmp_path / 'data')!r}]))",
    )
    assert told.returncode == 2
    reasons = {one["reason"] for one in json.loads(told.stdout)["results"] if one["grade"] == "red"}
    assert reasons == {"versions_abort", "reach_not_enrolled"}


@pytest.mark.skipif(sys.platform == "win32", reason="no other program can press Ctrl+C there")
def test_ctrl_c_stops_it_and_leaves_nothing(tmp_path: Path) -> None:
    told = child(
        "import os, signal; from examclient.storage import trial_writing",
        "signal.signal(signal.SIGINT, signal.default_int_handler)",  # a shell's `&` leaves it ignored
        "trial_writing.LONG_ENOUGH = 10**9",  # however slow this disk is
        "trial_writing.event_hash = lambda *_: os.kill(os.getpid(), signal.SIGINT)",
        f"sys.exit(main(['--self-check', '--data', {str(tmp_path)!r}]))",
    )
    assert (told.returncode, told.stdout) == (130, "")
    assert "The check was stopped." in told.stderr
    assert "Traceback" not in told.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_fault_is_red_and_keeps_no_log_from_whoever_helps(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], qapp: QApplication
) -> None:
    def at_fault(*_: object) -> None:
        raise AttributeError("a bug")

    monkeypatch.setattr(app, "dressed", lambda _config: qapp)
    monkeypatch.setattr(checking, "seat_facts", at_fault)
    config, bundle = Config(tmp_path / "data"), tmp_path / "support.zip"
    assert terminal_check.self_check(config, DrawnAsSet(0), as_json=True) == 2
    out, err = capsys.readouterr()
    assert json.loads(out) == {"trouble": "AttributeError"}
    assert "could not be checked (AttributeError)" in err
    assert terminal_check.support_bundle(config, DrawnAsSet(0), bundle) == 0
    with zipfile.ZipFile(bundle) as packed:
        assert json.loads(packed.read(SELF_CHECK)) == {"trouble": "AttributeError"}


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["--json"], "--json goes with --self-check"),
        (["--until-done"], "--until-done goes with --preload"),
        (["--png", "pictures"], "--png and --window-size go with --preview"),
        (["--window-size", "800x600"], "--png and --window-size go with --preview"),
        (["--preload", "--preview", "prepared"], "--preload and --preview are two things"),
        (["--preview", "prepared", "--window-size", "5"], "5 is not a size such as 1366x768"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_half_a_wish_starts_no_client(tmp_path: Path, words: list[str], why: str) -> None:
    (tmp_path / "data").write_text("in the way")
    told = started(*words, "--data", tmp_path / "data")
    assert told.returncode == 2
    assert why in told.stderr
