"""Other programs on an exam machine leave variables behind; the client starts as if there were none."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from examclient import environment
from examclient.__main__ import prepare_environment
from examclient.domain.drawing import environment_for
from examclient.environment import (
    KEEP,
    OF_THE_DESKTOP,
    choose_platform,
    clear_foreign,
    foreign_names,
)

CHILD = Path(__file__).with_name("start_child.py")

LEFT_BEHIND = {
    "QT_QPA_PLATFORM": "nonsense",
    "QT_PLUGIN_PATH": "/nowhere",
    "QT_QPA_PLATFORM_PLUGIN_PATH": "/nowhere",
    "QT_QPA_PLATFORMTHEME": "gtk3",
    "QT_STYLE_OVERRIDE": "nonsense",
    "QT_SCALE_FACTOR": "3",
    "QT_SCREEN_SCALE_FACTORS": "3",
    "QT_FATAL_WARNINGS": "1",
    "QT_LOGGING_RULES": "*=true",
    "QT_WIDGETS_RHI_BACKEND": "vulkan",
    "QT_FONT_DPI": "300",
    "QTDIR": "/nowhere",
    "QTWEBENGINE_CHROMIUM_FLAGS": "x",
    "QML2_IMPORT_PATH": "/nowhere",
    "QML_IMPORT_PATH": "/nowhere",
    "QSG_RHI_BACKEND": "vulkan",
    "QSG_INFO": "1",
    "PYTHONSTARTUP": "/nowhere",
    "PYTHONUSERBASE": "/nowhere",
}
"""A start with any of these is another start, or none at all."""


def start(tmp_path: Path, *words: str, **variables: str) -> "subprocess.CompletedProcess[str]":
    """Start the client on a machine where somebody set these variables for everybody."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("QT", "PYTHON", KEEP))}
    return subprocess.run(
        [sys.executable, CHILD, *words, "--data", str(tmp_path / "data"), "--language", "en"],
        env={**clean, **variables},
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


def said(done: "subprocess.CompletedProcess[str]") -> dict[str, Any]:
    """What the child tells about its start."""
    assert done.returncode == 0, done.stderr
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


def test_the_client_starts_as_if_no_other_program_had_left_anything(tmp_path: Path) -> None:
    told = said(start(tmp_path, "--platform", "offscreen", **LEFT_BEHIND))
    assert told["page"] == "EnrolPage"
    assert (told["platform"], told["ratio"]) == ("offscreen", 1.0)
    assert told["variables"] == {**environment_for(0), "QT_QPA_PLATFORM": "offscreen"}


BOX_OF_QT = pytest.mark.skipif(
    sys.platform == "win32", reason="without a console Qt says it in a box, and waits"
)


@pytest.mark.parametrize(
    "name", [pytest.param("QT_QPA_PLATFORM", marks=BOX_OF_QT), "QT_PLUGIN_PATH", "QT_SCALE_FACTOR"]
)
def test_without_the_clearing_one_of_them_is_enough_to_spoil_it(tmp_path: Path, name: str) -> None:
    variables = {"QT_QPA_PLATFORM": "offscreen", name: LEFT_BEHIND[name]}
    done = start(tmp_path, "--uncleared", **variables)
    assert done.returncode != 0 or said(done)["ratio"] == 3.0 or name in said(done)["variables"]
    if name == "QT_QPA_PLATFORM":
        assert done.returncode != 0


def test_another_programs_qt_for_python_is_not_taken(tmp_path: Path) -> None:
    foreign = tmp_path / "other program"
    (foreign / "PySide6").mkdir(parents=True)
    (foreign / "PySide6" / "__init__.py").write_text("raise SystemExit('the other program')\n")
    words = ("--platform", "offscreen")
    told = said(start(tmp_path, *words, PYTHONPATH=str(foreign)))
    assert str(foreign) not in told["pyside"]
    assert "PYTHONPATH" not in told["variables"]
    if not sys.flags.ignore_environment:  # Python's embeddable package never looks at it
        spoilt = start(tmp_path, "--uncleared", PYTHONPATH=str(foreign), QT_QPA_PLATFORM="offscreen")
        assert "the other program" in spoilt.stderr


def test_what_a_test_names_is_kept(tmp_path: Path) -> None:
    variables = {"QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": "2", "QT_FONT_DPI": "300"}
    told = said(start(tmp_path, EXAMCLIENT_KEEP="QT_QPA_PLATFORM, qt_scale_factor", **variables))
    assert (told["platform"], told["ratio"]) == ("offscreen", 2.0)
    assert "QT_FONT_DPI" not in told["variables"]


def test_nothing_of_the_settings_file_keeps_the_first_page_away_and_it_is_said_there(tmp_path: Path) -> None:
    settings = tmp_path / "user.ini"
    settings.write_bytes(
        "垃圾\r\n[OpenGL]\r\nLevel=最好\r\n[Data]\r\nMirrorDir=\0<>|?*\r\n".encode("gb18030")
    )
    for path in (settings, tmp_path, tmp_path / "none.ini"):
        done = start(tmp_path, "--platform", "offscreen", "--config", str(path))
        assert said(done)["page"] == "EnrolPage"
        assert said(done)["line"].startswith("Settings, for the proctor: ")
        assert str(path) in done.stderr
    assert "cannot be read" in said(done)["line"]


def test_the_command_line_counts_for_one_start(tmp_path: Path) -> None:
    words = ("--platform", "offscreen", "--level", "1", "--zoom", "huge", "--full-screen", "--theme", "dark")
    told = said(start(tmp_path, *words))
    assert told["variables"] == {"QT_QPA_PLATFORM": "offscreen", "QT_WIDGETS_RHI": "0"}
    assert "[Display] Zoom=huge cannot be used (The command line)" in told["line"]
    assert not (tmp_path / "data" / "chosen.ini").exists()


def test_on_linux_the_desktop_still_says_how_to_type_chinese() -> None:
    environment = dict.fromkeys((*OF_THE_DESKTOP, "QT_PLUGIN_PATH", "Path", "EQT_X"), "x")
    assert foreign_names(environment, "linux", by_path=False) == ["QT_PLUGIN_PATH"]
    assert foreign_names(environment, "win32", by_path=False) == [*OF_THE_DESKTOP, "QT_PLUGIN_PATH"]


def test_the_path_by_which_the_client_itself_was_found_stays(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in [name for name in os.environ if name.startswith(("QT", "PYTHON"))]:
        monkeypatch.setenv(name, os.environ[name])  # so that it is there again afterwards
    ours = Path(environment.__file__).parents[1]
    monkeypatch.setattr(sys, "path", [*sys.path, str(tmp_path)])
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(tmp_path), str(ours)]))
    clear_foreign()
    assert os.environ["PYTHONPATH"]
    assert str(tmp_path) in sys.path
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    assert "PYTHONPATH" in clear_foreign()
    assert str(tmp_path) not in sys.path


def test_what_the_level_sets_comes_after_the_clearing(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in {*os.environ, *environment_for(0), KEEP, "QT_STYLE_OVERRIDE", "QT_QPA_PLATFORM"}:
        if name.startswith(("QT", "PYTHON", "QSG", KEEP)):
            monkeypatch.setenv(name, "left behind")
    choose_platform("offscreen")
    prepare_environment(0)
    found = {name: value for name, value in os.environ.items() if name.startswith(("QT", "PYTHON", "QSG"))}
    assert found == {**environment_for(0), "QT_QPA_PLATFORM": "offscreen"}
