"""Starts the client again when it has gone without a word while a candidate sat: a process of its own.

Rule: never more than three times in two minutes; then a plain page says what to do. A client that ends in
order says so first.
"""

import ctypes
import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from typing import IO

from examclient.domain.drawing import FALL_BACK, draws_by_device

MOST, WITHIN = 3, 120.0
"""So many starts after a crash in so many seconds."""

PAUSE = 0.5
"""Seconds until whoever crashed has let go of its files."""

BYE, AGAIN = "bye", "again"
"""What the client says before it goes: for good, or to be started again."""

CRASHES = "EXAMCLIENT_CRASHES"
"""The variable by which a client hands on when the ones before it crashed, to the next watchdog."""

CRASHED = "crashed"
"""The reason for drawing in software from now on, where the graphics device drew while the client crashed."""

GAVE_UP = "--gave-up"
"""The client's option that shows the plain page."""

LAST_WORDS = (
    "考试程序多次停止运行。显示为已保存的答案都保存在本机，请举手。监考老师：请重启本机。\n\n"
    "The exam client has stopped several times in a row. What was shown as saved is saved on this machine. "
    "Please raise your hand. Proctor: restart this machine."
)
ON_TOP = 0x40000 | 0x30
"""MB_TOPMOST with the sign of a warning."""


def next_start(word: str, crashes: Sequence[float], now: float) -> tuple[bool, tuple[float, ...]] | None:
    """What follows on the client's last word, `""` for none: None for nothing, else whether to give up, and
    the crashes that still count. Times are of a clock that all processes share.
    """
    recent = tuple(one for one in crashes if 0 <= now - one < WITHIN)
    if word == BYE:
        return None
    if word == AGAIN:
        return False, recent
    return len(recent) >= MOST, (*recent, now)


def read_crashes(environment: Mapping[str, str]) -> tuple[float, ...]:
    """When clients before this one crashed; what cannot be read is none."""
    try:
        return tuple(float(one) for one in environment.get(CRASHES, "").split())
    except ValueError:
        return ()


def watch(
    words: IO[str],
    command: Sequence[str],
    start: Callable[[Sequence[str], Mapping[str, str]], None],
    monotonic: Callable[[], float] = time.monotonic,
    pause: Callable[[float], None] = time.sleep,
) -> None:
    """Wait until the client goes, then do what its last word asks for."""
    word = ""
    for line in words:
        word = line.strip()
    follows = next_start(word, read_crashes(os.environ), monotonic())
    if follows is None:
        return
    gives_up, crashes = follows
    pause(PAUSE)
    environment = {**os.environ, CRASHES: "" if gives_up else " ".join(map(str, crashes))}
    if word != AGAIN and draws_by_device(os.environ):
        environment[FALL_BACK] = CRASHED  # any crash may be the driver's
    start([*command, GAVE_UP] if gives_up else command, environment)


def start_client(command: Sequence[str], environment: Mapping[str, str]) -> None:
    """Start the client, and where not even the plain page can be shown, say it without any of our own."""
    detached = sys.platform != "win32"
    process = subprocess.Popen(list(command), env=environment, start_new_session=detached)  # noqa: S603 - as before
    if command[-1] == GAVE_UP and process.wait() != 0:
        say_plainly(LAST_WORDS)


def say_plainly(words: str) -> None:
    """A message by the system itself; where it has none, on the terminal."""
    if sys.platform == "win32":
        ctypes.WinDLL("user32").MessageBoxW(None, words, "ExamClient", ON_TOP)
    else:
        print(words, file=sys.stderr)  # noqa: T201 - the terminal is the place


if __name__ == "__main__":
    watch(sys.stdin, sys.argv[1:], start_client)
