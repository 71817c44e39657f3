"""What the facts about the machine itself are worth for an exam.

Rule: red is only what an exam cannot be taken with. A virtual machine is said and not forbidden: many rooms
have them. Source: Qt 6.9 is made for Windows 10 of version 1809 and later; sites have 8 GB of memory.
"""

from collections.abc import Sequence
from pathlib import PurePath

from examclient.domain.known_faults import why_not_to_start
from examclient.domain.machine_facts import Hardware, Memory, SystemVersion, Versions, Writing
from examclient.domain.self_check import Check, Reason, amber, good, red
from examclient.domain.setting_problems import SettingFlaw, SettingProblem
from examprotocol.self_check import CheckResult, Fact

GB = 1 << 30
MB = 1_000_000

SUPPORTED_BUILD, FIRST_BUILD = 17763, 14393
"""Windows 10 1809, which Qt names, and 1607, on which it starts."""

ENOUGH_MEMORY, LEAST_MEMORY, FREE_MEMORY = 3.5 * GB, 1.5 * GB, 0.4 * GB
"""Below their round numbers, since the screen takes its share of the memory away."""

WANTED_ROOM, LEAST_ROOM = 200 * MB, 2 * MB
"""As `storage.ballast` has them."""

SLOW_SAVE, TOO_SLOW_SAVE = 100.0, 2_000.0
"""Milliseconds for a durable save: the first a candidate begins to notice, the second waits for."""

LONGEST_ABOUT = 200

VIRTUAL = (
    "vmware",
    "virtualbox",
    "innotek",
    "qemu",
    "kvm",
    "parallels",
    "xen",
    "bochs",
    "bhyve",
    "openstack",
)
HYPER_V = ("microsoft corporation", "virtual machine")


def judge_system(system: SystemVersion) -> CheckResult:
    """The operating system."""
    facts: dict[str, Fact] = {"name": system.name[:LONGEST_ABOUT], "build": system.build}
    if not system.is_windows:
        return good(Check.WINDOWS, Reason.WINDOWS_NONE, **facts)
    if system.build < FIRST_BUILD:
        return red(Check.WINDOWS, Reason.WINDOWS_TOO_OLD, **facts)
    if system.build < SUPPORTED_BUILD:
        return amber(Check.WINDOWS, Reason.WINDOWS_OLD, **facts)
    return good(Check.WINDOWS, Reason.WINDOWS_GOOD, **facts)


def judge_versions(versions: Versions) -> CheckResult:
    """What the client is made of."""
    facts: dict[str, Fact] = {
        name: getattr(versions, name) for name in ("client", "python", "qt", "pyside", "sqlite")
    }
    if why_not_to_start(_numbers(versions.pyside), _numbers(versions.python)):
        return red(Check.VERSIONS, Reason.VERSIONS_ABORT, **facts)
    return good(Check.VERSIONS, Reason.VERSIONS_GOOD, **facts)


def judge_settings(problems: Sequence[SettingProblem]) -> CheckResult:
    """Whether all that `user.ini` and the command line say is used; what is not has its default."""
    if not problems:
        return good(Check.SETTINGS, Reason.SETTINGS_GOOD)
    names = ", ".join(dict.fromkeys(_name(problem) for problem in problems))
    return amber(Check.SETTINGS, Reason.SETTINGS_UNUSED, count=len(problems), names=names[:LONGEST_ABOUT])


def judge_memory(memory: Memory) -> CheckResult:
    """Physical memory."""
    facts: dict[str, Fact] = {"gigabytes": round(memory.total / GB, 1), "free": round(memory.free / GB, 1)}
    if memory.total < LEAST_MEMORY:
        return red(Check.MEMORY, Reason.MEMORY_TOO_LITTLE, **facts)
    if memory.total < ENOUGH_MEMORY:
        return amber(Check.MEMORY, Reason.MEMORY_LITTLE, **facts)
    if memory.free < FREE_MEMORY:
        return amber(Check.MEMORY, Reason.MEMORY_BUSY, **facts)
    return good(Check.MEMORY, Reason.MEMORY_GOOD, **facts)


def judge_disk(free: int) -> CheckResult:
    """Room in the data folder, in bytes."""
    megabytes = free // MB
    if free < LEAST_ROOM:
        return red(Check.DISK, Reason.DISK_FULL, megabytes=megabytes)
    if free < WANTED_ROOM:
        return amber(Check.DISK, Reason.DISK_LITTLE, megabytes=megabytes)
    return good(Check.DISK, Reason.DISK_GOOD, megabytes=megabytes)


def judge_writing(writing: Writing) -> CheckResult:
    """How fast answers get onto the disk."""
    facts: dict[str, Fact] = {
        "milliseconds": round(writing.median, 1),
        "longest": round(writing.longest, 1),
        "saves": writing.saves,
    }
    if writing.median >= TOO_SLOW_SAVE:
        return red(Check.WRITING, Reason.WRITING_TOO_SLOW, **facts)
    if writing.median >= SLOW_SAVE:
        return amber(Check.WRITING, Reason.WRITING_SLOW, **facts)
    return good(Check.WRITING, Reason.WRITING_GOOD, **facts)


def judge_restore(found: Sequence[str], volatile: str) -> CheckResult:
    """Programs that put the disk back at every start, and a data folder on a disk that forgets."""
    if found:
        return amber(Check.RESTORE, Reason.RESTORE_FOUND, names=", ".join(found)[:LONGEST_ABOUT])
    if volatile:
        return amber(Check.RESTORE, Reason.RESTORE_IN_MEMORY, names=volatile[:LONGEST_ABOUT])
    return good(Check.RESTORE, Reason.RESTORE_NONE)


def judge_virtual(hardware: Hardware) -> CheckResult:
    """Whether the firmware is that of a virtual machine."""
    name = f"{hardware.maker} {hardware.model}".strip()
    plain = name.casefold()
    is_virtual = any(one in plain for one in VIRTUAL) or all(one in plain for one in HYPER_V)
    reason = Reason.VIRTUAL_YES if is_virtual else Reason.VIRTUAL_NO
    return good(Check.VIRTUAL, reason, name=name[:LONGEST_ABOUT])


def _name(problem: SettingProblem) -> str:
    """`[OpenGL] Level`, else the file and the line."""
    file = PurePath(problem.source).name
    if problem.flaw is SettingFlaw.MORE:
        return "…"
    return problem.label or (f"{file}:{problem.line}" if problem.line else file)


def _numbers(version: str) -> tuple[int, ...]:
    """The first two numbers of a version; `(0, 0)` for what has none."""
    parts = version.split(".")[:2]
    return tuple(int(part) if part.isdecimal() else 0 for part in parts)
