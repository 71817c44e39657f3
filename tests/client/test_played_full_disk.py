"""A rehearsal plays a full disk: each writer of the client meets it, and a disk beside it is as it was."""

import ast
import logging
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

import examclient
from examclient.domain.piece import Piece
from examclient.domain.worries import Worry
from examclient.errors import DriveFullError
from examclient.storage.arriving_part import arriving_part
from examclient.storage.ballast import BALLAST, FILE, DiskRoom
from examclient.storage.disk_gate import play
from examclient.storage.export_folder import put_file
from examclient.storage.files import write_whole
from examclient.storage.journal import open_journal
from examclient.storage.journal_aside import copy_aside
from examclient.storage.journal_errors import DiskError
from examclient.storage.journal_setting import Setting
from examclient.storage.log_file import FILE as LOG
from examclient.storage.log_file import LOGS, LogFile
from examclient.usecases.rehearsed_troubles import FullDisk
from examprotocol.bundle import Part
from tests.client.writing import Pen

MEMORY = Path("/dev/shm")  # noqa: S108 - the only second disk that a test has
SECONDS = 60.0


class Stopwatch:
    """Seconds, as a test lets them pass."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def watch() -> Iterator[Stopwatch]:
    yield Stopwatch()
    play(None)


@pytest.fixture
def disk(tmp_path: Path, watch: Stopwatch) -> FullDisk:
    return FullDisk(tmp_path, watch)


def test_no_small_file_part_copy_or_export_finds_room(tmp_path: Path, disk: FullDisk) -> None:
    kept = tmp_path / "kept.bin"
    kept.write_bytes(b"as it was")
    disk.fill(SECONDS)
    with pytest.raises(OSError, match="in a rehearsal"):
        write_whole(kept, b"new")
    with pytest.raises(OSError, match="in a rehearsal"), arriving_part(tmp_path, Part("0" * 64, 3)) as part:
        part.take(Piece(0, b"abc"))
    with pytest.raises(OSError, match="in a rehearsal"):
        copy_aside(kept, "cut")
    with pytest.raises(DriveFullError):
        put_file(tmp_path, "a.examanswers", b"abc")
    assert kept.read_bytes() == b"as it was"
    assert not list(tmp_path.glob("a.examanswers*"))
    disk.fill(0)
    write_whole(kept, b"new")
    assert kept.read_bytes() == b"new"


def test_the_ballast_serves_answers_first_and_then_nothing_does(
    tmp_path: Path, disk: FullDisk, watch: Stopwatch
) -> None:
    room, pen = DiskRoom(tmp_path), Pen()
    journal = open_journal(tmp_path / "journals" / "a.journal", Setting(room=room))
    journal.append(pen.writer, pen.begin())
    assert room.has_ballast()
    disk.fill(SECONDS)
    journal.append(pen.writer, pen.choose("q1", "a"))
    assert not (tmp_path / FILE).exists()
    assert Worry.BALLAST_GONE in journal.worries()
    assert 0 < room.left() < BALLAST
    watch.now += SECONDS / 2
    with pytest.raises(DiskError) as refused:
        journal.append(pen.writer, later := pen.choose("q1", "b"))
    assert refused.value.is_full
    with pytest.raises(DiskError):
        room.require()
    watch.now += SECONDS / 2
    journal.append(pen.writer, later)
    assert journal.logs() == (pen.log,)
    journal.close()


def test_without_a_ballast_no_save_is_taken_and_none_is_lost_afterwards(
    tmp_path: Path, disk: FullDisk
) -> None:
    pen = Pen()
    journal = open_journal(tmp_path / "journals" / "a.journal")
    journal.append(pen.writer, pen.begin())
    disk.fill(SECONDS)
    with pytest.raises(DiskError):
        journal.append(pen.writer, refused := pen.choose("q1", "a"))
    with pytest.raises(DiskError):
        open_journal(tmp_path / "journals" / "b.journal")
    disk.fill(0)
    journal.append(pen.writer, refused)
    assert journal.logs() == (pen.log,)
    journal.close()


def test_a_mirror_on_the_full_disk_is_a_worry_and_catches_up(tmp_path: Path, disk: FullDisk) -> None:
    if not MEMORY.is_dir() or MEMORY.stat().st_dev == tmp_path.stat().st_dev:
        pytest.skip("there is no second disk here")
    pen, setting = Pen(), Setting(mirror=tmp_path / "mirror")
    with TemporaryDirectory(dir=MEMORY) as elsewhere:
        place = Path(elsewhere)
        journal = open_journal(place / "a.journal", setting)
        disk.fill(SECONDS)
        journal.append(pen.writer, pen.begin())
        journal.close()
        assert Worry.MIRROR in journal.worries()
        disk.fill(0)
        again = open_journal(place / "a.journal", setting)
        again.close()
        assert Worry.MIRROR not in again.worries()


def test_the_log_loses_lines_and_nothing_else(tmp_path: Path, disk: FullDisk) -> None:
    (tmp_path / LOGS).mkdir()
    file = LogFile(tmp_path)
    for seconds, text in ((0.0, "before"), (SECONDS, "while it is full"), (0.0, "after")):
        disk.fill(seconds)
        file.handle(logging.LogRecord("test", logging.INFO, __file__, 1, text, None, None))
    file.close()
    written = (tmp_path / LOGS / LOG).read_text(encoding="utf-8")
    assert "before" in written
    assert "after" in written
    assert "full" not in written


WRITES = {"write_bytes", "write_text", "copyfile", "copyfileobj", "mkstemp", "NamedTemporaryFile"}
MODES = set("wax+")
GATE = "examclient.storage.disk_gate"
OF_THE_SYSTEM = {"storage/machine", "lockdown"}
"""What these write to is no file of ours on a disk: devices, pipes, what Windows keeps."""


def test_whoever_writes_files_in_the_client_asks_at_the_gate() -> None:
    root = Path(examclient.__file__).parent
    found = {
        path.relative_to(root).as_posix(): ast.parse(path.read_text(encoding="utf-8"))
        for path in root.rglob("*.py")
    }
    writers = {
        name
        for name, tree in found.items()
        if any(_writes(node) for node in ast.walk(tree)) and not name.startswith(tuple(OF_THE_SYSTEM))
    }
    asking = {
        name
        for name, tree in found.items()
        if any(isinstance(node, ast.ImportFrom) and node.module == GATE for node in ast.walk(tree))
    }
    assert {"storage/files.py", "storage/ballast.py"} <= writers
    assert not writers - asking


def _writes(node: ast.AST) -> bool:
    if not isinstance(node, ast.Call):
        return False
    called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    if called in WRITES:
        return True
    if ast.unparse(node.func) == "wave.open":
        return False  # into memory
    given = [*node.args, *(one.value for one in node.keywords)]
    modes = [one.value for one in given if isinstance(one, ast.Constant) and isinstance(one.value, str)]
    return called == "open" and any(0 < len(mode) <= 3 and set(mode) & MODES for mode in modes)
