"""After a crash the client is started again, not for ever; whoever ends it in order is left alone."""

import io
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest

from examclient.domain.drawing import FALL_BACK, environment_for
from examclient.domain.drawing_trial import Why
from examclient.lockdown.companion import MOST_STARTS, Companion, companion_of
from examclient.lockdown.own_command import own_command
from examclient.lockdown.own_watchdog import own_watchdog
from examclient.lockdown.watchdog import (
    AGAIN,
    BYE,
    CRASHED,
    CRASHES,
    GAVE_UP,
    LAST_WORDS,
    next_start,
    read_crashes,
    start_client,
    watch,
)

PATIENCE = 30.0


def until(holds: Callable[[], object]) -> None:
    """Wait until something is so."""
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.02)


def test_a_client_that_said_goodbye_is_not_started_again() -> None:
    assert next_start(BYE, (), 1000.0) is None


def test_a_client_that_is_gone_without_a_word_is_started_again() -> None:
    assert next_start("", (), 1000.0) == (False, (1000.0,))


def test_a_wish_to_be_restarted_is_no_crash() -> None:
    assert next_start(AGAIN, (990.0,), 1000.0) == (False, (990.0,))


def test_after_three_starts_in_two_minutes_it_gives_up() -> None:
    assert next_start("", (900.0, 950.0), 1000.0) == (False, (900.0, 950.0, 1000.0))
    assert next_start("", (900.0, 950.0, 990.0), 1000.0) == (True, (900.0, 950.0, 990.0, 1000.0))


def test_crashes_of_more_than_two_minutes_ago_do_not_count() -> None:
    assert next_start("", (870.0, 875.0, 990.0), 1000.0) == (False, (990.0, 1000.0))


def test_crashes_of_before_the_machine_was_restarted_do_not_count() -> None:
    assert next_start("", (5000.0, 5001.0, 5002.0), 10.0) == (False, (10.0,))


@pytest.mark.parametrize("text", ["", "soon", "1 2 x"])
def test_what_nobody_can_read_is_no_crash(text: str) -> None:
    assert read_crashes({CRASHES: text}) == ()


def test_the_last_word_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[tuple[Sequence[str], str]] = []

    def start(command: Sequence[str], environment: Mapping[str, str]) -> None:
        started.append((command, environment[CRASHES]))

    def gone(words: str) -> list[tuple[Sequence[str], str]]:
        started.clear()
        watch(io.StringIO(words), ["client"], start, lambda: 200.0, lambda _: None)
        return list(started)

    monkeypatch.setenv(CRASHES, "150.0 160.0")
    assert gone(f"{AGAIN}\n{BYE}\n") == []
    assert gone(f"{BYE}\n{AGAIN}\n") == [(["client"], "150.0 160.0")]
    assert gone("") == [(["client"], "150.0 160.0 200.0")]
    monkeypatch.setenv(CRASHES, "150.0 160.0 170.0")
    assert gone("") == [(["client", GAVE_UP], "")]


@pytest.mark.parametrize(
    ("level", "words", "follows"),
    [(2, "", CRASHED), (3, "", CRASHED), (1, "", None), (0, "", None), (2, f"{AGAIN}\n", None)],
)
def test_after_a_crash_with_the_graphics_device_the_next_start_is_in_software(
    monkeypatch: pytest.MonkeyPatch, level: int, words: str, follows: str | None
) -> None:
    for name, word in environment_for(level).items():
        monkeypatch.setenv(name, word)
    monkeypatch.delenv(FALL_BACK, raising=False)
    told: list[str | None] = []
    watch(
        io.StringIO(words),
        ["client"],
        lambda _command, environment: told.append(environment.get(FALL_BACK)),
        lambda: 200.0,
        lambda _: None,
    )
    assert told == [follows]


def test_the_watchdog_speaks_the_words_of_the_guard() -> None:
    assert CRASHED == Why.CRASHED


def test_only_a_start_after_a_crash_is_watched_from_its_beginning() -> None:
    with own_watchdog({}) as first:
        assert not first.is_running()
    with own_watchdog({CRASHES: str(time.monotonic())}) as second:
        assert second.is_running()
        assert second.last_word == ""
    assert second.last_word == BYE
    assert not second.is_running()


def test_a_client_that_shall_be_restarted_is_not_said_goodbye_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "orig_argv", ["python", "-c", ""])
    with own_watchdog({CRASHES: str(time.monotonic())}) as watchdog:
        watchdog.say(AGAIN)
    assert watchdog.last_word == AGAIN
    watchdog.stop()


