"""Brings packages by pip, as pip is set up on this machine.

Rule: by the hashes of a lock file, and nothing that the lock file does not name.
"""

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

from installer.errors import BuildError

FROM_WHEELS = ("--only-binary", ":all:")


def run_pip(verb: str, lock: Path, *options: str, path: Path | None = None) -> None:
    """This environment's pip, as it is set up here, and by hash only; `path` goes before its own packages.

    Where the environment was made without pip, that of the Python that it was made by.
    """
    base = str(getattr(sys, "_base_executable", sys.executable))
    program = sys.executable if find_spec("pip") else base
    locked = ("--require-hashes", "--requirement", str(lock))
    command = [program, "-m", "pip", verb, "--quiet", "--no-input", *locked, *options]
    environment = os.environ | ({"PYTHONPATH": str(path)} if path else {})
    done = subprocess.run(  # noqa: S603 - pip
        command, env=environment, capture_output=True, text=True, errors="replace", check=False
    )
    if done.returncode:
        raise BuildError(
            f"{done.stderr[-2000:]}\npip did not bring what {lock.name} names.\n"
            "Run the same command again once it can."
        )
