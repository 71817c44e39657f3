"""The log in the data folder: there for whoever helps, and without anything of a candidate."""

import io
import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from examclient.storage.log_file import BLOT, KEPT, LARGEST, LogFile, keep_log, log_files, log_folder
from examclient.version import VERSION

TOKEN = "eyJhbGciOiJFZERTQSJ9eyJhbGciOiJFZERTQSJ9eyJhbGciOi.eyJzaXRlIjoi.c2lnbmF0dXJl"


@pytest.fixture
def log(tmp_path: Path) -> Iterator[logging.Logger]:
    """A logger of its own that writes into the data folder."""
    logger = logging.Logger("examclient.test", logging.INFO)
    log_folder(tmp_path).mkdir()
    logger.addHandler(logging.StreamHandler(io.StringIO()))  # as on the terminal, before the file
    handler = LogFile(tmp_path)
    logger.addHandler(handler)
    yield logger
    handler.close()


def written(tmp_path: Path) -> str:
    return "".join(path.read_text(encoding="utf-8") for path in log_files(tmp_path))


def test_lines_are_kept_with_their_time(tmp_path: Path, log: logging.Logger) -> None:
    log.warning("attempt %s stays here: %s", "0123456789abcdef0123456789abcdef", "考点没有应答")
    line = written(tmp_path)
    said = "attempt 0123456789abcdef0123456789abcdef stays here: 考点没有应答"
    assert line.endswith(f" WARNING examclient.test: {said}\n")
    assert line.startswith("20")


@pytest.mark.parametrize(
    "private",
    [
        "110101199003070417",
        "11010119900307042X",
        "20260001",
        "E12345678",
        "A20260001",
        TOKEN,
        "/media/stick/考点一-math-1-A-0017-20300107-113005.001.examanswers",
        "/media/stick/考点一-math-1-A-0017-20300107-113005.001 (1).examanswers",
        r"E:\考点一-math-1-A-0017-20300107-113005.001.examattachment",
    ],
)
def test_what_looks_like_a_number_a_token_or_a_package_is_blotted_out(
    tmp_path: Path, log: logging.Logger, private: str
) -> None:
    log.info("before (%s), after", private)
    line = written(tmp_path)
    assert BLOT in line
    assert "before (" in line
    assert "), after" in line
    for part in (private, "0017", "考点一"):
        assert part not in line


def test_a_fault_says_where_it_was_and_not_what_it_held(tmp_path: Path, log: logging.Logger) -> None:
    try:
        raise ValueError("我的作文 is no number")
    except ValueError:
        log.critical("fault", exc_info=True)
    text = written(tmp_path)
    assert "test_log_file.py" in text
    assert text.endswith("ValueError\n")
    assert "作文 is no" not in text.replace('raise ValueError("我的作文 is no number")', "")


def test_the_files_are_few_and_small(tmp_path: Path, log: logging.Logger) -> None:
    for _ in range(8):
        log.info("%s", "line " * (LARGEST // 10))
    files = log_files(tmp_path)
    assert len(files) == KEPT + 1
    assert all(path.stat().st_size <= LARGEST for path in files)


def test_lines_go_on_where_another_program_holds_the_file(
    tmp_path: Path, log: logging.Logger, monkeypatch: pytest.MonkeyPatch
) -> None:
    def held(_old: str, _new: str) -> None:
        raise PermissionError(13, "The process cannot access the file")

    log.info("%s", "line " * (LARGEST // 6))
    monkeypatch.setattr(os, "rename", held)
    log.info("held %s", "line " * (LARGEST // 6))
    log.info("the last line")
    monkeypatch.undo()
    assert ": held line" in written(tmp_path)
    assert written(tmp_path).endswith("the last line\n")
    log.info("%s", "line " * (LARGEST // 6))
    assert len(log_files(tmp_path)) == 2


def test_a_folder_that_takes_no_log_stops_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "logs").write_text("in the way")
    before = list(logging.getLogger().handlers)
    keep_log(tmp_path)
    assert logging.getLogger().handlers == before
    handler = LogFile(tmp_path)
    handler.handle(logging.LogRecord("x", logging.INFO, "", 0, "said", None, None))
    handler.close()
    assert capsys.readouterr().err == ""


def test_the_client_with_its_window_keeps_a_log_and_in_it_what_the_settings_lack(
    tmp_path: Path, qtbot: QtBot
) -> None:
    settings = tmp_path / "other.ini"
    settings.write_text("[OpenGL]\nLevel=high\n")
    log_folder(tmp_path).mkdir()
    (tmp_path / "chosen.ini").write_text("[OpenGL]\nLevel=2\n")
    process = subprocess.Popen(
        [sys.executable, "-m", "examclient", "--data", str(tmp_path), "--config", str(settings)],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        stderr=subprocess.DEVNULL,
    )

    def has_begun() -> None:
        text = written(tmp_path)
        assert f"client {VERSION} begins" in text
        assert "other.ini, line 2: [OpenGL] Level=high: is not a whole number. Using 0." in text
        assert "chosen.ini, line 2: [OpenGL] Level=2: can only be set in user.ini" in text

    try:
        qtbot.waitUntil(has_begun, timeout=60_000)
    finally:
        process.kill()
        process.wait()


def test_a_library_that_is_gone_is_named_where_no_terminal_shows_it(tmp_path: Path) -> None:
    program = "import sys; sys.modules['PySide6.QtCore'] = None; from examclient.__main__ import main; main()"
    command = [sys.executable, "-c", program, "--data", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, timeout=60, check=False)
    assert done.returncode == 1
    assert "a part of the program is missing" in written(tmp_path)
    assert "PySide6.QtCore" in written(tmp_path)
