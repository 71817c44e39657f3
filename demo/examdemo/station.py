"""The demo's exam machine: its settings, its data folder and the client on it."""

import csv
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from examclient.domain.config import Config
from examdemo.journey import Numbers
from examdemo.site import CANDIDATES, DemoError, DemoSite

SEAT = "1"


@dataclass(frozen=True, slots=True)
class Look:
    """How the client is shown: language, and the window's width and height in pixels."""

    language: str = "zh_CN"
    width: int = 1366
    height: int = 768


def enrolled_station(folder: Path, site: DemoSite, port: int, look: Look) -> Config:
    """A new station, enrolled without hands, that reaches the site through the cable's port."""
    empty(folder)
    file = site.enrolment_file(folder.with_name("site.enrol"), port)
    words = ("--enrol", str(file), "--seat", SEAT, "--data", str(folder))
    done = subprocess.run(
        [sys.executable, "-m", "examclient", *words], capture_output=True, encoding="utf-8", check=False
    )
    if done.returncode != 0:
        raise DemoError(done.stderr.strip() or "The station could not be enrolled.")
    print(f"  {done.stdout.strip()}")
    return Config(data_folder=folder, language=look.language)


def empty(folder: Path) -> None:
    """A data folder with nothing in it: an earlier demo's site is gone as well."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)


def some_candidates() -> list[tuple[str, Numbers]]:
    """Name and numbers of the demo's candidates."""
    with CANDIDATES.open(encoding="utf-8-sig", newline="") as file:
        return [
            (row["name"], Numbers(row["admission_number"], row["identity_number"]))
            for row in csv.DictReader(file)
        ]


def has_a_screen() -> bool:
    """Whether a window can be shown here."""
    return os.name == "nt" or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
