"""The demo without an end: handing in fails, and the answers get to the site on a stick."""

import json
import os
import subprocess
import sys
from pathlib import Path

from examprotocol.package_reading import read_package, unlock_by_password
from examprotocol.room_password import plain_password

PATIENCE = 300
"""Seconds; it takes half a minute where nothing else runs."""


def test_answers_that_could_not_be_handed_in_are_carried_to_the_site(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "examdemo", "--auto", "--fail-submit", "--out", str(tmp_path)]
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        command, env=environment, capture_output=True, encoding="utf-8", timeout=PATIENCE, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    report = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    assert report["problems"] == []
    assert report["import"]["verdict"] == "taken"
    assert report["import"]["receipt"] == report["receipt"]
    sealed = read_package((tmp_path / report["package"]).read_bytes())
    assert unlock_by_password(sealed, plain_password(report["password"]))
    assert report["package"].rsplit("/", 1)[1] in (tmp_path / report["record"]).read_text(
        encoding="utf-8-sig"
    )
    assert all((tmp_path / picture).is_file() for picture in report["screenshots"])
