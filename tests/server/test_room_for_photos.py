"""Photos leave answers their room, and nothing larger than a photo may be is read."""

import zipfile
from pathlib import Path

import pytest

from examserver.errors import StorageError
from examserver.services.rosters.photos import (
    MOST_BYTES,
    OfferedPhoto,
    PhotoFault,
    keep_photos,
    offered_photos,
    photo_in,
)
from examserver.serving import SiteServer
from examserver.storage import disk_room
from examserver.storage.disk_room import MIB
from examserver.storage.disks import Room
from examserver.storage.entry_photos import keep_entry_photo
from examserver.storage.photos import count_photos, has_photo, keep_photo
from tests.server.conftest import Prepared
from tests.server.station import ADMISSION
from tests.server.test_roster_photos import KNOWN, picture
from tests.server.test_web_rosters import admin, offer  # noqa: F401 - a fixture of this name
from tests.server.visitor import Visitor

GIB = 1024 * MIB


def set_free(monkeypatch: pytest.MonkeyPatch, free: int) -> None:
    monkeypatch.setattr(disk_room, "room_of", lambda _folder: Room(free, 200 * GIB))


def never_read() -> bytes:
    raise AssertionError("it says that it is too large, so it is not read")


def test_a_picture_that_says_it_is_too_large_is_not_read(prepared: Prepared) -> None:
    offered = OfferedPhoto(f"{ADMISSION}.jpg", never_read, MOST_BYTES + 1)
    (done,) = keep_photos(prepared.folder, [offered], KNOWN)
    assert done.fault is PhotoFault.TOO_LARGE


def test_what_files_and_members_say_of_their_size_is_looked_at(tmp_path: Path) -> None:
    large = tmp_path / f"{ADMISSION}.jpg"
    with large.open("wb") as file:
        file.truncate(MOST_BYTES + 1)
    with zipfile.ZipFile(tmp_path / "photos.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(large, large.name)
    assert photo_in(large).size == MOST_BYTES + 1
    for source in (tmp_path / "photos.zip", tmp_path):
        with offered_photos(source) as offered:
            assert [one.size for one in offered] == [MOST_BYTES + 1]


def test_a_member_that_lies_about_its_size_is_read_no_further_than_a_photo_may_be(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "photos.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"{ADMISSION}.jpg", bytes(3 * MOST_BYTES))
    with offered_photos(tmp_path / "photos.zip") as (one,):
        assert len(one.read()) <= MOST_BYTES + 1


def test_a_single_picture_that_is_too_large_is_refused_while_it_comes(
    prepared: Prepared,
    admin: Visitor,  # noqa: F811
) -> None:
    said = str(offer(admin, "/web/rosters/photos", f"{ADMISSION}.jpg", bytes(MOST_BYTES + 1))["said"])
    assert "10 MB" in said
    assert list(prepared.folder.database.parent.glob(".new-*")) == []


def test_an_archive_takes_nothing_of_what_is_kept_for_answers(
    prepared: Prepared,
    admin: Visitor,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
    server: SiteServer,
) -> None:
    photo = picture()
    set_free(monkeypatch, GIB + len(photo) - 1)
    said = str(offer(admin, "/web/rosters/photos", f"{ADMISSION}.jpg", photo)["said"])
    assert "只留给答案使用" in said
    assert (count_photos(prepared.folder), server.is_serving) == (0, True)
    set_free(monkeypatch, GIB + len(photo))
    offer(admin, "/web/rosters/photos", f"{ADMISSION}.jpg", photo)
    assert has_photo(prepared.folder, ADMISSION)


def test_a_photo_of_the_door_cannot_wait_and_one_of_the_roster_can(
    prepared: Prepared, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_free(monkeypatch, GIB - MIB)
    with pytest.raises(StorageError, match="not for photos"):
        keep_photo(prepared.folder, ADMISSION, b"jpeg")
    keep_entry_photo(prepared.folder, b"jpeg")
    set_free(monkeypatch, GIB // 2)
    with pytest.raises(StorageError, match="not for photos of the door"):
        keep_entry_photo(prepared.folder, b"another")
