"""Starting the client where something is wrong: a sentence with what to do, and no window of Python."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from examclient.domain.settings import LANGUAGE
from examclient.errors import AlreadyRunningError
from examclient.storage.chosen_file import keep_chosen
from examclient.storage.one_client import LOCK, only_client
from examclient.version import VERSION

ROOT = Path(__file__).resolve().parents[2]


def started(*arguments: str | Path) -> "subprocess.CompletedProcess[str]":
    """Start the client as a person does."""
    return subprocess.run(
        [sys.executable, "-m", "examclient", *map(str, arguments)],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONIOENCODING": "gbk"},  # as Windows has it
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


def refused(*arguments: str | Path) -> str:
    """What the client says when it does not start."""
    done = started(*arguments)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    return done.stderr


def test_a_settings_file_that_cannot_be_read_is_named_and_stops_nothing(tmp_path: Path) -> None:
    with only_client(tmp_path):
        said = refused("--config", tmp_path / "none.ini", "--data", tmp_path)
    assert f"{tmp_path / 'none.ini'}: the file cannot be read" in said
    assert "running on this machine already" in said, "it came as far as that"


def test_a_name_in_chinese_can_be_read_in_a_log_file(tmp_path: Path) -> None:
    with only_client(tmp_path):
        said = refused("--config", tmp_path / "考生.ini", "--data", tmp_path)
    assert f"{tmp_path / '考生.ini'}: the file cannot be read" in said


def test_a_bad_value_is_named_and_its_default_taken(tmp_path: Path) -> None:
    settings = tmp_path / "user.ini"
    settings.write_text("[OpenGL]\nLevel=best\n", encoding="utf-8")
    (tmp_path / "file").touch()
    said = refused("--config", settings, "--data", tmp_path / "file")
    assert f"{settings}, line 2: [OpenGL] Level=best: " in said
    assert "Using 0." in said


def test_a_data_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    said = refused("--data", tmp_path / "file")
    assert f"The data folder {tmp_path / 'file'} cannot be written" in said


def test_a_file_that_is_no_enrolment_file_is_said_on_the_terminal(tmp_path: Path) -> None:
    said = refused("--enrol", ROOT / "pyproject.toml", "--data", tmp_path)
    assert "pyproject.toml is not an enrolment file" in said
    assert "examserver enrol" in said
    assert {path.name for path in tmp_path.iterdir()} <= {LOCK}, "nothing was begun"


def test_why_a_machine_was_not_enrolled_is_said_in_both_languages(tmp_path: Path) -> None:
    said = refused("--enrol", ROOT / "pyproject.toml", "--data", tmp_path)
    assert "这不是注册文件，或者只是其中一部分。" in said
    said = refused("--enrol", ROOT / "pyproject.toml", "--data", tmp_path, "--language", "en")
    assert "is not an enrolment file" in said
    assert not any("一" <= letter <= "鿿" for letter in said)


def test_what_stops_a_start_is_said_in_the_language_that_was_chosen_at_the_machine(tmp_path: Path) -> None:
    keep_chosen(tmp_path, {LANGUAGE: "en"})
    with only_client(tmp_path):
        assert "考试程序" not in refused("--data", tmp_path)
    keep_chosen(tmp_path, {LANGUAGE: "zh_CN"})
    with only_client(tmp_path):
        assert "考试程序已在本机运行。" in refused("--data", tmp_path)


@pytest.mark.parametrize("word", ["--version"])
def test_the_version_is_told(word: str) -> None:
    assert VERSION in started(word).stdout


@pytest.mark.parametrize("more", [(), ("--enrol", ROOT / "pyproject.toml")])
def test_a_second_client_on_one_data_folder_is_refused_in_both_languages(
    tmp_path: Path, more: tuple[str | Path, ...]
) -> None:
    with only_client(tmp_path):
        said = refused("--data", tmp_path, *more)
        assert {path.name for path in tmp_path.iterdir()} == {LOCK}, "the first one is left alone"
    assert f"running on this machine already, with the data folder {tmp_path}" in said
    assert "Use the window that is open." in said
    assert "考试程序已在本机运行。" in said
    assert "not an enrolment file" not in said


HOLDING = """
import sys
from pathlib import Path
from examclient.storage.one_client import only_client
with only_client(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_client_that_was_killed_leaves_no_lock_behind(tmp_path: Path) -> None:
    command = [sys.executable, "-c", HOLDING, str(tmp_path)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as first:
        assert first.stdout is not None
        assert first.stdout.readline().strip() == b"held"
        with pytest.raises(AlreadyRunningError), only_client(tmp_path):
            pass
        first.kill()
    with only_client(tmp_path):
        assert (tmp_path / LOCK).exists()
