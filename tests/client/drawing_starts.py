"""Starts of the real client with a level, and what they told."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Told:
    """How a start ended: its exit code, what the last one of its processes told, and its log."""

    code: int
    facts: dict[str, Any]
    log: str

    def drawing(self) -> tuple[int, int, str]:
        """Requested, effective, why."""
        return self.facts["requested"], self.facts["effective"], self.facts["why"]

    def starts(self) -> list[str]:
        """The level used by each process in turn."""
        return [line.split(" used")[0][-1] for line in self.log.splitlines() if " requested, " in line]


def command(data: Path, how: str, level: str) -> list[str]:
    """The command of a start; `level` stands in its `user.ini` as it is."""
    settings = data.parent / "user.ini"
    settings.write_text(f"[OpenGL]\nLevel={level}\n[Display]\nLanguage=en\n", encoding="utf-8")
    child = [sys.executable, "-m", "tests.client.drawing_child", how]
    return [*child, "--config", str(settings), "--data", str(data)]


def environment(screen: Mapping[str, str]) -> dict[str, str]:
    """This process's environment with another screen; the client is told that the screen is meant for it."""
    return {**os.environ, **screen, "EXAMCLIENT_KEEP": "QT_QPA_PLATFORM", "PYTHONIOENCODING": "utf-8"}


def started(data: Path, screen: Mapping[str, str], how: str = "well", level: str = "2") -> Told:
    """Start it and wait until it has told and left."""
    done = subprocess.run(
        command(data, how, level),
        cwd=ROOT,
        env=environment(screen),
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    lines = [line for line in done.stdout.splitlines() if line.startswith("{")]
    return Told(done.returncode, json.loads(lines[-1]) if lines else {}, done.stderr)
