"""While a candidate sits at a Windows machine: window, keys, clipboard; after a kill nothing of it is left.

Wine is Windows enough for it; the platform is `windows`, on a real screen.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.windows import desktop_of_windows as desk
from tests.windows.held_child import AGAIN, HELD

ALT, CTRL, SHIFT, WINDOWS = 0x12, 0x11, 0x10, 0x5B
TAB, ESCAPE, SPACE, PRINT_SCREEN, F4, D, A = 0x09, 0x1B, 0x20, 0x2C, 0x73, 0x44, 0x41
MAIL, BROWSER, KANJI, CONVERT, PROCESS = 0xB4, 0xAC, 0x19, 0x1C, 0xE5

LEADING_OUT = (
    (PRINT_SCREEN,),
    (ALT, TAB),
    (CTRL, ESCAPE),
    (ALT, ESCAPE),
    (WINDOWS, D),
    (MAIL,),
    (BROWSER,),
)
NEEDED = (
    (A,),
    (TAB,),
    (F4,),
    (CTRL, SPACE),
    (CTRL, SHIFT),
    (WINDOWS, SPACE),
    (KANJI,),
    (CONVERT,),
    (PROCESS,),
)

TITLE = "held"


class Held:
    """A process in which a candidate sits at a level, and its window."""

    def __init__(self, level: int, folder: Path) -> None:
        self._log = folder / f"{TITLE}.log"
        environment = {**os.environ, "QT_QPA_PLATFORM": "windows"}
        command = [sys.executable, "-m", "tests.windows.held_child", str(level), str(self._log)]
        self.process = subprocess.Popen(command, env=environment)
        desk.until(lambda: self.words() == [HELD])
        self.window = desk.window_called(TITLE)

    def words(self) -> list[str]:
        return self._log.read_text(encoding="utf-8").split() if self._log.exists() else []

    def kill(self) -> None:
        """TerminateProcess."""
        self.process.kill()
        self.process.wait()


@pytest.fixture
def held(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Held]:
    made = Held(request.param, tmp_path)
    yield made
    if made.process.poll() is None:
        made.kill()
    desk.until(lambda: made.words() == [HELD, AGAIN])  # the watchdog starts it again in every test


@pytest.mark.parametrize("held", [1], indirect=True)
def test_the_window_is_in_front_and_cannot_be_closed_or_put_away(held: Held) -> None:
    assert desk.has_style(held.window, desk.EXTENDED_STYLE, desk.TOPMOST)
    assert not desk.has_style(held.window, desk.STYLE, desk.CAPTION)
    desk.order(held.window, desk.CLOSE)
    desk.order(held.window, desk.MINIMIZE)
    desk.until(lambda: desk.is_shown(held.window))
    assert held.process.poll() is None


@pytest.mark.parametrize("held", [1], indirect=True)
def test_what_another_program_copies_is_not_there_to_paste(held: Held) -> None:
    desk.copy_elsewhere("from outside")
    desk.until(lambda: not desk.clipboard_has_text())


@pytest.mark.parametrize("held", [1], indirect=True)
def test_without_the_hook_the_keys_are_the_systems(held: Held) -> None:
    assert desk.goes_through(PRINT_SCREEN)


@pytest.mark.parametrize("held", [2], indirect=True)
def test_the_hook_holds_what_leads_out_lets_input_methods_be_and_ends_with_a_killed_client(
    held: Held,
) -> None:
    desk.until(lambda: not desk.goes_through(PRINT_SCREEN))
    assert [keys for keys in LEADING_OUT if desk.goes_through(*keys)] == []
    assert [keys for keys in NEEDED if not desk.goes_through(*keys)] == []
    held.kill()
    desk.until(lambda: desk.goes_through(PRINT_SCREEN))
    assert [keys for keys in NEEDED if not desk.goes_through(*keys)] == []


def test_a_hook_whose_client_has_gone_before_it_began_holds_no_keys_for_ever() -> None:
    command = [sys.executable, "-m", "examclient.lockdown.keyboard_hook"]
    for _ in range(10):  # without a queue for its last message, it went on for ever every second time
        assert subprocess.run(command, stdin=subprocess.DEVNULL, timeout=30, check=False).returncode == 0


@pytest.mark.parametrize("held", [0], indirect=True)
def test_a_client_that_is_ended_by_force_is_started_again(held: Held) -> None:
    held.kill()
    desk.until(lambda: held.words() == [HELD, AGAIN])
