"""Takes in photos of candidates: files named by admission number, in a folder or a zip file.

Rule: a photo is decoded here and written anew, small and with nothing but the picture; no name in it, and no
byte of the file, reaches a page. Nothing is extracted: members of a zip are read by name, so many bytes.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from examserver.errors import TableError
from examserver.services.file_names import visible_name
from examserver.storage.candidates import comparable
from examserver.storage.folder import ServiceFolder
from examserver.storage.photos import keep_photo

if TYPE_CHECKING:
    from PIL import Image

MOST_BYTES = 10 << 20
MOST_PIXELS = 40_000_000
MOST_FILES = 20_000
SIDES = (480, 640)
"""Pixels: enough for 35 by 49 mm on paper, and for a face on a page."""

QUALITY = 85
KINDS = (".jpg", ".jpeg", ".png")
PARTS = re.compile(r"[_\-\s（(]+")
BROKEN = (OSError, SyntaxError, ValueError, TypeError, EOFError, ArithmeticError, LookupError, zlib.error)


class PhotoFault(StrEnum):
    """Why a file was left out."""

    NOBODY = "no candidate has this number"
    TOO_LARGE = "the file is larger than 10 MB, or has too many pixels"
    UNREADABLE = "it is no JPEG or PNG picture, or a damaged one"


@dataclass(frozen=True, slots=True)
class OfferedPhoto:
    """A file by its name; `read` gives its bytes, at most one more than a photo may have. `size` is what it
    says of its bytes, looked at before any is read; 0 where it says nothing.
    """

    name: str
    read: Callable[[], bytes]
    size: int = 0


def photo_in(file: Path, name: str = "") -> OfferedPhoto:
    """A picture that lies in a file of its own; raises OSError. The name may be another than the file's."""
    return OfferedPhoto(name or file.name, partial(_read_file, file), file.stat().st_size)


@dataclass(frozen=True, slots=True)
class PhotoDone:
    """What became of a file; `fault` is None where its photo is stored."""

    name: str
    fault: PhotoFault | None


@contextmanager
def offered_photos(source: Path) -> Iterator[tuple[OfferedPhoto, ...]]:
    """The pictures of a folder, or of a zip file, as long as it is open; raises TableError for neither."""
    try:
        if source.is_dir():
            files = sorted(file for file in source.rglob("*") if file.suffix.lower() in KINDS)
            yield tuple(photo_in(file) for file in files if file.is_file())
            return
        archive = zipfile.ZipFile(source)
    except OSError as error:
        raise TableError(
            f"The file cannot be read: {error.strerror}.", "Name a folder or a zip file of pictures."
        ) from error
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError) as error:
        raise TableError(
            "The file is no zip file, or a damaged one.", "Make it again with the pictures in it."
        ) from error
    with archive:
        yield _in_zip(archive)


def _in_zip(archive: zipfile.ZipFile) -> tuple[OfferedPhoto, ...]:
    members = [one for one in archive.infolist() if _is_picture(one.filename) and not one.is_dir()]
    if len(members) > MOST_FILES:
        raise TableError(f"The zip file has more than {MOST_FILES} pictures.", "Give it in several parts.")
    return tuple(
        OfferedPhoto(PurePosixPath(one.filename).name, partial(_read_member, archive, one), one.file_size)
        for one in members
    )


def keep_photos(
    folder: ServiceFolder, offered: Iterable[OfferedPhoto], known: frozenset[str]
) -> Iterator[PhotoDone]:
    """Store the photos of `known` admission numbers, one after the other. Raises StorageError."""
    for one in offered:
        yield PhotoDone(visible_name(one.name), _keep(folder, one, known))


def whose(name: str, known: frozenset[str]) -> str:
    """The admission number that a file is named by: `2026A001.jpg`, `2026A001_张三.png`; `""` for none."""
    stem = comparable(PurePosixPath(name).stem)
    candidates = (stem, *PARTS.split(stem))
    return next((one for one in candidates if one in known), "")


def _keep(folder: ServiceFolder, one: OfferedPhoto, known: frozenset[str]) -> PhotoFault | None:
    number = whose(one.name, known)
    if not number:
        return PhotoFault.NOBODY
    if one.size > MOST_BYTES:
        return PhotoFault.TOO_LARGE
    try:
        data = one.read()
    except (*BROKEN, zipfile.BadZipFile, RuntimeError, NotImplementedError):
        return PhotoFault.UNREADABLE
    made = photo_made_safe(data)
    if isinstance(made, PhotoFault):
        return made
    keep_photo(folder, number, made)
    return None


def photo_made_safe(data: bytes, sides: tuple[int, int] = SIDES) -> bytes | PhotoFault:
    """A photo as a small JPEG of its own, upright, of so many pixels at most; or why it is none."""
    if len(data) > MOST_BYTES:
        return PhotoFault.TOO_LARGE
    from PIL import Image  # noqa: PLC0415 - only where a photo comes

    try:
        with Image.open(io.BytesIO(data), formats=("JPEG", "PNG")) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                return PhotoFault.TOO_LARGE
            opened.draft("RGB", (sides[0] * 2, sides[1] * 2))
            return _written(opened, sides)
    except Image.DecompressionBombError:
        return PhotoFault.TOO_LARGE
    except BROKEN:
        return PhotoFault.UNREADABLE


def _written(opened: "Image.Image", sides: tuple[int, int]) -> bytes:
    from PIL import Image, ImageOps  # noqa: PLC0415 - the same

    upright = ImageOps.exif_transpose(opened)
    upright.thumbnail(sides)
    picture = Image.new("RGB", upright.size, "white")
    picture.paste(upright.convert("RGBA"), mask=upright.convert("RGBA").getchannel("A"))
    target = io.BytesIO()
    picture.save(target, "JPEG", quality=QUALITY, optimize=True)
    return target.getvalue()


def _is_picture(name: str) -> bool:
    path = PurePosixPath(name)
    return path.suffix.lower() in KINDS and not path.name.startswith(".") and "__MACOSX" not in path.parts


def _read_file(file: Path) -> bytes:
    with file.open("rb") as opened:
        return opened.read(MOST_BYTES + 1)


def _read_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    with archive.open(member) as opened:
        return opened.read(MOST_BYTES + 1)