RESTARTED = """
import os, pathlib, signal, sys
from examclient.lockdown.own_watchdog import own_watchdog
log = pathlib.Path(sys.argv[1])
with log.open("a") as lines:
    lines.write("page" if "--gave-up" in sys.argv else "start")
    lines.write("\\n")
if "--gave-up" not in sys.argv:
    with own_watchdog(os.environ) as watchdog:
        os.kill(os.getpid(), signal.SIGSEGV)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="the crash is a signal")
def test_a_client_that_crashes_on_its_way_back_into_the_exam_comes_to_the_page_too(tmp_path: Path) -> None:
    program, log = tmp_path / "client.py", tmp_path / "log"
    program.write_text(RESTARTED, encoding="utf-8")
    environment = {**os.environ, CRASHES: str(time.monotonic())}
    subprocess.run([sys.executable, str(program), str(log)], env=environment, check=False, timeout=PATIENCE)
    until(lambda: "page" in log.read_text(encoding="utf-8"))
    assert log.read_text(encoding="utf-8").split() == ["start"] * 3 + ["page"]


CRASHING = """
import os, pathlib, signal, sys
from examclient.lockdown.companion import companion_of
log = pathlib.Path(sys.argv[1])
with log.open("a") as lines:
    lines.write("page" if "--gave-up" in sys.argv else "start")
    lines.write("\\n")
if "--gave-up" not in sys.argv:
    dog = companion_of("examclient.lockdown.watchdog", sys.executable, *sys.orig_argv[1:])
    dog.start()
    os.kill(os.getpid(), signal.SIGSEGV)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="the crash is a signal")
def test_a_client_that_always_crashes_is_started_three_times_and_then_a_page_is_shown(tmp_path: Path) -> None:
    program, log = tmp_path / "client.py", tmp_path / "log"
    program.write_text(CRASHING, encoding="utf-8")
    environment = {name: value for name, value in os.environ.items() if name != CRASHES}
    command = [sys.executable, str(program), str(log)]
    crashed = subprocess.run(command, env=environment, check=False, timeout=PATIENCE)
    assert crashed.returncode == -signal.SIGSEGV
    until(lambda: "page" in log.read_text(encoding="utf-8"))
    assert log.read_text(encoding="utf-8").split() == ["start"] * 4 + ["page"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has a box of its own for it")
def test_where_not_even_the_page_can_be_shown_the_terminal_says_it(capfd: pytest.CaptureFixture[str]) -> None:
    start_client([sys.executable, "-c", "raise SystemExit(3)", GAVE_UP], os.environ)
    assert LAST_WORDS in capfd.readouterr().err
    start_client([sys.executable, "-c", "", GAVE_UP], os.environ)
    assert capfd.readouterr().err == ""


def test_the_plain_page_starts_the_client_as_it_was_started(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "orig_argv", ["python", "-m", "examclient", "--config", "a b.ini", GAVE_UP])
    assert own_command() == [sys.executable, "-m", "examclient", "--config", "a b.ini"]


READER = "import sys; sys.stdin.read()"


def test_a_companion_ends_with_its_leash() -> None:
    companion = Companion("reader", [sys.executable, "-c", READER])
    companion.start()
    assert companion.is_running()
    companion.stop()
    assert not companion.is_running()
    assert not companion.say(BYE)


OWNER = """
import sys, time
from examclient.lockdown.companion import Companion
companion = Companion("reader", [sys.executable, "-c", sys.argv[1], sys.argv[2]])
companion.start()
print("ready", flush=True)
time.sleep(600)
"""
WITNESS = "import sys, pathlib; sys.stdin.read(); pathlib.Path(sys.argv[1]).touch()"


def test_a_companion_ends_when_its_owner_is_killed(tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    command = [sys.executable, "-c", OWNER, WITNESS, str(gone)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as owner:
        assert owner.stdout is not None
        owner.stdout.readline()
        assert not gone.exists()
        owner.kill()
    until(gone.exists)


def test_a_companion_that_dies_is_started_again_but_not_for_ever() -> None:
    companion = Companion("dying", [sys.executable, "-c", ""])
    companion.start()
    for _ in range(MOST_STARTS + 2):
        until(lambda: not companion.is_running())
        companion.keep_up()
    assert companion._starts == MOST_STARTS
    companion.stop()


def test_a_companion_that_cannot_be_started_holds_nobody_up() -> None:
    companion = Companion("none", ["/no/such/program"])
    companion.start()
    assert not companion.is_running()
    companion.stop()


def test_the_hook_says_that_it_belongs_to_windows() -> None:
    if sys.platform != "win32":
        hook = companion_of("examclient.lockdown.keyboard_hook")
        hook.start()
        until(lambda: not hook.is_running())
        hook.stop()
