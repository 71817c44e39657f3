"""Each soak, shortly: it runs to its end, finds nothing, and would find what it is there to find."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from soak.reporting import FAILED, PASSED, SKIPPED

ROOT = Path(__file__).resolve().parents[2]
PARTS = ("protocol", "client", "server", "demo")
OURS = os.pathsep.join(map(str, (ROOT, *(ROOT / part for part in PARTS))))
"""The code of this checkout comes before any other that the interpreter has been given."""

QUICK = {
    "powercut": ("--cuts", "10"),
    "faults": ("--seconds", "15"),
    "chaos": ("--seconds", "8", "--seats", "8"),
    "stampede": ("--candidates", "50"),
    "outage": ("--seats", "4", "--seconds", "1"),
}
Figures = dict[str, Any]  # Any: JSON


def run_soak(
    name: str, file: Path, *arguments: str, **environment: str
) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", f"soak.{name}", *arguments, "--json", str(file)]
    return run(command, **environment)


def run(command: list[str], **environment: str) -> "subprocess.CompletedProcess[str]":
    variables = {**os.environ, "PYTHONPATH": OURS, **environment}
    return subprocess.run(command, capture_output=True, text=True, env=variables, check=False)


def short_run(name: str, tmp_path: Path) -> Figures:
    """The figures of a short run that passed; where none can be run, the test is skipped and says so."""
    file = tmp_path / "figures.json"
    done = run_soak(name, file, *QUICK[name])
    figures: Figures = json.loads(file.read_text(encoding="utf-8"))
    if done.returncode == SKIPPED:
        pytest.skip(f"soak {name} proved nothing here: {figures['skipped']}")
    assert done.returncode == PASSED, done.stdout + done.stderr
    assert figures["passed"]
    return figures


def test_all_soaks_are_tried_here() -> None:
    files = (ROOT / "soak").glob("*.py")
    assert {file.stem for file in files if '"__main__"' in file.read_text("utf-8")} == set(QUICK)


def test_what_a_soak_tries_is_the_code_beside_it() -> None:
    words = (
        "import examclient, examdemo, examprotocol, examserver, soak\n"
        "for part in examclient, examdemo, examprotocol, examserver, soak: print(part.__path__[0])"
    )
    done = run([sys.executable, "-c", words])
    places = ("client/examclient", "demo/examdemo", "protocol/examprotocol", "server/examserver", "soak")
    assert [Path(line) for line in done.stdout.splitlines()] == [ROOT / place for place in places]


def test_a_power_cut_loses_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    figures = short_run("powercut", tmp_path)
    assert (figures["journal"]["cuts"], figures["store"]["cuts"]) == (10, 10)
    assert figures["acknowledged"] > 0
    assert (figures["lost"], figures["corrupt"]) == (0, 0)
    assert figures["journal"]["control_lost"] > 0
    assert figures["store"]["control_lost"] > 0


def test_a_failing_disk_is_told_of_and_takes_nothing_with_it(tmp_path: Path) -> None:
    figures = short_run("faults", tmp_path)
    assert figures["acknowledged"] > 0
    assert [figures[name] for name in ("lost", "corrupt", "silent", "stuck")] == [0, 0, 0, 0]
    assert figures["journal"]["told"] > 0
    assert figures["store"]["told"] > 0


def test_a_bad_network_moves_and_a_lost_service_leave_every_attempt_whole(tmp_path: Path) -> None:
    figures = short_run("chaos", tmp_path)
    assert [figures[name] > 0 for name in ("kills", "moves", "restores")] == [True] * 3
    assert figures["acknowledged"] > 0
    assert (figures["lost"], figures["wrong"]) == (0, 0)


def test_everybody_gets_one_receipt_although_the_service_is_killed(tmp_path: Path) -> None:
    figures = short_run("stampede", tmp_path)
    assert (figures["receipts"], figures["different"], figures["lost"]) == (50, 0, 0)


def test_however_the_services_machine_dies_nothing_is_lost_and_everybody_goes_on(tmp_path: Path) -> None:
    figures = short_run("outage", tmp_path)
    names = ["service_stopped", "machine_reboots", "spare_takes_over", "power_to_the_room"]
    names += ["a_web_machine_dies", "database_restarts"] if figures["several_machines"] else []
    for name in names:
        course = figures[name]
        assert (course["lost"], course["wrong"], course["receipts"]) == (0, 0, 4)
        assert course["saved"] > 0


def test_a_soak_that_cannot_be_run_says_so_aloud_and_does_not_pass(tmp_path: Path) -> None:
    file = tmp_path / "figures.json"
    done = run_soak("faults", file, PATH=str(tmp_path))
    assert done.returncode == SKIPPED
    assert "NOTHING WAS PROVEN" in done.stderr
    figures = json.loads(file.read_text("utf-8"))
    assert "strace" in figures["skipped"]
    assert not figures["passed"]


def test_receipts_that_come_too_late_are_no_success(tmp_path: Path) -> None:
    file = tmp_path / "figures.json"
    done = run_soak("stampede", file, "--candidates", "20", "--seconds", "1")
    assert done.returncode == FAILED
    assert "the stated time is 1 s" in done.stderr
