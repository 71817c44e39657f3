"""A disk whose power can be cut: an ext4 image on a loop device, shut down by ioctl with nothing flushed.

Rule: `EXT4_IOC_SHUTDOWN` with NOLOGFLUSH drops the page cache and what ext4 has not committed, as a power cut
does with an honest disk. Whatever happens, also Ctrl-C or a kill, nothing stays mounted: the mounts are in a
namespace of the soak's own, which ends with it.
"""

import ctypes
import os
import shutil
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

if sys.platform != "win32":
    import fcntl

SHUTDOWN = (2 << 30) | (4 << 16) | (ord("X") << 8) | 125
"""EXT4_IOC_SHUTDOWN, _IOR('X', 125, __u32): linux/fs/ext4/ext4.h."""

NOLOGFLUSH = 2
NEW_MOUNTS = 0x00020000
"""CLONE_NEWNS: unshare(2)."""

SIZE = 256 << 20
PREFIX = "exam-soak-disk-"
NEEDED = ("mkfs.ext4", "mount", "umount", "losetup")
SBIN = "/usr/sbin:/sbin"
BUSY_TRIES, BUSY_SECONDS = 500, 0.02


class CuttableDisk:
    """Owns the image file and its mount point. Mounted only inside `with disk.mounted()`."""

    def __init__(self) -> None:
        self._place = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-", dir=_home()))
        self._image = self._place / "image"
        self._mount = self._place / "mount"
        self._mount.mkdir()

    def new_folder(self, name: str) -> Path:
        """An empty folder beside the image, which goes when the disk goes."""
        folder = self._place / name
        folder.mkdir()
        return folder

    def format(self) -> None:
        """An empty file system."""
        with self._image.open("wb") as file:
            file.truncate(SIZE)
        _run("mkfs.ext4", "-q", "-F", str(self._image))

    @contextmanager
    def mounted(self) -> Iterator[Path]:
        """Mount it, which repairs it as after a power cut; unmounted at the end."""
        _run("mount", "-o", "loop", str(self._image), str(self._mount))
        try:
            yield self._mount
        finally:
            _unmount(self._mount)
            self._wait_until_gone()

    def _wait_until_gone(self) -> None:
        """The loop device goes with the last trace of it; a mount before that would find it cut."""
        for _ in range(BUSY_TRIES):
            if not _run("losetup", "--associated", str(self._image)):
                return
            time.sleep(BUSY_SECONDS)
        raise RuntimeError("The file system is unmounted, but something still holds it.")

    def cut(self) -> None:
        """Cut the power: from now on nothing reaches the disk, and what had not is gone."""
        handle = os.open(self._mount, os.O_RDONLY)
        try:
            fcntl.ioctl(handle, SHUTDOWN, struct.pack("I", NOLOGFLUSH))
        finally:
            os.close(handle)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        _clear(self._place)


def why_not_here() -> str:
    """Why power cannot be cut on this machine, or `""`."""
    if sys.platform != "linux":
        return "it needs Linux: a loop-mounted ext4 file system."
    if os.geteuid() != 0:
        return "it needs root, to mount a file system: sudo python3 run.py soak powercut"
    missing = [name for name in NEEDED if shutil.which(name, path=_path()) is None]
    if missing:
        return f"it needs {', '.join(missing)}: apt-get install e2fsprogs mount"
    try:
        keep_mounts_apart()
        with CuttableDisk() as disk:
            disk.format()
            with disk.mounted():
                disk.cut()
    except (subprocess.CalledProcessError, OSError) as error:
        said = error.stderr.strip() if isinstance(error, subprocess.CalledProcessError) else str(error)
        return f"an ext4 image cannot be mounted on a loop device and shut down here: {said}"
    return ""


def keep_mounts_apart() -> None:
    """From now on nobody else sees what this process and its children mount; call it before all else.

    Another program that copies all mounts would keep a file system alive that has been cut and unmounted, and
    the next mount would find it dead. Raises OSError.
    """
    if ctypes.CDLL(None, use_errno=True).unshare(NEW_MOUNTS) != 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    _run("mount", "--make-rprivate", "/")


def clear_leftovers() -> None:
    """Remove the images of a soak that was killed itself."""
    for place in _home().glob(f"{PREFIX}*"):
        owner = place.name.removeprefix(PREFIX).partition("-")[0]
        if owner.isdigit() and not Path(f"/proc/{owner}").exists():
            shutil.rmtree(place, ignore_errors=True)


def _home() -> Path:
    """On a disk where there is one: the image must not compete for memory."""
    big = Path("/var/tmp")  # noqa: S108 - mkdtemp makes a folder of its own in it
    return big if big.is_dir() else Path(tempfile.gettempdir())


def _clear(place: Path) -> None:
    subprocess.run(
        ["umount", "--quiet", "--lazy", place / "mount"], env=_environment(), capture_output=True, check=False
    )
    shutil.rmtree(place, ignore_errors=True)


def _unmount(mount: Path) -> None:
    """A process that was just killed may hold it for a moment more."""
    for _ in range(BUSY_TRIES):
        if (
            subprocess.run(["umount", mount], env=_environment(), capture_output=True, check=False).returncode
            == 0
        ):
            return
        time.sleep(BUSY_SECONDS)
    raise RuntimeError(f"{mount} cannot be unmounted.")


def _run(*command: str) -> str:
    done = subprocess.run(command, env=_environment(), check=True, capture_output=True, text=True)
    return done.stdout.strip()


def _environment() -> dict[str, str]:
    return {**os.environ, "PATH": _path(), "LC_ALL": "C"}


def _path() -> str:
    return f"{os.environ.get('PATH', os.defpath)}:{SBIN}"
