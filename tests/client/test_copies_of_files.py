"""The sealed chunks of files in the spare folder and the mirror: what the first place lost comes back."""

import hashlib
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from examclient.errors import FileError
from examclient.places import hostname
from examclient.storage import copied_files
from examclient.storage.attached_files import AttachedFiles
from examclient.storage.copied_files import CopiedFiles, Levelled
from examclient.storage.files import write_whole
from examclient.ui import file_copier
from examclient.ui.file_copier import FileCopier
from examprotocol.responses import FileRef
from tests.client.exam_site import ExamSite, Times
from tests.client.homework import WORDS, at_the_site, files_draft, hand_in_file
from tests.client.mirrors import bring_back, take_away
from tests.client.seat import Seat

NewSeat = Callable[..., Seat]
ATTEMPT = "a" * 32


@pytest.fixture
def site(tmp_path: Path, times: Times, evening: Callable[[ExamSite], None]) -> Iterator[ExamSite]:
    running = ExamSite(tmp_path / "site", times, files_draft()).__enter__()
    running.set_room_password()
    yield running
    evening(running)


@pytest.fixture
def mirror(tmp_path: Path) -> Path:
    return tmp_path / "mirror"


@pytest.fixture(autouse=True)
def _small_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """The disk that the tests run on may be nearly full."""
    monkeypatch.setattr(copied_files, "LEAST_FREE", 0)


def chunk(content: bytes) -> tuple[str, bytes]:
    return hashlib.sha256(content).hexdigest(), content


def test_what_is_kept_is_copied_and_comes_back(tmp_path: Path) -> None:
    kept = CopiedFiles(tmp_path / "first", tmp_path / "spare", tmp_path / "mirror")
    name, sealed = chunk(b"one")
    kept.put(ATTEMPT, name, sealed)
    assert kept.level(ATTEMPT) == Levelled(0, is_done=True)
    for place in ("spare", "mirror"):
        assert AttachedFiles(tmp_path / place).read(ATTEMPT, name) == sealed
    shutil.rmtree(tmp_path / "first")
    shutil.rmtree(tmp_path / "spare")
    assert kept.level(ATTEMPT).came_back == 1
    assert AttachedFiles(tmp_path / "first").read(ATTEMPT, name) == sealed
    kept.level(ATTEMPT)
    assert AttachedFiles(tmp_path / "spare").read(ATTEMPT, name) == sealed


def test_where_the_first_place_fails_the_spare_folder_takes_the_chunk(tmp_path: Path) -> None:
    (tmp_path / "first").write_text("no folder")
    name, sealed = chunk(b"one")
    with pytest.raises(FileError):
        CopiedFiles(tmp_path / "first").put(ATTEMPT, name, sealed)
    kept = CopiedFiles(tmp_path / "first", tmp_path / "spare")
    kept.put(ATTEMPT, name, sealed)
    assert kept.read(ATTEMPT, name) == sealed


