"""A package is checked as a whole before anything in it is read, and nothing in it reaches the disk."""

import io
import zipfile
from pathlib import Path

import pytest

from examserver.errors import PaperFileError
from examserver.importers.archive import MAX_MEMBERS, looks_like_zip, open_folder, open_zip
from tests.importers.zips import renamed, zipped, zipped_link

SMALL: dict[str, bytes | str] = {"imsmanifest.xml": "<manifest/>", "images/a.png": b"picture"}


def refused(data: bytes) -> PaperFileError:
    with pytest.raises(PaperFileError) as caught:
        open_zip(data)
    return caught.value


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_members_are_read_by_name_however_they_are_packed(method: int) -> None:
    archive = open_zip(zipped(SMALL, method))
    assert archive.names() == ["imsmanifest.xml", "images/a.png"]
    assert archive.read("Images/A.PNG") == b"picture"
    assert not archive.has("images")


def test_a_folder_is_a_package_too(tmp_path: Path) -> None:
    (tmp_path / "images").mkdir()
    (tmp_path / "images" / "a.png").write_bytes(b"picture")
    archive = open_folder(tmp_path)
    assert archive.is_folder
    assert archive.names() == ["images/a.png"]
    assert archive.read("images/a.png") == b"picture"


def test_a_folder_with_a_link_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.png").symlink_to("/etc/hostname")
    with pytest.raises(PaperFileError) as caught:
        open_folder(tmp_path)
    assert caught.value.code == "ZIP_SYMLINK"


@pytest.mark.parametrize(
    "name",
    [
        "../evil.xml",
        "a/../../evil.xml",
        "/evil.xml",
        "C:/evil.xml",
        "C:evil.xml",
        "a\\b.xml",
        "\\\\host\\share",
        "images/CON.png",
        "aux",
        "a/nul.tar.gz",
        "a.xml:stream",
        "a.png.",
        "folder /a.png",
        "a//b.png",
        "./a.png",
        "a\x01.png",
    ],
)
def test_a_name_that_leads_elsewhere_refuses_the_package(name: str) -> None:
    error = refused(zipped({"imsmanifest.xml": "", name: "x"}))
    assert error.code == "ZIP_PATH"
    assert error.advice


def test_two_names_that_are_one_on_some_disk_refuse_the_package() -> None:
    with pytest.warns(UserWarning, match="Duplicate"):
        twice = zipped_twice("a.xml")
    assert refused(twice).code == "ZIP_DUPLICATE"
    assert refused(zipped({"a.xml": "", "A.xml": ""})).code == "ZIP_DUPLICATE"
    assert refused(zipped({"caf\u00e9.xml": "", "cafe\u0301.xml": ""})).code == "ZIP_DUPLICATE"


def zipped_twice(name: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as opened:
        opened.writestr(name, "1")
        opened.writestr(name, "2")
    return target.getvalue()


def test_a_link_is_refused() -> None:
    assert refused(zipped_link("images/a.png", "/etc/passwd")).code == "ZIP_SYMLINK"


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_another_method_of_packing_is_refused(method: int) -> None:
    assert refused(zipped(SMALL, method)).code == "ZIP_METHOD"


def test_more_files_than_a_paper_needs_are_refused() -> None:
    assert refused(zipped(dict.fromkeys((f"{n}.xml" for n in range(MAX_MEMBERS + 1)), ""))).code == "ZIP_BOMB"


def test_a_file_that_grows_beyond_reason_is_refused() -> None:
    assert refused(zipped({"a.png": bytes(30_000_000)})).code == "ZIP_BOMB"


def test_a_file_that_is_larger_than_its_header_says_is_refused() -> None:
    data = zipped({"a.png": b"x" * 5000})
    lying = data.replace((5000).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    assert refused(lying).code == "ZIP_BOMB"


def test_a_file_of_wrong_checksum_is_refused() -> None:
    data = zipped(SMALL, zipfile.ZIP_STORED)
    assert refused(data.replace(b"picture", b"pictore", 1)).code == "ZIP_CORRUPT"


def test_an_encrypted_file_is_refused() -> None:
    data = bytearray(zipped({"a.xml": "x"}))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    assert refused(bytes(data)).code == "ZIP_ENCRYPTED"


@pytest.mark.parametrize("length", [0, 3, 40, 120])
def test_a_truncated_file_is_refused(length: int) -> None:
    assert refused(zipped(SMALL)[:length]).code == "ZIP_CORRUPT"


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8"])
def test_a_chinese_name_without_its_encoding_is_tried_and_told(encoding: str) -> None:
    raw = "图片.png".encode(encoding)
    archive = open_zip(renamed(zipped({"x" * len(raw): b"picture"}), "x" * len(raw), raw))
    assert archive.read("图片.png") == b"picture"
    assert [note.code for note in archive.notes] == ["ZIP_NAMES"]
    assert "图片.png" in archive.notes[0].sentence


def test_a_zip_file_is_known_by_its_bytes_or_its_ending() -> None:
    assert looks_like_zip(".bin", zipped(SMALL))
    assert looks_like_zip(".zip", b"\x89PNG")
    assert not looks_like_zip(".xml", b"<quiz/>")
