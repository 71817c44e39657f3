"""The disks that are measured: this machine's own, and the same with each sync made longer.

Exam rooms have disks that take some 10 ms for a sync; what runs here is far quicker than that.
"""

import os
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

SOURCE = Path(__file__).with_name("slow_sync.c")
ADDED_MS = 8


@dataclass(frozen=True, slots=True)
class Disk:
    """A disk: how the tables call it, and the environment in which a process has it."""

    name: str
    environment: Mapping[str, str]
    added_ms: int = 0


def own_disk() -> Disk:
    """The disk as it is."""
    return Disk("", dict(os.environ))


def slow_disk(folder: Path) -> Disk | None:
    """The disk with ADDED_MS added to each sync; None where there is no C compiler to build that with."""
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None or os.name == "nt":
        return None
    library = folder / "slow_sync.so"
    command = [compiler, "-shared", "-fPIC", "-O2", "-o", str(library), str(SOURCE), "-ldl"]
    subprocess.run(command, check=True)
    slow = {"LD_PRELOAD": str(library), "SLOW_SYNC_MS": str(ADDED_MS)}
    return Disk(f"+{ADDED_MS} ms a sync, ", {**os.environ, **slow}, ADDED_MS)
