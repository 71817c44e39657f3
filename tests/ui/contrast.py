"""Contrast as WCAG 2.2 has it, of colours and of what was really drawn."""

from collections import Counter
from dataclasses import dataclass

from PySide6.QtGui import QColor, QImage

LEAST_TEXT, LEAST_LARGE, LEAST_SIGN = 4.5, 3.0, 3.0
"""WCAG 2.2, 1.4.3 and 1.4.11."""


def luminance(colour: str) -> float:
    """Relative luminance of `#RRGGBB`."""
    parts = [int(colour[index : index + 2], 16) / 255 for index in (1, 3, 5)]
    red, green, blue = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """From 1, no contrast, to 21."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@dataclass(frozen=True)
class Drawn:
    """Ground and ink of a text as they came to the screen, and their contrast."""

    ground: str
    ink: str
    contrast: float


def drawn_in(picture: QImage) -> Drawn | None:
    """The commonest colour and the one that stands out most from it; None where there is only one.

    Letters are drawn with soft edges, so this is the least blurred part of a stroke: a text that is thin
    everywhere shows less than its colour has, never more.
    """
    plain = picture.convertToFormat(QImage.Format.Format_RGB32)
    words = memoryview(plain.constBits()).cast("I")
    counted = Counter(word & 0xFFFFFF for word in words)
    ground, *others = (f"#{value:06X}" for value, _ in counted.most_common())
    ink = max(others, key=lambda colour: contrast(ground, colour), default=None)
    return None if ink is None else Drawn(ground, ink, contrast(ground, ink))


def named(colour: QColor) -> str:
    """`#RRGGBB`."""
    return colour.name().upper()
