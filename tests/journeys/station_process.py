"""A machine of the exam room as a process of its own: started, operated, looked at, killed, started again."""

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).parents[2]
"""Where `tests` is found, wherever the test itself works."""

PATIENCE = 60.0
"""Seconds that any one thing may take; a shared machine may be slow."""

Shown = dict[str, Any]


def screen(display: str) -> dict[str, str]:
    """The environment of a program on a screen of X."""
    return {**os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}


class StationProcess:
    """Owns one machine's data folder and, while it runs, the client on it, locked down at a level or not."""

    def __init__(self, data: Path, level: int | None = None, display: str = "") -> None:
        self.data = data
        self._arguments = [str(data), *([] if level is None else [str(level)])]
        self._environment = screen(display) if display else None
        self.shown: Shown = {}
        self.phases: list[str] = []
        self._process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        """Start the client, as somebody does who switches the machine on."""
        self.shown, self.phases = {}, []
        with self.data.with_name(f"{self.data.name}.log").open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.journeys.station_child", *self._arguments],
                cwd=PROJECT,
                env=self._environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                encoding="utf-8",
                start_new_session=True,
            )
        self._listener = threading.Thread(target=self._listen, args=(self._process,), daemon=True)
        self._listener.start()

    def kill(self) -> None:
        """SIGKILL, in the middle of whatever it does."""
        if self._process is None:
            return
        self._process.kill()
        self._process.wait()
        self._listener.join()
        assert self._process.stdin is not None, "it is a pipe"
        self._process.stdin.close()
        self._process = None

    def has_ended(self) -> bool:
        """Whether the client is gone by itself."""
        return self._process is None or self._process.poll() is not None

    def wish(self, what: str, *words: str) -> None:
        """Have the client operated; returns at once."""
        assert self._process is not None, "the client runs"
        assert self._process.stdin is not None, "it is a pipe"
        self._process.stdin.write(json.dumps([what, *words]) + "\n")
        self._process.stdin.flush()

    def until(self, holds: Callable[[Shown], object], limit: float = PATIENCE) -> Shown:
        """Wait until the screen shows something; raises AssertionError with what it shows instead."""
        end = time.monotonic() + limit
        while not (self.shown and holds(self.shown)):
            if self._process is None or self._process.poll() is not None or time.monotonic() > end:
                raise AssertionError(f"{self.data.name} shows {self.shown}")
            time.sleep(0.02)
        return self.shown

    def reach(self, *phases: str) -> Shown:
        """Wait for one of these phases."""
        return self.until(lambda shown: shown["phase"] in phases)

    def sit_down(self, numbers: tuple[str, str], consent: str = "") -> None:
        """Log in and say that it is me; returns when questions can be answered.

        With `consent` the exam is open elsewhere, and a proctor moves it here by the room password.
        """
        self.wish("log_in", *numbers)
        if consent:
            self.wish("consent", consent)
        self.wish("confirm")
        self.reach("answering")

    def answer(self, answers: dict[str, str]) -> None:
        """Answer question by question; returns when the screen has shown all of it as saved."""
        for question, text in answers.items():
            self.wish("answer", question, text)
        self.until(lambda shown: answers.items() <= shown["saved"].items())

    def _listen(self, process: "subprocess.Popen[str]") -> None:
        assert process.stdout is not None, "it is a pipe"
        with process.stdout as lines:
            for line in lines:
                if line.endswith("\n"):  # a kill may cut the last one short
                    self._hear(json.loads(line))

    def _hear(self, shown: Shown) -> None:
        if shown:
            self.shown = shown
            if self.phases[-1:] != [shown["phase"]]:
                self.phases.append(shown["phase"])
