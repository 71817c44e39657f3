"""Builds the two MSIs that are tried: this version, and the same with a higher number."""

import subprocess
import sys
from pathlib import Path

from examclient.version import VERSION
from installer.verify.scene import Packages

ROOT = Path(__file__).resolve().parents[2]


def build_packages(out: Path) -> Packages:
    """Build both with the project's own command; what it says goes to the terminal."""
    return Packages(_build(out, VERSION), _build(out, next_version(VERSION)))


def next_version(version: str) -> str:
    """The same version with its last number one higher."""
    *others, last = version.split(".")
    return ".".join([*others, str(int(last) + 1)])


def _build(out: Path, version: str) -> Path:
    words = ["msi", "--out", str(out), "--version", version]
    subprocess.run([sys.executable, str(ROOT / "run.py"), *words], check=True)
    return out / f"ExamClient-{version}-x64.msi"
