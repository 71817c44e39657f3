"""Signs of programs that put a disk back as it was at every start (restore cards, 还原卡).

Rule: only hints. A driver that is registered and not switched off is named; a card in hardware is not seen.
"""

from collections.abc import Callable

from examclient.storage.machine.windows_registry import read_number

SERVICES = r"SYSTEM\CurrentControlSet\Services"
SWITCHED_OFF = 4
"""SERVICE_DISABLED (winsvc.h)."""

PROGRAMS = {
    "DeepFrz": "Deep Freeze",
    "DFServ": "Deep Freeze",
    "diskpt": "Shadow Defender",
    "PowerShadow": "PowerShadow",
    "ShadowSystem": "PowerShadow",
    "uwfvol": "Unified Write Filter",
    "fbwf": "File-Based Write Filter",
    "ewf": "Enhanced Write Filter",
    "Shield": "RollBack Rx",
    "shldflt": "Reboot Restore",
}
"""By the name of the driver or service."""


def restore_programs(read: Callable[[str, str], int | None] = read_number) -> tuple[str, ...]:
    """The programs that are there, each once; raises OSError where this is no Windows."""
    starts = {name: read(f"{SERVICES}\\{name}", "Start") for name in PROGRAMS}
    found = (PROGRAMS[name] for name, start in starts.items() if start is not None and start < SWITCHED_OFF)
    return tuple(dict.fromkeys(found))
