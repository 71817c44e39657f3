"""The C compiler by which the launcher is built: Zig, from a locked PyPI package, in a folder of its own.

Why this one: it is one package on Linux and on Windows, brings the declarations of Windows along, and makes
the same bytes on both. It is large (100 MB, 400 unpacked), so not everybody installs it.
"""

import hashlib
import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

from installer.errors import BuildError
from installer.pip import FROM_WHEELS, run_pip

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "installer" / "trust" / "compiler.lock"
TOOLS = ROOT / "build" / "tools"
DONE = "installed"

DECLARATIONS = "lib/libc/include/any-windows-any"
"""Windows' own, in Zig's folder: named, since without a C library it would not look there."""


def compile_program(sources: Sequence[Path], out: Path, options: Sequence[str], tools: Path = TOOLS) -> None:
    """Compile and link for 64-bit Windows, without a C library. Raises BuildError with what Zig says."""
    home = zig_folder(tools)
    cache = str(tools / "zig-cache")
    command = [str(home / "zig"), "cc", "-target", "x86_64-windows-gnu", "-ffreestanding", "-nostdlib"]
    done = subprocess.run(  # noqa: S603 - the locked compiler
        [*command, "-isystem", str(home / DECLARATIONS), *options, *map(str, sources), "-o", str(out)],
        env=os.environ | {"ZIG_GLOBAL_CACHE_DIR": cache, "ZIG_LOCAL_CACHE_DIR": cache},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode or not out.exists():
        raise BuildError(f"{out.name} could not be built:\n{done.stderr}")


def zig_folder(tools: Path = TOOLS) -> Path:
    """Where Zig lies; it is installed there the first time. Raises BuildError where it cannot be had."""
    if not is_installed(tools):
        run_pip("install", LOCK, *FROM_WHEELS, "--upgrade", "--target", str(_place(tools)))
        (_place(tools) / DONE).touch()
    return _place(tools) / "ziglang"


def is_installed(tools: Path = TOOLS) -> bool:
    """Whether the locked version is there, whole."""
    return (_place(tools) / DONE).exists()


def _place(tools: Path) -> Path:
    """A folder for each lock file, so that an old version is never taken for the locked one."""
    return tools / f"zig-{hashlib.sha256(LOCK.read_bytes()).hexdigest()[:12]}"


if __name__ == "__main__":
    zig_folder()
