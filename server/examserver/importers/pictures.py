"""Pictures made safe: decoded once here, written anew without anything but the picture.

Rule: the type is what the bytes say, the size is checked from the header before anything is decoded, and
no metadata, name or author's byte reaches a candidate.
"""

import io
import struct
import zlib
from dataclasses import dataclass

from PIL import Image, ImageOps

from examserver.importers.draft import Picture
from examserver.importers.errors import QuestionRefusedError
from examserver.importers.svg import looks_like_svg, read_svg

MAX_PIXELS = 40_000_000
MAX_SIDE = 16_384
_TYPES = ("PNG", "JPEG", "GIF", "BMP", "WEBP")
_JPEG_QUALITY = 90
_BROKEN = (
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    EOFError,
    LookupError,
    ArithmeticError,
    struct.error,
    zlib.error,
)

# Pillow only warns between its limit and twice that; `_check_size` refuses, and earlier.
Image.MAX_IMAGE_PIXELS = None


@dataclass(frozen=True, slots=True)
class ReadPicture:
    """A picture written anew, whether it had more frames than the first, and what acted and was removed."""

    picture: Picture
    was_animated: bool
    removed: tuple[str, ...] = ()


def read_picture(data: bytes, called: str = "in its text") -> ReadPicture:
    """Write a picture anew as PNG, or as JPEG or SVG where it came as one; raises QuestionRefusedError.

    `called` names the picture in what is said about it.
    """
    if looks_like_svg(data):
        drawing = read_svg(data, called, lambda inner, name: _read_raster(inner, name).picture)
        return ReadPicture(drawing.picture, was_animated=False, removed=drawing.removed)
    return _read_raster(data, called)


def _read_raster(data: bytes, called: str) -> ReadPicture:
    try:
        with Image.open(io.BytesIO(data), formats=_TYPES) as opened:
            _check_size(opened, called)
            is_jpeg = opened.format == "JPEG"
            was_animated = bool(getattr(opened, "is_animated", False))
            opened.seek(0)
            clean = _plain_mode(ImageOps.exif_transpose(opened))
            return ReadPicture(_written(clean, is_jpeg=is_jpeg), was_animated)
    except _BROKEN as error:
        raise QuestionRefusedError("MEDIA_TYPE", f"The picture {called} {_why_unreadable(data)}") from error


def _why_unreadable(data: bytes) -> str:
    head = data[:200].lstrip().lower()
    if not head:
        return "is empty."
    if head.startswith((b"<!doctype html", b"<html")):
        return "is really a web page, perhaps an error page: embed the picture itself."
    return "is damaged, or no PNG, JPEG, GIF, BMP, WebP or SVG."


def _check_size(image: Image.Image, called: str) -> None:
    width, height = image.size
    if width * height > MAX_PIXELS or max(width, height) > MAX_SIDE:
        raise QuestionRefusedError(
            "MEDIA_TOO_LARGE",
            f"The picture {called} says that it has {width} x {height} pixels; {MAX_PIXELS:,} are the most.",
        )


def _plain_mode(image: Image.Image) -> Image.Image:
    """Eight bits a channel, grey or RGB, with transparency where there is some."""
    if image.mode.startswith(("I", "F")):
        return image.convert("F").point(lambda value: value / 256).convert("L")
    if image.has_transparency_data:
        return image.convert("RGBA")
    return image.convert("L" if image.mode in ("1", "L") else "RGB")


def _written(image: Image.Image, *, is_jpeg: bool) -> Picture:
    image.info = {}
    target = io.BytesIO()
    if is_jpeg:
        image.save(target, "JPEG", quality=_JPEG_QUALITY, optimize=True)
    else:
        image.save(target, "PNG")
    media_type = "image/jpeg" if is_jpeg else "image/png"
    return Picture(target.getvalue(), media_type, image.width, image.height)
