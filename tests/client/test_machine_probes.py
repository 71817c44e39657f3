"""What this machine says of itself, and what a Windows machine would."""

import itertools
import sys
import time
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path

import pytest

from examclient.domain.machine_facts import Hardware
from examclient.storage.machine import (
    linux,
    windows_firmware,
    windows_input,
    windows_memory,
    windows_registry,
    windows_restore,
    windows_screens,
    windows_sound,
    windows_version,
)
from examclient.storage.machine.probes import probes_of_this_machine
from examclient.storage.trial_writing import FOLDER, write_on_trial

on_linux = pytest.mark.skipif(sys.platform != "linux", reason="asks Linux")
ALL_OF_WINDOWS: list[Callable[[], object]] = [
    windows_version.system_version,
    windows_memory.memory,
    windows_screens.active_paths,
    windows_firmware.hardware,
    windows_restore.restore_programs,
    windows_sound.sound_outputs,
    windows_input.input_methods,
    lambda: windows_registry.read_text("SOFTWARE", "none"),
]


@pytest.mark.parametrize("probe", ALL_OF_WINDOWS)
def test_windows_answers_every_question_and_where_there_is_none_no_answer_is_made_up(
    probe: Callable[[], object],
) -> None:
    with nullcontext() if sys.platform == "win32" else pytest.raises(OSError, match="no Windows"):
        probe()


def test_this_machine_answers_every_question(tmp_path: Path) -> None:
    probes = probes_of_this_machine()
    assert probes.system().name
    memory = probes.memory()
    assert 0 < memory.free <= memory.total
    assert isinstance(probes.hardware(), Hardware)
    assert isinstance(probes.restore_programs(), tuple)
    assert isinstance(probes.forgetting_disk(tmp_path), str)
    assert probes.active_screens() >= 0
    assert isinstance(probes.is_remote(), bool)
    devices = probes.sound().devices
    assert devices is None or devices >= 0
    assert isinstance(probes.input_methods().names, tuple)


@pytest.mark.parametrize(
    ("numbers", "name"),
    [
        ((10, 0, 19045), "Windows 10 (19045)"),
        ((10, 0, 22631), "Windows 11 (22631)"),
        ((6, 1, 7601), "Windows 6.1 (7601)"),
    ],
)
def test_a_windows_is_called_as_people_call_it(numbers: tuple[int, int, int], name: str) -> None:
    system = windows_version.named(*numbers)
    assert (system.name, system.build, system.is_windows) == (name, numbers[2], True)


def test_restore_programs_are_known_by_their_drivers() -> None:
    starts = {"DeepFrz": 0, "DFServ": 2, "uwfvol": 4, "diskpt": 0}

    def read(key: str, name: str) -> int | None:
        assert name == "Start"
        return starts.get(key.rsplit("\\", 1)[1])

    assert windows_restore.restore_programs(read) == ("Deep Freeze", "Shadow Defender")
    assert windows_restore.restore_programs(lambda _key, _name: None) == ()


def test_the_firmware_names_maker_and_model() -> None:
    assert windows_firmware.hardware(lambda _key, name: name) == Hardware(
        "SystemManufacturer", "SystemProductName"
    )


def test_every_kind_of_chinese_counts() -> None:
    assert windows_input.has_chinese([0x0409, 0x0804])
    assert windows_input.has_chinese([0x0404])
    assert windows_input.has_chinese([0x1004])
    assert not windows_input.has_chinese([0x0409, 0x0411])
    assert not windows_input.has_chinese([])


@on_linux
def test_linux_files_are_read_as_they_are(tmp_path: Path) -> None:
    release = tmp_path / "os-release"
    release.write_text('NAME=x\nPRETTY_NAME="Debian 12"\nnothing\n')
    assert linux.system_version(release).name == "Debian 12"
    table = tmp_path / "meminfo"
    table.write_text("MemTotal:  4096 kB\nMemFree: 1 kB\nMemAvailable: 2048 kB\nHugePages_Total: 0\n")
    memory = linux.memory(table)
    assert (memory.total, memory.free) == (4096 * 1024, 2048 * 1024)
    assert linux.hardware(tmp_path) == Hardware()
    (tmp_path / "sys_vendor").write_text("QEMU\n")
    (tmp_path / "product_name").write_text("Standard PC\n")
    assert linux.hardware(tmp_path) == Hardware("QEMU", "Standard PC")
    cards = tmp_path / "asound" / "cards"
    assert linux.sound_outputs(cards).devices == 0
    cards.parent.mkdir()
    cards.write_text(" 0 [PCH  ]: HDA-Intel - HDA\n              at 0x1\n 1 [USB  ]: USB-Audio\n")
    assert linux.sound_outputs(cards).devices == 2


@on_linux
def test_chinese_input_methods_are_known_by_name() -> None:
    assert linux.input_methods({"XMODIFIERS": "@im=fcitx"}).has_chinese
    assert linux.input_methods({"GTK_IM_MODULE": "ibus", "QT_IM_MODULE": "ibus"}).names == ("ibus",)
    assert not linux.input_methods({"XMODIFIERS": "@im=none"}).has_chinese


@on_linux
def test_a_disk_that_forgets_is_known_by_its_file_system(tmp_path: Path) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(
        "/dev/sda1 / ext4 rw 0 0\ntmpfs /data\\040one tmpfs rw 0 0\n/dev/sdb /data\\040one/kept ext4 rw 0 0\n"
    )
    assert linux.forgetting_disk(Path("/data one/exam"), mounts) == "tmpfs"
    assert linux.forgetting_disk(Path("/data one/kept/exam"), mounts) == ""
    assert linux.forgetting_disk(Path("/data one more"), mounts) == ""
    shared = Path("/dev/shm")  # noqa: S108 - a disk that forgets is what is wanted
    if shared.is_mount():
        assert linux.forgetting_disk(shared) == "tmpfs"


def test_the_trial_of_the_disk_writes_a_real_journal_and_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "kept").write_text("kept")
    writing = write_on_trial(tmp_path, saves=5)
    assert 0 < writing.median <= writing.longest
    assert writing.saves == 5
    assert [path.name for path in tmp_path.iterdir()] == ["kept"]


def test_nobody_waits_for_a_slow_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seconds = itertools.count(step=2.0)
    monkeypatch.setattr(time, "perf_counter", lambda: next(seconds))
    writing = write_on_trial(tmp_path)
    assert (writing.median, writing.saves) == (2000.0, 3)
    assert list(tmp_path.iterdir()) == []


def test_a_trial_of_another_program_is_left_alone(tmp_path: Path) -> None:
    other = tmp_path / FOLDER / "1"
    other.mkdir(parents=True)
    write_on_trial(tmp_path, saves=1)
    assert [path.name for path in (tmp_path / FOLDER).iterdir()] == ["1"]


def test_a_folder_that_takes_nothing_is_said(tmp_path: Path) -> None:
    (tmp_path / FOLDER).write_text("in the way")
    with pytest.raises(OSError, match=FOLDER):
        write_on_trial(tmp_path)
