"""A sheet to draw a figure on: smooth lines, crisp words.

Rule: lines are drawn four times as large and scaled down, words are set at their final size.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

FONTS = Path(__file__).resolve().parents[1] / "fonts"
SCALE = 4
COLOURS = 64

WHITE = "#ffffff"
INK = "#2f3b47"
BLUE = "#2f5d8c"
PALE_BLUE = "#cfdfee"
MIDDLE_BLUE = "#7fa6cc"
GREY = "#66727e"
PALE_GREY = "#e3e7eb"

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class _Word:
    """Words that wait until the lines have been scaled down. `anchor` is Pillow's, such as `mm`."""

    at: Point
    text: str
    size: int
    colour: str
    anchor: str
    bold: bool


class Canvas:
    """One picture in the making; all coordinates are pixels of the finished picture."""

    def __init__(self, width: int, height: int) -> None:
        self._size = (width, height)
        self._sheet = Image.new("RGB", (width * SCALE, height * SCALE), WHITE)
        self._pen = ImageDraw.Draw(self._sheet)
        self._words: list[_Word] = []

    def line(self, points: Sequence[Point], colour: str = INK, width: float = 2) -> None:
        """A line through all points, with round corners and ends."""
        thickness = round(width * SCALE)
        self._pen.line(_scaled(points), fill=colour, width=thickness, joint="curve")
        for end in (points[0], points[-1]):
            self.circle(end, width / 2, fill=colour, outline=colour, width=0)

    def polygon(
        self, points: Sequence[Point], fill: str = WHITE, outline: str = INK, width: float = 2
    ) -> None:
        """A filled shape with an outline."""
        self._pen.polygon(_scaled(points), fill=fill)
        self.line([*points, points[0]], outline, width)

    def box(
        self, corners: tuple[Point, Point], fill: str = WHITE, outline: str = INK, radius: float = 0
    ) -> None:
        """A box, with round corners where `radius` says so."""
        edge = 2 * SCALE
        self._pen.rounded_rectangle(_scaled(corners), radius * SCALE, fill=fill, outline=outline, width=edge)

    def bar(self, corners: tuple[Point, Point], fill: str = BLUE) -> None:
        """A box without an outline."""
        self._pen.rectangle(_scaled(corners), fill=fill)

    def circle(
        self, centre: Point, radius: float, fill: str = WHITE, outline: str = INK, width: float = 2
    ) -> None:
        """A circle about a centre."""
        bounds = _scaled(_bounds(centre, radius))
        self._pen.ellipse(bounds, fill=fill, outline=outline, width=round(width * SCALE))

    def arc(self, centre: Point, radius: float, degrees: tuple[float, float], colour: str = BLUE) -> None:
        """Part of a circle, from one angle to another, clockwise from three o'clock."""
        bounds = _scaled(_bounds(centre, radius))
        self._pen.arc(bounds, degrees[0], degrees[1], fill=colour, width=2 * SCALE)

    def word(
        self,
        at: Point,
        text: str,
        size: int = 18,
        colour: str = INK,
        anchor: str = "mm",
        *,
        bold: bool = False,
    ) -> None:
        """Words at a point; the anchor says which part of them lies there."""
        self._words.append(_Word(at, text, size, colour, anchor, bold))

    def save(self, path: Path) -> None:
        """Write the picture as a PNG of few colours, without metadata."""
        picture = self._sheet.resize(self._size, Image.Resampling.BOX)
        pen = ImageDraw.Draw(picture)
        for word in self._words:
            pen.text(word.at, word.text, fill=word.colour, font=_font(word), anchor=word.anchor)
        picture.quantize(COLOURS, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(
            path, optimize=True
        )


def _font(word: _Word) -> ImageFont.FreeTypeFont:
    name = "NotoSansSC-Bold.ttf" if word.bold else "NotoSansSC-Regular.ttf"
    return ImageFont.truetype(str(FONTS / name), word.size)


def _scaled(points: Sequence[Point]) -> list[Point]:
    return [(x * SCALE, y * SCALE) for x, y in points]


def _bounds(centre: Point, radius: float) -> tuple[Point, Point]:
    x, y = centre
    return (x - radius, y - radius), (x + radius, y + radius)
