"""Small installation folders and the MSIs of them, and how their tables are read."""

import csv
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from installer.msi import build_msi

NEEDS_MSI_TOOLS = [
    pytest.mark.full,
    pytest.mark.skipif(
        any(shutil.which(tool) is None for tool in ("wixl", "msibuild", "msiinfo")),
        reason="wixl and msitools are installed by `run.py test --full`",
    ),
]

SETTINGS = "; 设置\n[Site]\n;Seat = 12\n\n[Data]\n\n[Display]\n\n[OpenGL]\n;Level = 0\n"
PIECES = {
    "ExamClient.exe": b"MZ the program",
    "user.ini": SETTINGS.encode(),
    "python313.zip": b"the library",
    "client/examclient/app.py": b"print('one')\n",
    "client/examclient/a name with spaces.py": b"print('two')\n",
}


def write_tree(folder: Path, pieces: dict[str, bytes] | None = None) -> Path:
    """An installation folder with the pieces, or with PIECES."""
    for name, data in (pieces or PIECES).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


def build_small(folder: Path, version: str = "1.0.0", pieces: dict[str, bytes] | None = None) -> Path:
    """The MSI of such a folder."""
    return build_msi(write_tree(folder / f"tree {version}", pieces), folder / "out", version)


def read_table(msi: Path, table: str) -> list[dict[str, str]]:
    """The rows of a table, by the names of its columns."""
    lines = list(csv.reader(export(msi, table).splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE))
    return [dict(zip(lines[0], line, strict=False)) for line in lines[3:]]


def column(msi: Path, table: str, key: str, value: str) -> dict[str, str]:
    """Two columns of a table: the one to the other."""
    return {row[key]: row[value] for row in read_table(msi, table)}


def export(msi: Path, table: str) -> str:
    """A table as text; what stands on several lines in it does so here."""
    return _msiinfo("export", msi, table)


def summary(msi: Path) -> str:
    return _msiinfo("suminfo", msi)


def _msiinfo(verb: str, msi: Path, *words: str) -> str:
    environment = os.environ | {"LC_ALL": "C.UTF-8", "TZ": "UTC"}
    command = ["msiinfo", verb, str(msi), *words]
    return subprocess.run(command, capture_output=True, check=True, text=True, env=environment).stdout
