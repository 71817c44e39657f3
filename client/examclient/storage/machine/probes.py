"""Where the facts about this machine come from: one function each, for tests to put others in their place."""

import os
import sqlite3
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from examclient.domain.machine_facts import Hardware, InputMethods, Memory, SoundOutputs, SystemVersion
from examclient.remote_session import is_remote_session
from examclient.storage.machine import (
    linux,
    windows_firmware,
    windows_input,
    windows_memory,
    windows_restore,
    windows_screens,
    windows_sound,
    windows_version,
)


@dataclass(frozen=True, slots=True)
class Probes:
    """What is asked of the system. Each raises OSError where the system does not tell."""

    system: Callable[[], SystemVersion]
    memory: Callable[[], Memory]
    hardware: Callable[[], Hardware]
    restore_programs: Callable[[], tuple[str, ...]]
    forgetting_disk: Callable[[Path], str]
    active_screens: Callable[[], int]
    is_remote: Callable[[], bool]
    sound: Callable[[], SoundOutputs]
    input_methods: Callable[[], InputMethods]


def probes_of_this_machine() -> Probes:
    """Those of the system that the program runs on."""
    return _of_windows() if sys.platform == "win32" else _of_others()


def sqlite_version() -> str:
    """The version of the library that the journal is written by."""
    return sqlite3.sqlite_version


def _of_windows() -> Probes:
    return Probes(
        system=windows_version.system_version,
        memory=windows_memory.memory,
        hardware=windows_firmware.hardware,
        restore_programs=windows_restore.restore_programs,
        forgetting_disk=lambda _folder: "",
        active_screens=windows_screens.active_paths,
        is_remote=lambda: is_remote_session(os.environ),
        sound=windows_sound.sound_outputs,
        input_methods=windows_input.input_methods,
    )


def _of_others() -> Probes:
    return Probes(
        system=linux.system_version,
        memory=linux.memory,
        hardware=linux.hardware,
        restore_programs=tuple,
        forgetting_disk=linux.forgetting_disk,
        active_screens=lambda: 0,
        is_remote=lambda: is_remote_session(os.environ),
        sound=linux.sound_outputs,
        input_methods=linux.input_methods,
    )
