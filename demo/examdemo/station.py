"""The demo's exam machine: its settings, its data folder and the client on it."""

import csv
import json
import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from examclient.domain.config import Config
from examdemo.cable import HOST
from examdemo.journey import Numbers
from examdemo.site import CANDIDATES


@dataclass(frozen=True, slots=True)
class Look:
    """How the client is shown: language, and the window's width and height in pixels."""

    language: str = "zh_CN"
    width: int = 1366
    height: int = 768


def settings_for(folder: Path, site_folder: Path, port: int, look: Look) -> Config:
    """A new station that knows the site by its public file, and reaches it through the cable's port."""
    shutil.rmtree(folder, ignore_errors=True)  # an earlier demo's, whose site is gone as well
    folder.mkdir(parents=True, exist_ok=True)
    site = json.loads((site_folder / "public" / "site.json").read_text(encoding="utf-8"))
    site["address"] = f"https://{HOST}:{port}"
    site_file = folder / "site.json"
    site_file.write_text(json.dumps(site), encoding="utf-8")
    return Config(site_file=site_file, data_folder=folder, language=look.language)


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
