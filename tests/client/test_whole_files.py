"""Small files: after a kill or a failed write there is the old one or the new one, never half of one."""

import subprocess
import sys
from pathlib import Path

import pytest

from examclient.storage import files
from examclient.storage.files import read_if_there, write_whole

ROOT = Path(__file__).resolve().parents[2]
SIZE = 3_000_000

WRITER = f"""
import sys
from pathlib import Path
from examclient.storage.files import write_whole
path, turn = Path(sys.argv[1]), 0
while True:
    turn += 1
    write_whole(path, bytes([turn % 256]) * {SIZE})
    print(turn, flush=True)
"""


def names_in(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


def test_a_file_and_its_folders_are_written(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "file"
    write_whole(path, b"first")
    write_whole(path, b"second")
    assert path.read_bytes() == b"second"
    assert names_in(path.parent) == ["file"]


def test_a_writer_that_is_killed_leaves_a_whole_file(tmp_path: Path) -> None:
    path = tmp_path / "file"
    for turns in range(1, 5):
        child = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(path)], cwd=ROOT, stdout=subprocess.PIPE, text=True
        )
        assert child.stdout is not None
        for _ in range(turns):
            last = int(child.stdout.readline())
        child.kill()
        child.wait()
        child.stdout.close()
        data = path.read_bytes()
        assert len(data) == SIZE
        assert data == data[:1] * SIZE
        assert data[0] >= last


def test_what_cannot_be_written_leaves_the_old_file_and_no_rubbish(tmp_path: Path) -> None:
    path = tmp_path / "file"
    write_whole(path, b"old")
    with pytest.raises(TypeError):
        write_whole(path, object())  # type: ignore[arg-type]
    assert path.read_bytes() == b"old"
    assert names_in(tmp_path) == ["file"]


def test_a_file_that_a_virus_scanner_holds_is_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held, replace = [1, 1, 1], Path.replace

    def busy(self: Path, target: Path) -> Path:
        if held:
            held.pop()
            raise PermissionError(13, "in use by another process")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", busy)
    monkeypatch.setattr(files, "WAITS", (0, 0, 0, 0))
    write_whole(tmp_path / "file", b"data")
    assert (tmp_path / "file").read_bytes() == b"data"


def test_a_file_that_stays_held_is_given_up_and_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(self: Path, target: Path) -> Path:
        raise PermissionError(13, "in use by another process")

    monkeypatch.setattr(Path, "replace", busy)
    monkeypatch.setattr(files, "WAITS", (0, 0))
    with pytest.raises(PermissionError):
        write_whole(tmp_path / "file", b"data")
    assert names_in(tmp_path) == []


def test_the_waits_for_a_virus_scanner_come_to_two_and_a_half_seconds() -> None:
    assert sum(files.WAITS) == pytest.approx(2.55)


def test_a_file_that_is_not_there_reads_as_nothing(tmp_path: Path) -> None:
    assert read_if_there(tmp_path / "nothing") is None
    assert read_if_there(tmp_path) is None
    (tmp_path / "empty").touch()
    assert read_if_there(tmp_path / "empty") == b""
