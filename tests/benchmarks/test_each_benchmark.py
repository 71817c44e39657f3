"""Every benchmark runs to its end, once and quickly; what its figures are is no matter for a test."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.preload import CANNOT

ROOT = Path(__file__).resolve().parents[2]
ON_A_DISK = ("save", "saves", "login", "package", "preload", "monitor", "site")
QUICK = {
    "save": "--runs 1 --events 10".split(),
    "paper": ["--runs", "7"],
    "saves": "--runs 1 --events 20 --seconds 1 --clients 2".split(),
    "package": "--runs 1 --saves 20".split(),
    "import_papers": ["--runs", "1", "--sets", "samples", "--folder", str(ROOT / "resources")],
    "preload": "--runs 1 --sizes 1 --share 10 --stations 2 --processes 2".split(),
    "open_paper": "--runs 1 --papers formulas --questions 2 --windows client".split(),
    "login": "--runs 1 --logins 4 --working 2 --seconds 1".split(),
    "monitor": "--runs 1 --seats 3 --saves 2 --seconds 3 --browsers 1".split(),
    "site": "--runs 1 --candidates 3 --database sqlite --logins 1 --seconds 2 --every 1 --browsers 1".split(),
    "start": [*"--runs 1 --cold-runs 0 --exam-runs 0 --windows".split(), "bare window", "client"],
}
NAMES = {
    "save": "choice: attempt and journal",
    "paper": "question to question",
    "saves": "2 clients: service",
    "package": "long: open by password",
    "login": "4 logins in 1 s, 2 saves/s beside",
    "monitor": "processor of the service, 1 browsers",
    "site": "sqlite: save",
    "import_papers": "all: import",
    "preload": "2 x 1 MB / 10: last station",
    "start": "painted, warm: client",
    "open_paper": "formulas, question to question: client",
}
ALONE = {"open_paper"}
"""Its only reference is a web view, whose libraries are not on every machine."""


def run_benchmark(name: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(ROOT), *sys.path]),
        "QT_QPA_PLATFORM": "offscreen",
    }
    command = [sys.executable, "-m", f"benchmarks.{name}", *arguments]
    return subprocess.run(command, capture_output=True, text=True, env=environment, check=False)


def test_all_benchmarks_are_tried_here() -> None:
    files = (ROOT / "benchmarks").glob("*.py")
    assert {file.stem for file in files if '"__main__"' in file.read_text("utf-8")} == set(QUICK)


@pytest.mark.parametrize("name", sorted(QUICK))
def test_a_benchmark_prints_its_table_and_writes_its_file(name: str, tmp_path: Path) -> None:
    file = tmp_path / "figures.json"
    folder = ["--dir", str(tmp_path)] if name in ON_A_DISK else []
    done = run_benchmark(name, *QUICK[name], *folder, "--json", str(file))
    if name == "preload" and done.returncode == CANNOT:
        assert done.stderr.startswith("The line "), "it says what it takes, such as root"
        return
    assert done.returncode == 0, done.stderr
    figures = json.loads(file.read_text("utf-8"))["figures"]
    assert NAMES[name] in done.stdout
    compared = [one["ratio"] > 0 for one in figures if one["name"] == NAMES[name] and one["reference"]]
    assert any(compared) or name in ALONE
    assert all(one["median"] > 0 for one in figures)
    assert list(tmp_path.iterdir()) == [file], "nothing else is left behind"
