"""The self-check of an enrolled machine, from settings in GB18030 to a row for every question to Windows."""

import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from examclient.domain.drawing_trial import Outcome, Trial, Why
from examclient.domain.self_check import Check, Reason
from examclient.enrolling import enrol_without_hands
from examclient.storage.drawing_trials import DrawingTrials
from examclient.storage.drives import drives
from soak.site import SoakSite

ENOUGH = 120.0
LOOKED_AT_NOTHING = {Reason.NOT_KNOWN, Reason.NOT_LOOKED_AT, Reason.SITE_NOT_ASKED}


@pytest.fixture
def site(tmp_path: Path) -> Iterator[SoakSite]:
    made = SoakSite(tmp_path / "site", 1, questions=2)
    made.start()
    made.wait_until_it_answers()
    yield made
    made.stop()


def checked(*words: object) -> "subprocess.CompletedProcess[str]":
    """A start of the client that looks at the machine."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "windows", "EXAMCLIENT_KEEP": "QT_QPA_PLATFORM"}
    command = [sys.executable, "-m", "examclient", *map(str, words)]
    return subprocess.run(
        command, env=environment, capture_output=True, encoding="utf-8", timeout=ENOUGH, check=False
    )


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16"])
def test_every_row_is_looked_at_and_the_bundle_has_them(
    site: SoakSite, tmp_path: Path, encoding: str
) -> None:
    data, settings = tmp_path / "考生 一" / "数据", tmp_path / "设置.ini"
    settings.write_text(f"[data]\r\nDIR = {data}\r\n[opengl]\r\nlevel=2\r\n", encoding=encoding)
    DrawingTrials(data).keep(Trial(2, Outcome.FAILED, Why.BLANK))
    enrolment = site.enrolment(tmp_path / "station.enrol", site.port, 1)
    assert enrol_without_hands(data, enrolment, "1") == 0

    told = checked("--config", settings, "--self-check", "--json")
    report = json.loads(told.stdout)
    reasons = {one["check"]: one["reason"] for one in report["results"]}
    assert set(reasons) == set(Check)
    assert not set(reasons.values()) & LOOKED_AT_NOTHING, reasons
    assert reasons["windows"] != Reason.WINDOWS_NONE
    assert (report["level_requested"], report["level_effective"]) == (2, 0)
    assert reasons["drawing"] == Reason.DRAWING_BLANK
    assert (reasons["reach"], reasons["address"]) == (Reason.REACH_GOOD, Reason.ADDRESS_INSIDE)
    assert told.returncode in (0, 1), "amber: not every machine has sound or a Chinese input method"

    bundle = tmp_path / "支持.zip"
    assert checked("--config", settings, "--support-bundle", bundle).returncode == 0
    with zipfile.ZipFile(bundle) as packed:
        assert "self-check.json" in packed.namelist()


def test_the_drive_of_windows_is_among_the_drives() -> None:
    found = {str(drive.path): drive for drive in drives()}
    assert found["C:\\"].free > 0
    assert not found["C:\\"].is_read_only
