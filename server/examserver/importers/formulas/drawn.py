"""A formula as a picture that stands on the baseline of its line."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DrawnFormula:
    """An SVG drawing (SVG Tiny, black on nothing) and its measures in thousandths of an em.

    `ascent` is above the baseline, `descent` below it, both from 0 up; `alt` is the formula as one line of
    text, `source` what the author wrote.
    """

    svg: bytes
    width: int
    ascent: int
    descent: int
    alt: str
    source: str
