"""The same facts of a Linux machine, as far as it tells them; where it does not, each raises OSError."""

import os
from collections.abc import Mapping
from pathlib import Path

from examclient.domain.machine_facts import Hardware, InputMethods, Memory, SoundOutputs, SystemVersion

CHINESE_METHODS = ("ibus", "fcitx", "scim", "uim", "hime", "gcin", "yong")
FORGETTING = ("tmpfs", "ramfs", "overlay", "overlayfs", "aufs", "squashfs")
"""File systems that are empty, or as before, at the next start."""


def system_version(release: Path = Path("/etc/os-release")) -> SystemVersion:
    """What the system calls itself."""
    lines = dict(line.split("=", 1) for line in _read(release).splitlines() if "=" in line)
    return SystemVersion(lines.get("PRETTY_NAME", "Linux").strip("\"'"))


def memory(table: Path = Path("/proc/meminfo")) -> Memory:
    """Physical memory."""
    rows = (line.split() for line in _read(table).splitlines())
    sizes = {row[0].rstrip(":"): int(row[1]) * 1024 for row in rows if len(row) > 1 and row[1].isdecimal()}
    return Memory(sizes.get("MemTotal", 0), sizes.get("MemAvailable", sizes.get("MemFree", 0)))


def hardware(folder: Path = Path("/sys/class/dmi/id")) -> Hardware:
    """Maker and model; nothing where the machine has no such firmware, or the system hides it."""
    if not (folder / "sys_vendor").exists():
        return Hardware()
    return Hardware(_read(folder / "sys_vendor").strip(), _read(folder / "product_name").strip())


def sound_outputs(cards: Path = Path("/proc/asound/cards")) -> SoundOutputs:
    """The sound cards; None of them where the system has no list."""
    if not cards.exists():
        return SoundOutputs(0 if cards.parent.parent.exists() else None)
    return SoundOutputs(sum(line.lstrip()[:1].isdecimal() for line in _read(cards).splitlines()))


def input_methods(environment: Mapping[str, str] = os.environ) -> InputMethods:
    """The input method that the session names."""
    named = (environment.get(name, "") for name in ("QT_IM_MODULE", "GTK_IM_MODULE", "XMODIFIERS"))
    names = tuple(dict.fromkeys(name.removeprefix("@im=") for name in named if name))
    known = any(method in name.casefold() for name in names for method in CHINESE_METHODS)
    return InputMethods(names, known)


def forgetting_disk(folder: Path, mounts: Path = Path("/proc/mounts")) -> str:
    """The kind of file system below a folder where that is one that forgets, else `""`."""
    place, found = folder.absolute(), ("", "")
    for line in _read(mounts).splitlines():
        _device, mounted, kind = line.split(" ", 3)[:3]
        is_above = place.is_relative_to(mounted.replace("\\040", " "))
        if is_above and len(mounted) >= len(found[0]):
            found = (mounted, kind)
    return found[1] if found[1] in FORGETTING else ""


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace")
