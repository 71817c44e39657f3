"""Compiles the Python files of the installed folder: its users may not write what Python would keep there.

Rule: by a Python of the version that is shipped, in one process and one order: so the same files come out.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from installer.errors import BuildError

VERSION = "3.13"
SOURCE_STAYS = "PySide6/__init__.py"
"""The client reads PySide6's version there, without importing it."""

PROGRAM = """
import compileall, pathlib, sys
from py_compile import PycInvalidationMode
unchecked = PycInvalidationMode.UNCHECKED_HASH
root, stays, *folders = sys.argv[1:]
for folder in folders:
    if not compileall.compile_dir(f"{root}/{folder}", maxlevels=99, quiet=1, force=True, legacy=True,
                                  stripdir=root, optimize=0, invalidation_mode=unchecked):
        sys.exit(1)
stays = pathlib.Path(root, folders[0], stays)
if stays.exists():
    compileall.compile_file(stays, quiet=1, force=True, stripdir=root, optimize=0,
                            invalidation_mode=unchecked)
"""


def to_bytecode(tree: Path, folders: tuple[str, ...]) -> None:
    """Replace every `.py` in these folders of `tree` by its `.pyc`; the first one is that of the packages."""
    command = [compiler(), "-I", "-c", PROGRAM, str(tree), SOURCE_STAYS, *folders]
    done = subprocess.run(  # noqa: S603 - Python
        command, env=os.environ | {"PYTHONHASHSEED": "0"}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise BuildError(f"The Python files cannot be compiled.\n{done.stdout}{done.stderr}")
    for folder in folders:
        for source in sorted((tree / folder).rglob("*.py")):
            if source.as_posix().endswith(SOURCE_STAYS):
                source.with_suffix(".pyc").unlink()
            else:
                source.unlink()


def compiler() -> str:
    """A Python 3.13 of this machine; raises BuildError where there is none."""
    for program in _candidates():
        if _version(program) == VERSION:
            return program
    raise BuildError(
        f"The installer is built with Python {VERSION}, which compiles for the one that is shipped.\n"
        f"Install it so that python{VERSION} starts it, then run the same command again."
    )


def _candidates() -> Iterator[str]:
    """This Python, the one on the path, and those that pyenv and uv keep, whose names may do nothing yet."""
    yield sys.executable
    found = shutil.which(f"python{VERSION}")
    if found:
        yield found
    home = Path.home()
    of_pyenv = Path(os.environ.get("PYENV_ROOT") or home / ".pyenv").glob(f"versions/{VERSION}.*/bin/python")
    of_uv = (home / ".local" / "share" / "uv" / "python").glob(f"cpython-{VERSION}.*/bin/python{VERSION}")
    yield from (str(path) for found in (of_pyenv, of_uv) for path in sorted(found, reverse=True))


def _version(program: str) -> str:
    say = "import sys; print('%d.%d' % sys.version_info[:2])"
    try:
        done = subprocess.run([program, "-I", "-c", say], capture_output=True, text=True, check=False)  # noqa: S603
    except OSError:
        return ""
    return done.stdout.strip()
