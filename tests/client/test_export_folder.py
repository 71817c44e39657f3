"""A file on a drive is there whole, or not at all: on a full drive, a failing one, one that is pulled out."""

import errno
import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from examclient.errors import (
    DriveFailingError,
    DriveFullError,
    DriveGoneError,
    ExportError,
    ExportFault,
    ExportStoppedError,
    NotAFolderError,
)
from examclient.storage import export_folder
from examclient.storage.export_folder import PIECE, Watcher, put_file
from tests.client.small_disk import in_a_place_of_its_own

NAME = "第一考点-exam-A17-20300107-113005.examanswers"
DATA = os.urandom(3 * PIECE + 17)


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_file_is_there_under_its_name_and_nothing_else(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    looked_at: list[bytes] = []
    watcher = Watcher(lambda *how_far: told.append(how_far), found_good=looked_at.append)
    path = put_file(tmp_path, NAME, DATA, watcher)
    assert path == tmp_path / NAME
    assert path.read_bytes() == DATA
    assert looked_at == [DATA]
    assert names_in(tmp_path) == [NAME]
    assert told[0] == (0, len(DATA)), told
    assert told[-1] == (len(DATA), len(DATA))
    assert told == sorted(told)


def test_a_name_that_is_taken_is_not_written_over(tmp_path: Path) -> None:
    first = put_file(tmp_path, NAME, b"first")
    assert put_file(tmp_path, NAME, b"second").name == NAME.replace(".", " (2).")
    assert put_file(tmp_path, NAME, b"third").name == NAME.replace(".", " (3).")
    assert first.read_bytes() == b"first"


@pytest.mark.skipif(sys.platform == "win32", reason="no drive that goes round has links there")
def test_a_link_to_nowhere_takes_a_name_as_well(tmp_path: Path) -> None:
    (tmp_path / NAME).symlink_to(tmp_path / "elsewhere")
    assert put_file(tmp_path, NAME, DATA).name == NAME.replace(".", " (2).")
    assert not (tmp_path / "elsewhere").exists()


def test_what_is_no_folder_and_what_is_not_there_have_names_of_their_own(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"")
    with pytest.raises(NotAFolderError):
        put_file(file, NAME, DATA)
    with pytest.raises(DriveGoneError):
        put_file(tmp_path / "gone", NAME, DATA)
    with pytest.raises(DriveGoneError):
        put_file(file / "below", NAME, DATA)


class Failing:
    """System calls of which the n-th one fails, counted over all of them."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, code: int, at: int) -> None:
        self.calls = 0
        self._code = code
        self._at = at
        for module, name in (
            (os, "open"),
            (os, "write"),
            (os, "fsync"),
            (Path, "rename"),
            (Path, "read_bytes"),
        ):
            monkeypatch.setattr(module, name, self._wrapped(getattr(module, name)))

    def _wrapped(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def perhaps(*args: Any, **kwargs: Any) -> Any:
            self.calls += 1
            if self.calls == self._at:
                raise OSError(self._code, os.strerror(self._code))
            return call(*args, **kwargs)

        return perhaps


def failure_of(folder: Path) -> ExportError | None:
    """Why a file did not get there; one that did is taken away again."""
    try:
        put_file(folder, NAME, DATA).unlink()
    except ExportError as error:
        return error
    return None


FAULTS = {
    errno.ENOSPC: ExportFault.FULL,
    errno.EROFS: ExportFault.READ_ONLY,
    errno.EACCES: ExportFault.READ_ONLY,
    errno.EIO: ExportFault.FAILING,
    errno.ENODEV: ExportFault.GONE,
    errno.ENOENT: ExportFault.GONE,
}


@pytest.mark.parametrize("code", FAULTS)
def test_whatever_call_fails_nothing_is_left_and_the_fault_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    failed = 0
    for at in range(1, 40):
        with monkeypatch.context() as patch:
            failing = Failing(patch, code, at)
            error = failure_of(tmp_path)
            if error is not None:
                assert error.fault is FAULTS[code], (at, error)
                assert isinstance(error.__cause__, OSError)
                failed += 1
            elif failing.calls < at:
                break
        assert names_in(tmp_path) == [], f"after call {at}"
    else:
        raise AssertionError("it never came to its end")
    least = 6 if sys.platform == "win32" else 9  # no folder is synced there, and it is read by other calls
    assert failed >= least, "opened, written in four pieces, synced, read, renamed, the folder synced"


@pytest.mark.parametrize("after", range(6))
def test_a_folder_that_vanishes_at_any_step_is_a_drive_that_is_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    """As the stick's folder does when it is pulled out: everything in it is gone with it."""
    stick, calls = tmp_path / "stick", 0
    stick.mkdir()

    def vanish(call: Callable[..., Any]) -> Callable[..., Any]:
        def one_more(*args: Any, **kwargs: Any) -> Any:
            nonlocal calls
            calls += 1
            if calls == after + 1 and stick.exists():
                stick.rename(tmp_path / "pulled out")
            return call(*args, **kwargs)

        return one_more

    for name in ("open", "write", "fsync"):
        monkeypatch.setattr(os, name, vanish(getattr(os, name)))
    with pytest.raises(DriveGoneError):
        put_file(stick, NAME, DATA)
    assert not stick.exists()


def test_a_drive_that_is_full_from_the_start_is_not_written_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export_folder, "free_in", lambda _folder: 100_000)
    monkeypatch.setattr(os, "write", lambda *_: pytest.fail("it was written to"))
    with pytest.raises(DriveFullError) as caught:
        put_file(tmp_path, NAME, DATA)
    assert caught.value.needs > len(DATA)
    assert caught.value.free == 100_000


