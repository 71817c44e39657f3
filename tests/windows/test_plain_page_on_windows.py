"""After too many crashes on Windows: a page over the whole screen, which takes nothing of the data folder."""

import os
import subprocess
import sys
import threading
from pathlib import Path

from examclient.lockdown.watchdog import GAVE_UP, LAST_WORDS, start_client
from examclient.storage.one_client import only_client
from tests.windows import desktop_of_windows as desk


def test_the_plain_page_is_shown_over_the_whole_screen_beside_whoever_has_the_data_folder(
    tmp_path: Path,
) -> None:
    data, settings = tmp_path / "数据 一", tmp_path / "user.ini"
    settings.write_text("[Display]\nLanguage=en\n[OpenGL]\nLevel=3\n", encoding="utf-8")
    named = ["--config", str(settings), "--data", str(data), "--platform", "windows"]
    command = [sys.executable, "-m", "examclient", *named, "--gave-up"]
    with only_client(data), subprocess.Popen(command, env=dict(os.environ), stderr=subprocess.PIPE) as page:
        desk.until(lambda: desk.window_called("Exam") and desk.is_shown(desk.window_called("Exam")))
        window = desk.window_called("Exam")
        desk.until(lambda: desk.size_of(window) >= desk.size_of_screen())
        desk.close(window)
        _, said = page.communicate(timeout=desk.PATIENCE)
    assert page.returncode == 0
    assert b"Traceback" not in said


def test_where_not_even_the_page_can_be_shown_a_box_of_windows_says_it() -> None:
    command = [sys.executable, "-c", "raise SystemExit(3)", GAVE_UP]
    talking = threading.Thread(target=start_client, args=(command, os.environ))
    talking.start()
    desk.until(lambda: desk.window_called("ExamClient"))
    box = desk.window_called("ExamClient")
    assert desk.words_of_box(box).replace("\n", "") == LAST_WORDS.replace("\n", "")
    desk.close(box)
    talking.join(desk.PATIENCE)
    assert not talking.is_alive()
