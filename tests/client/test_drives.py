"""Where a proctor may put answers: what can be pulled out comes first, and a stick is known by its file."""

import os
import struct
import sys
from pathlib import Path

import pytest

from examclient.domain.export import Drive
from examclient.storage import drives_of_linux, drives_of_windows
from examclient.storage.drives import drives, drives_with_sticks, stick_files
from tests.client.small_disk import in_a_place_of_its_own

LINUX_ONLY = pytest.mark.skipif(sys.platform != "linux", reason="drives of Linux")


def machine(folder: Path, monkeypatch: pytest.MonkeyPatch, mounts: list[str]) -> None:
    """A machine with a disk, and a stick with one partition."""
    (folder / "mountinfo").write_text("\n".join(mounts) + "\n", encoding="utf-8")
    blocks = folder / "blocks"
    blocks.mkdir()
    for number, disk, removable in (("8:1", "sda", 0), ("8:17", "sdb", 1), ("8:33", "usb/sdc", 0)):
        partition = folder / "devices" / disk / f"{disk[-3:]}1"
        partition.mkdir(parents=True)
        (partition.parent / "removable").write_text(f"{removable}\n")
        (blocks / number).symlink_to(partition)
    labels = folder / "labels"
    labels.mkdir()
    (folder / "sdb1").touch()
    (labels / "EXAM\\x20\\xe8\\x80\\x83").symlink_to(folder / "sdb1")
    for name, value in (("MOUNTS", folder / "mountinfo"), ("BLOCKS", blocks), ("LABELS", labels)):
        monkeypatch.setattr(drives_of_linux, name, value)


@LINUX_ONLY
def test_what_can_be_pulled_out_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    disk, stick, case, locked = (tmp_path / name for name in ("disk", "a stick", "case", "locked"))
    for folder in (disk, stick, case, locked):
        folder.mkdir()
    there = str(stick).replace(" ", "\\040")
    mounts = [
        f"27 1 8:1 / {disk} rw,relatime - ext4 /dev/sda1 rw",
        f"28 27 0:22 / {tmp_path} rw - tmpfs none rw",
        f"29 27 8:17 / {there} rw,nosuid shared:1 - vfat /dev/..{tmp_path}/sdb1 rw,utf8",
        f"30 27 8:33 / {case} rw - exfat /dev/sdc1 rw",
        f"31 27 8:17 / {locked} ro - vfat /dev/sdb1 rw",
        f"32 27 8:1 / {tmp_path}/gone rw - ext4 /dev/sda1 rw",
        "nonsense",
    ]
    machine(tmp_path, monkeypatch, mounts)
    room = os.statvfs(stick)
    monkeypatch.setattr(os, "statvfs", lambda _path: room)  # others write to this disk meanwhile
    found = drives()
    assert [drive.path for drive in found] == [stick, case, disk], "each once, where it was mounted first"
    first = found[0]
    assert (first.is_removable, first.is_read_only, first.file_system) == (True, False, "vfat")
    assert first.label == "EXAM 考"
    assert 0 < first.free == room.f_bavail * room.f_frsize
    assert [drive.is_removable for drive in found] == [True, True, False]


@LINUX_ONLY
def test_a_drive_that_goes_away_meanwhile_is_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    machine(tmp_path, monkeypatch, [f"29 27 8:17 / {stick} rw - vfat /dev/sdb1 rw"])
    ask = os.statvfs

    def pulled_out(path: str) -> os.statvfs_result:
        if Path(path) == stick:
            raise OSError(5, "pulled out")
        return ask(path)

    assert [drive.path for drive in drives()] == [stick]
    monkeypatch.setattr(os, "statvfs", pulled_out)
    assert drives() == ()
    (tmp_path / "mountinfo").unlink()
    assert drives() == ()


@LINUX_ONLY
def test_a_drive_that_is_locked_comes_after_those_that_are_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
    lines = [
        f"29 27 8:17 / {tmp_path}/a ro - vfat /dev/sdb1 rw",
        f"30 27 8:33 / {tmp_path}/b rw - vfat /dev/sdc1 rw",
    ]
    machine(tmp_path, monkeypatch, lines)
    assert [(drive.path.name, drive.is_read_only) for drive in drives()] == [("b", False), ("a", True)]


@LINUX_ONLY
def test_this_machine_has_drives_and_looking_for_them_does_no_harm() -> None:
    assert all(drive.path.is_dir() for drive in drives())
    assert all(drive.free >= 0 for drive in drives())


@LINUX_ONLY
def test_a_drive_that_was_just_mounted_is_found_with_its_room(tmp_path: Path) -> None:
    (tmp_path / "child.py").write_text(
        "from examclient.storage import drives_of_linux as here\n"
        "print([mount.path for mount in here._mounts(here._read(here.MOUNTS)) if mount.file_system == 'tmpfs'"
        f" and mount.path.startswith({str(tmp_path)!r})])"
    )
    script = f"""
        mkdir -p "{tmp_path}/my stick" && mount -t tmpfs -o size=1m none "{tmp_path}/my stick"
        {sys.executable} {tmp_path}/child.py
    """
    assert in_a_place_of_its_own(script).strip() == str([f"{tmp_path}/my stick"])


def test_a_stick_is_known_by_its_file_in_the_top_folder(tmp_path: Path) -> None:
    folders = [tmp_path / name for name in ("empty", "deep", "stick", "other")]
    for folder in folders:
        folder.mkdir()
    (folders[1] / "below").mkdir()
    (folders[1] / "below" / "a.examstick").touch()
    for folder in folders[2:]:
        (folder / "第一考点-A.EXAMSTICK").touch()
    there = [Drive(tmp_path / "gone"), *map(Drive, folders)]
    assert drives_with_sticks(there) == (Drive(folders[2]), Drive(folders[3]))
    assert drives_with_sticks(there[:3]) == ()
    assert [path.name for path in stick_files(folders[2])] == ["第一考点-A.EXAMSTICK"]
    assert stick_files(tmp_path / "gone") == ()


def test_a_disk_in_a_usb_case_is_known_by_its_bus_on_windows() -> None:
    descriptor = struct.pack("<IIBBBBIIIII", 1, 40, 0, 0, 0, 0, 0, 0, 0, 0, 7) + bytes(100)
    assert drives_of_windows._bus(descriptor) == 7
    assert 7 in drives_of_windows.PULLED_OUT