def test_a_copy_takes_no_more_than_its_share(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(copied_files, "MOST_COPIED", 250)
    kept = CopiedFiles(tmp_path / "first", mirror=tmp_path / "mirror")
    for place in range(3):
        kept.put(ATTEMPT, *chunk(bytes([place]) * 100))
    assert kept.level(ATTEMPT).is_done
    assert sum(AttachedFiles(tmp_path / "mirror").sizes(ATTEMPT).values()) == 200


def test_much_is_copied_in_several_steps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(copied_files, "AT_ONCE", 150)
    kept = CopiedFiles(tmp_path / "first", mirror=tmp_path / "mirror")
    for place in range(3):
        kept.put(ATTEMPT, *chunk(bytes([place]) * 100))
    assert not kept.level(ATTEMPT).is_done
    assert kept.level(ATTEMPT).is_done
    assert len(AttachedFiles(tmp_path / "mirror").sizes(ATTEMPT)) == 3


def test_a_damaged_copy_is_not_brought_back(tmp_path: Path) -> None:
    kept = CopiedFiles(tmp_path / "first", mirror=tmp_path / "mirror")
    name, _ = chunk(b"one")
    write_whole(tmp_path / "mirror" / "journals" / f"{ATTEMPT}.files" / f"{name}.chunk", b"other")
    assert kept.level(ATTEMPT).came_back == 0
    assert kept.read(ATTEMPT, name) is None


@pytest.mark.parametrize("place", ["spare", "mirror"])
def test_a_chunk_that_the_disk_has_damaged_comes_back_once(place: str, tmp_path: Path) -> None:
    kept = CopiedFiles(tmp_path / "first", **{place: tmp_path / place})
    name, sealed = chunk(b"one")
    kept.put(ATTEMPT, name, sealed)
    kept.level(ATTEMPT)
    lies_at = tmp_path / "first" / "journals" / f"{ATTEMPT}.files" / f"{name}.chunk"
    lies_at.write_bytes(b"two")
    kept.read(ATTEMPT, name)
    assert [kept.level(ATTEMPT).came_back for _ in range(2)] == [1, 0]
    assert lies_at.read_bytes() == sealed


class Lane:
    """A lane in which nothing is done before the test says so."""

    def __init__(self) -> None:
        self.under_way: list[Callable[[], None]] = []

    def run(
        self, work: Callable[[], Levelled], done: Callable[[Levelled], None], _failed: Callable[..., None]
    ) -> None:
        self.under_way.append(lambda: done(work()))


def test_what_is_kept_while_files_are_being_copied_is_copied_next(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file_copier, "SOON", 1)
    lane = Lane()
    copier = FileCopier(lane, lambda _: Levelled(0, is_done=True))  # type: ignore[arg-type]
    copier.serve(ATTEMPT)
    qtbot.waitUntil(lambda: len(lane.under_way) == 1)
    copier.wake()
    lane.under_way[0]()
    qtbot.waitUntil(lambda: len(lane.under_way) == 2)
    lane.under_way[1]()
    assert copier._timer.interval() == file_copier.LATER
    copier.stop()


def forget_a_file(seat: Seat, mirror: Path, folder: Path) -> FileRef:
    """A file is kept here and in the mirror and not sent; then the machine forgets its disk."""
    seat.sit_down()
    seat.presenter._helpers.files.stop()
    path = folder / "essay.txt"
    path.write_bytes(WORDS)
    file = hand_in_file(seat, path)
    seat.all_sent()
    copies = mirror / hostname() / "journals" / f"{seat.attempt}.files"
    seat.wait(lambda: len(list(copies.glob("*.chunk"))) == 3)
    seat.crash()
    for name in ("journals", "kept"):
        shutil.rmtree(seat.data / name)
    return file


def test_a_machine_that_forgot_its_disk_hands_the_file_in_from_the_mirror(
    site: ExamSite, new_seat: NewSeat, mirror: Path, tmp_path: Path
) -> None:
    seat = new_seat(mirror=mirror)
    file = forget_a_file(seat, mirror, tmp_path)
    again = new_seat(seat.data, mirror=mirror)
    again.sit_down()
    again.wait(lambda: at_the_site(site, again.attempt, file) == WORDS)


def test_a_mirror_that_comes_back_in_mid_exam_brings_the_file_and_its_key(
    site: ExamSite, new_seat: NewSeat, mirror: Path, tmp_path: Path
) -> None:
    seat = new_seat(mirror=mirror)
    file = forget_a_file(seat, mirror, tmp_path)
    away = take_away(mirror)
    again = new_seat(seat.data, mirror=mirror)
    again.sit_down()
    again.presenter.flag("q1", flag=True)
    again.all_sent()
    bring_back(mirror, away)
    again.presenter.flag("q1", flag=False)
    store = again._sitting.store if again._sitting is not None else None
    assert store is not None
    again.all_sent()
    again.hear_from_the_site()
    again.wait(lambda: store.noted(f"file {file.sha256}") != "")
    again.presenter._helpers.copier.wake()
    again.wait(lambda: at_the_site(site, again.attempt, file) == WORDS)
