"""Photos of candidates: named by admission number, made small and safe, and kept by nobody's name."""

import io
import zipfile
import zlib
from functools import partial
from pathlib import Path

import pytest
from PIL import Image

from examserver.cli.command_line import main
from examserver.cli.ordering import give
from examserver.errors import TableError
from examserver.services.backup_orders import MakeBackup
from examserver.services.old_folder import service_in
from examserver.services.restoring import restore
from examserver.services.rosters.photos import (
    SIDES,
    OfferedPhoto,
    PhotoFault,
    keep_photos,
    offered_photos,
    photo_made_safe,
    whose,
)
from examserver.storage.folder import open_folder
from examserver.storage.photos import count_photos, has_photo, photo_of
from tests.server.conftest import START, Prepared
from tests.server.station import ADMISSION

KNOWN = frozenset({ADMISSION, "2026A002"})


def picture(
    kind: str = "JPEG", size: tuple[int, int] = (600, 800), colour: str = "red", **how: object
) -> bytes:
    target = io.BytesIO()
    Image.new("RGB", size, colour).save(target, kind, **how)
    return target.getvalue()


def packed(files: dict[str, bytes], at: Path) -> Path:
    with zipfile.ZipFile(at, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return at


@pytest.mark.parametrize(
    ("name", "number"),
    [
        (f"{ADMISSION}.jpg", ADMISSION),
        ("２０２６a００１.JPG", ADMISSION),
        (f"{ADMISSION}_张三.png", ADMISSION),
        (f"张三 {ADMISSION}.png", ADMISSION),
        (f"../../{ADMISSION}.jpg", ADMISSION),
        (f"{ADMISSION}9.jpg", ""),
        ("张三.jpg", ""),
    ],
)
def test_a_photo_belongs_to_the_number_in_its_name(name: str, number: str) -> None:
    assert whose(name, KNOWN) == number


def test_a_photo_is_written_anew_small_and_upright_with_nothing_else_in_it() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010E] = "<script>alert(1)</script>"
    made = photo_made_safe(picture(size=(2000, 1000), exif=exif))
    assert isinstance(made, bytes)
    assert b"script" not in made
    with Image.open(io.BytesIO(made)) as opened:
        assert opened.height > opened.width, "it was lying on its side"
        assert (opened.width <= SIDES[0], opened.height <= SIDES[1]) == (True, True)


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b"", PhotoFault.UNREADABLE),
        (b"<svg onload='x()'/>", PhotoFault.UNREADABLE),
        (picture()[:200], PhotoFault.UNREADABLE),
        (picture("GIF"), PhotoFault.UNREADABLE),
        (b"\xff\xd8" + b"0" * (10 << 20), PhotoFault.TOO_LARGE),
        (picture("PNG", (8000, 6000)), PhotoFault.TOO_LARGE),
    ],
    ids=["empty", "svg", "cut", "gif", "bytes", "pixels"],
)
def test_what_is_no_photo_is_left_out_and_named(data: bytes, fault: PhotoFault) -> None:
    assert photo_made_safe(data) is fault


def test_a_later_photo_replaces_the_one_before(prepared: Prepared) -> None:
    for colour in ("red", "blue"):
        offered = OfferedPhoto(f"{ADMISSION}.jpg", partial(picture, colour=colour))
        (done,) = keep_photos(prepared.folder, [offered], KNOWN)
        assert done.fault is None
    kept = photo_of(prepared.folder, ADMISSION.lower())
    assert kept is not None
    with Image.open(io.BytesIO(kept)) as opened:
        assert opened.getpixel((5, 5))[2] > 200  # type: ignore[index]
    assert count_photos(prepared.folder) == 1
    assert not has_photo(prepared.folder, "2026A002")
    assert photo_of(prepared.folder, "nobody") is None


def test_a_zip_file_is_read_member_by_member_and_a_folder_too(
    prepared: Prepared, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = {
        f"照片/{ADMISSION}.jpg": picture(),
        "../../2026A002.png": picture("PNG"),
        "nobody.jpg": picture(),
        "2026A003.jpg": b"no picture",
        "__MACOSX/._2026A001.jpg": b"left by another system",
        "list.txt": b"no picture either",
    }
    archive = packed(files, tmp_path / "photos.zip")
    assert main(["candidates", "photos", str(prepared.folder.root), str(archive)]) == 0
    said = capsys.readouterr().out
    assert f"nobody.jpg: {PhotoFault.NOBODY}" in said
    assert f"2026A003.jpg: {PhotoFault.UNREADABLE}" in said
    assert said.endswith("2 photos kept, 2 files left out.\n")
    assert {file.suffix for file in prepared.folder.photos.iterdir()} == {".photo"}
    folder = tmp_path / "photos"
    folder.mkdir()
    (folder / "2026A003.jpeg").write_bytes(picture())
    assert main(["candidates", "photos", str(prepared.folder.root), str(folder)]) == 0
    assert count_photos(prepared.folder) == 3


def test_what_is_neither_a_folder_nor_a_zip_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.zip").write_bytes(b"PK\x03\x04 damaged")
    for source in (tmp_path / "x.zip", tmp_path / "missing.zip"):
        with pytest.raises(TableError), offered_photos(source):
            pass


def test_photos_go_along_with_a_backup(prepared: Prepared, tmp_path: Path) -> None:
    list(keep_photos(prepared.folder, [OfferedPhoto(f"{ADMISSION}.jpg", picture)], KNOWN))
    file = tmp_path / "stick.exambackup"
    give(prepared.folder.root, MakeBackup(str(file)))
    restore(file, tmp_path / "again", service_in(prepared.folder.root), START)
    again = open_folder(tmp_path / "again")
    assert photo_of(again, ADMISSION) == photo_of(prepared.folder, ADMISSION)


def test_a_small_file_that_claims_a_huge_picture_is_left_out_and_stops_no_other() -> None:
    claim = b"IHDR" + (20_000).to_bytes(4) + (20_000).to_bytes(4) + bytes((8, 2, 0, 0, 0))
    whole = picture("PNG")
    huge = whole[:12] + claim + zlib.crc32(claim).to_bytes(4) + whole[33:]
    assert photo_made_safe(huge) is PhotoFault.TOO_LARGE
