"""The drives of a Linux machine. Sources: proc(5), /proc/PID/mountinfo; sysfs, /sys/dev/block."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from examclient.domain.export import Drive

MOUNTS = Path("/proc/self/mountinfo")
BLOCKS = Path("/sys/dev/block")
LABELS = Path("/dev/disk/by-label")

OF_THE_SYSTEM = ("/boot", "/efi", "/snap", "/var", "/usr", "/etc")
"""Where no person looks for a file of theirs."""

WHERE_STICKS_ARE = ("/media/", "/run/media/")


@dataclass(frozen=True, slots=True)
class Mount:
    """A line of mountinfo; `device` is `MAJOR:MINOR`."""

    device: str
    path: str
    file_system: str
    source: str
    is_read_only: bool


def drives() -> tuple[Drive, ...]:
    """The drives with a device of their own, each where it is mounted first."""
    first: dict[str, Mount] = {}
    for mount in _mounts(_read(MOUNTS)):
        if _is_a_place(mount):
            first.setdefault(mount.device, mount)
    labels = dict(_labels())
    found = (_drive(mount, labels) for mount in first.values())
    return tuple(drive for drive in found if drive is not None)


def _mounts(text: str) -> Iterator[Mount]:
    for line in text.splitlines():
        before, _, after = line.partition(" - ")
        fields, more = before.split(), after.split()
        if len(fields) >= 6 and len(more) >= 3:
            options = {*fields[5].split(","), *more[2].split(",")}
            yield Mount(fields[2], _plain(fields[4]), more[0], _plain(more[1]), "ro" in options)


def _is_a_place(mount: Mount) -> bool:
    """A folder of a block device where files of people lie."""
    is_hidden = any(mount.path == one or mount.path.startswith(f"{one}/") for one in OF_THE_SYSTEM)
    return mount.source.startswith("/dev/") and not is_hidden and Path(mount.path).is_dir()


def _drive(mount: Mount, labels: dict[str, str]) -> Drive | None:
    try:
        there = os.statvfs(mount.path)
    except OSError:
        return None
    is_removable = _is_removable(mount)
    label = labels.get(os.path.realpath(mount.source), "")
    return Drive(
        path=Path(mount.path),
        label=label or (Path(mount.path).name if is_removable else ""),
        free=there.f_bavail * there.f_frsize,
        is_removable=is_removable,
        is_read_only=mount.is_read_only or bool(there.f_flag & os.ST_RDONLY),
        file_system=mount.file_system,
    )


def _is_removable(mount: Mount) -> bool:
    """By what the kernel says, for a partition of the disk that it is on. Disks in a USB case call themselves
    fixed, but stand behind a USB port.
    """
    device = Path(os.path.realpath(BLOCKS / mount.device))
    says_so = any(_read(place / "removable").strip() == "1" for place in (device, device.parent))
    return says_so or "/usb" in str(device) or mount.path.startswith(WHERE_STICKS_ARE)


def _labels() -> Iterator[tuple[str, str]]:
    """Device to what people call it; udev writes anything but plain letters as `\\x20`."""
    try:
        links = list(LABELS.iterdir())
    except OSError:
        return
    for link in links:
        yield os.path.realpath(link), _unescaped(link.name, "\\x", 2, 16)


def _plain(text: str) -> str:
    """mountinfo writes a space as `\\040`."""
    return _unescaped(text, "\\", 3, 8)


def _unescaped(text: str, mark: str, digits: int, base: int) -> str:
    """The text with what is written as a mark and so many digits, which are bytes of UTF-8."""
    first, *rest = os.fsencode(text).split(mark.encode())
    data = first
    for piece in rest:
        try:
            data += bytes([int(piece[:digits], base)]) + piece[digits:]
        except ValueError:
            data += mark.encode() + piece
    return os.fsdecode(data)


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:
        return ""