def test_a_drive_that_does_not_say_how_full_it_is_is_tried(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_folder: object) -> None:
        raise OSError(errno.ENOSYS, "not here")

    monkeypatch.setattr(shutil, "disk_usage", refuse)
    assert put_file(tmp_path, NAME, DATA).read_bytes() == DATA


@pytest.mark.parametrize("bit", [0, 7, 8 * PIECE + 3, 8 * len(DATA) - 1])
def test_a_bit_that_the_drive_has_flipped_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bit: int
) -> None:
    sync = os.fsync

    def sync_and_flip(file: int) -> None:
        sync(file)
        for part in tmp_path.glob("*.part"):
            data = bytearray(part.read_bytes())
            data[bit // 8] ^= 1 << bit % 8
            part.write_bytes(data)

    monkeypatch.setattr(os, "fsync", sync_and_flip)
    with pytest.raises(DriveFailingError):
        put_file(tmp_path, NAME, DATA)
    assert names_in(tmp_path) == []


@pytest.mark.skipif(sys.platform != "linux", reason="Windows reads unbuffered instead")
def test_it_is_read_back_from_the_medium_and_not_from_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    forgotten: list[tuple[int, int, int]] = []
    forget = os.posix_fadvise

    def note(file: int, start: int, length: int, advice: int) -> None:
        forgotten.append((start, length, advice))
        forget(file, start, length, advice)

    monkeypatch.setattr(os, "posix_fadvise", note)
    put_file(tmp_path, NAME, DATA)
    assert forgotten == [(0, 0, os.POSIX_FADV_DONTNEED)]


@pytest.mark.parametrize("after", range(6))
def test_whoever_stops_it_leaves_nothing_behind(tmp_path: Path, after: int) -> None:
    asked = 0

    def is_stopped() -> bool:
        nonlocal asked
        asked += 1
        return asked > after

    watcher = Watcher(is_stopped=is_stopped)
    if after < 5:
        with pytest.raises(ExportStoppedError):
            put_file(tmp_path, NAME, DATA, watcher)
        assert names_in(tmp_path) == []
    else:
        assert put_file(tmp_path, NAME, DATA, watcher).read_bytes() == DATA


def test_what_is_not_found_good_never_gets_its_name(tmp_path: Path) -> None:
    def refuse(_data: bytes) -> None:
        assert [path.suffix for path in tmp_path.iterdir()] == [".part"]
        raise ExportError(ExportFault.WRONG, "not good")

    with pytest.raises(ExportError):
        put_file(tmp_path, NAME, DATA, Watcher(found_good=refuse))
    assert names_in(tmp_path) == []


def test_a_folder_that_is_suddenly_on_another_drive_is_a_drive_that_is_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where a stick is pulled out its folder may stay, empty, and then it is on the machine's own disk."""
    devices = iter([1, 2])
    monkeypatch.setattr(export_folder, "_device_of", lambda _folder: next(devices))
    with pytest.raises(DriveGoneError):
        put_file(tmp_path, NAME, DATA)
    assert names_in(tmp_path) == []


def test_a_program_that_holds_the_file_for_a_moment_is_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rename, tries = Path.rename, 0

    def held_twice(path: Path, target: Path) -> Path:
        nonlocal tries
        tries += 1
        if tries < 3:
            raise PermissionError(errno.EACCES, "another program has it")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", held_twice)
    assert put_file(tmp_path, NAME, DATA).read_bytes() == DATA


def test_a_file_system_that_cannot_sync_a_folder_is_good_enough(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sync = os.fsync

    def only_files(file: int) -> None:
        if stat.S_ISDIR(os.fstat(file).st_mode):
            raise OSError(errno.EINVAL, "no folders here")
        sync(file)

    monkeypatch.setattr(os, "fsync", only_files)
    assert put_file(tmp_path, NAME, DATA).exists()


def test_nothing_is_asked_of_a_drive_that_fat_has_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No links, no owners, no rights, no times: FAT has none, or rounds them to two seconds."""
    for module, name in ((os, "link"), (os, "symlink"), (os, "chmod"), (os, "chown"), (os, "utime")):
        monkeypatch.setattr(
            module, name, lambda *_args, **_more: pytest.fail("FAT has no such thing"), raising=False
        )
    path = put_file(tmp_path, NAME, DATA)
    assert not set(path.name) & set('\\/:*?"<>|')
    assert not path.name.endswith((" ", "."))


CHILD = """
import sys
from pathlib import Path
from examclient.errors import ExportError
from examclient.storage.export_folder import put_file
folder, size = Path(sys.argv[1]), int(sys.argv[2])
try:
    print(put_file(folder, "A-B.examanswers", bytes(range(256)) * (size // 256)).name)
except ExportError as error:
    print(error.fault, getattr(error, "needs", 0) > size, sorted(path.name for path in folder.iterdir()))
"""


def test_a_drive_that_is_really_full_says_so_and_has_nothing_of_it(tmp_path: Path) -> None:
    (tmp_path / "child.py").write_text(CHILD)
    script = f"""
        mkdir -p {tmp_path}/stick && mount -t tmpfs -o size=1m none {tmp_path}/stick
        {sys.executable} {tmp_path}/child.py {tmp_path}/stick 900000
        {sys.executable} {tmp_path}/child.py {tmp_path}/stick 900000
        mount -o remount,ro {tmp_path}/stick
        {sys.executable} {tmp_path}/child.py {tmp_path}/stick 1000
    """
    said = in_a_place_of_its_own(script).splitlines()
    assert said == [
        "A-B.examanswers",
        "full True ['A-B.examanswers']",
        "read_only False ['A-B.examanswers']",
    ]


def test_a_drive_that_fills_up_while_it_is_written_has_nothing_of_it(tmp_path: Path) -> None:
    """The pre-check is passed by a drive that says nothing of its room."""
    silent = "from examclient.storage import export_folder\nexport_folder.free_in = lambda _folder: 0\n"
    (tmp_path / "child.py").write_text(silent + CHILD)
    script = f"""
        mkdir -p {tmp_path}/stick && mount -t tmpfs -o size=1m none {tmp_path}/stick
        {sys.executable} {tmp_path}/child.py {tmp_path}/stick 2000000
    """
    assert in_a_place_of_its_own(script).splitlines() == ["full True []"]


KILLED = """
import sys
from pathlib import Path
from examclient.storage.export_folder import put_file
data = bytes(range(256)) * 4096 * 8
print("ready", flush=True)
for number in range(10_000):
    put_file(Path(sys.argv[1]), f"A-{number}.examanswers", data)
"""


def test_a_program_that_is_killed_while_it_writes_leaves_only_whole_files(tmp_path: Path) -> None:
    whole = bytes(range(256)) * 4096 * 8
    left_behind = 0
    for run in range(12):
        folder = tmp_path / str(run)
        folder.mkdir()
        child = subprocess.Popen(
            [sys.executable, "-c", KILLED, folder], stdout=subprocess.PIPE, env=dict(os.environ)
        )
        assert child.stdout is not None
        child.stdout.readline()
        assert killed_after(child, 0.004 + run * 0.009)
        for path in folder.iterdir():
            if path.suffix == ".part":
                left_behind += 1
            else:
                assert path.read_bytes() == whole, path
    assert left_behind, "it was never killed in the middle"


def killed_after(child: "subprocess.Popen[bytes]", seconds: float) -> bool:
    """Kill it after this time."""
    try:
        child.wait(seconds)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()
        assert child.stdout is not None
        child.stdout.close()
        return True
    return False
