"""Pictures that let the ground through, on a dark one.

Rule: papers are made for white paper. Black ink on a dark ground could not be seen, so what is ink alone
takes the colour of the text, as a formula does, and all else gets its white paper back.
"""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPainter

SAMPLE = 48
"""Pixels of the side of the small copy that is looked at."""

THROUGH, SEEN = 24, 96
"""Opacities, of 255: below it a pixel is open, and from it on it counts as drawn."""

OPEN_SHARE = 0.25
"""A drawing in ink leaves most of its ground open; a dark photograph with a soft edge does not."""

DARKEST_LIGHT, GREYEST_COLOUR = 110, 40
"""Ink is darker than this, of 255, and its parts differ by less."""


class Pixel(NamedTuple):
    """Its parts and its opacity, each 0 to 255."""

    red: int
    green: int
    blue: int
    alpha: int


def is_dark(ground: QColor) -> bool:
    """Whether black ink would be hard to see on it."""
    return ground.lightness() < 128


def for_dark_ground(image: QImage, text: QColor) -> QImage:
    """The picture as it can be seen on a dark ground; one without transparency is left alone."""
    if not image.hasAlphaChannel():
        return image
    if is_ink_alone(image):
        return inked(image, text)
    return _on_white(image)


def is_ink_alone(image: QImage) -> bool:
    """Whether it is a drawing in ink, which takes the colour of the text as letters do."""
    pixels = _sample(image)
    is_open = sum(pixel.alpha < THROUGH for pixel in pixels) >= OPEN_SHARE * len(pixels)
    return is_open and _have_no_colour(pixels)


def has_no_colour(image: QImage) -> bool:
    """Whether all that is drawn is ink, however little ground is left open: so it is with formulas."""
    return _is_black(image) or _have_no_colour(_sample(image))


def _is_black(image: QImage) -> bool:
    """Whether nothing but black was drawn, as in nearly every formula: seen without looking at each pixel."""
    data = _bytes_of(image, QImage.Format.Format_RGBA8888_Premultiplied)
    return all(data[part::4].count(0) == len(data) // 4 for part in range(3))


def _sample(image: QImage) -> list[Pixel]:
    small = image.scaled(
        min(SAMPLE, image.width()),
        min(SAMPLE, image.height()),
        Qt.AspectRatioMode.IgnoreAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    )
    data = _bytes_of(small, QImage.Format.Format_RGBA8888)
    return [Pixel(*parts) for parts in zip(*(data[part::4] for part in range(4)), strict=True)]


def _bytes_of(image: QImage, four_a_pixel: QImage.Format) -> bytes:
    converted = image.convertToFormat(four_a_pixel)  # its bits live no longer than it does
    return bytes(converted.constBits())


def _have_no_colour(pixels: Sequence[Pixel]) -> bool:
    return all(_is_ink(pixel) for pixel in pixels if pixel.alpha >= SEEN)


def _is_ink(pixel: Pixel) -> bool:
    parts = (pixel.red, pixel.green, pixel.blue)
    return max(parts) < DARKEST_LIGHT and max(parts) - min(parts) < GREYEST_COLOUR


def inked(image: QImage, text: QColor) -> QImage:
    """The same shapes in another colour."""
    result = image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)
    painter = QPainter(result)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
    painter.fillRect(result.rect(), text)
    painter.end()
    return result


def _on_white(image: QImage) -> QImage:
    """The same on a sheet of paper."""
    result = image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)
    painter = QPainter(result)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_DestinationOver)
    painter.fillRect(result.rect(), Qt.GlobalColor.white)
    painter.end()
    return result
