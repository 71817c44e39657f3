"""A file system of its own for a child process: small, or read-only."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.client.journal_child import command

ROOT = Path(__file__).resolve().parents[2]


def shell(how: str, path: Path) -> str:
    """The command of a journal's child for a shell."""
    return " ".join(command(how, path))


def in_a_place_of_its_own(script: str) -> str:
    """Run a shell script that may mount; nobody else sees what it mounts, and it goes with the process."""
    if sys.platform != "linux":
        pytest.skip("only Linux gives a process a file system of its own")
    namespace = ["unshare", "--mount", "--map-root-user"]
    if subprocess.run([*namespace, "true"], capture_output=True, check=False).returncode:
        pytest.skip("this account may not mount a small disk")
    done = subprocess.run(
        [*namespace, "sh", "-c", script], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
