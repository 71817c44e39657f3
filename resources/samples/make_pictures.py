"""Draws the pictures of the sample exam anew: `python -m resources.samples.make_pictures`."""

import math
from collections.abc import Callable
from pathlib import Path

from resources.samples.canvas import (
    BLUE,
    GREY,
    INK,
    MIDDLE_BLUE,
    PALE_BLUE,
    PALE_GREY,
    WHITE,
    Canvas,
    Point,
)

PICTURES = Path(__file__).resolve().parent / "pictures"
RAINFALL = (12, 18, 30, 48, 66, 120, 156, 114, 60, 36, 24, 16)  # millimetres, January to December


def rainfall() -> Canvas:
    """A bar chart of twelve months, every bar with its number."""
    canvas, floor, left, right = Canvas(640, 360), 310, 62, 622
    for level in range(0, 181, 30):
        y = floor - level * 1.45
        canvas.line([(left, y), (right, y)], PALE_GREY if level else GREY, 1)
        canvas.word((left - 8, y), str(level), 15, GREY, "rm")
    for month, millimetres in enumerate(RAINFALL):
        x, top = left + 24 + month * 46.5, floor - millimetres * 1.45
        canvas.bar(((x - 14, top), (x + 14, floor - 1)), MIDDLE_BLUE)
        canvas.word((x, top - 11), str(millimetres), 15, BLUE)
        canvas.word((x, floor + 16), str(month + 1), 15)
    canvas.word((left - 46, 22), "降水量（毫米）", 15, GREY, "lm")
    canvas.word((right, floor + 38), "月份", 15, GREY, "rm")
    return canvas


def town_map() -> Canvas:
    """A small town, whose north arrow does not point upwards."""
    canvas = Canvas(600, 380)
    north_bank = [(x, _river(x) - 15) for x in range(-10, 620, 5)]
    south_bank = [(x, _river(x) + 15) for x in range(615, -15, -5)]
    canvas.polygon([*north_bank, *south_bank], PALE_BLUE, PALE_BLUE, 0)
    canvas.line([(-10, 330), (610, 330)], PALE_GREY, 16)
    canvas.line([(260, 330), (260, 90)], PALE_GREY, 12)
    canvas.line([(260, 150), (470, 150)], PALE_GREY, 12)
    canvas.word((425, _river(425)), "清　溪", 16, BLUE)
    canvas.word((540, 330), "公　路", 15, GREY)
    for at, name in (((260, 330), "车站"), ((260, 82), "学校"), ((470, 150), "集市")):
        canvas.circle(at, 8, fill=BLUE, outline=WHITE)
        canvas.word((at[0] + 16, at[1] - 20), name, 18, anchor="lm", bold=True)
    _north_arrow(canvas, (540, 72))
    canvas.line([(30, 30), (30, 36), (130, 36), (130, 30)], INK, 2)
    canvas.word((80, 20), "200 米", 15)
    canvas.line([(1, 1), (599, 1), (599, 379), (1, 379), (1, 1)], GREY, 1)
    return canvas


def _river(x: float) -> float:
    return 246 + 16 * math.sin(x / 70) - x / 40


def _north_arrow(canvas: Canvas, centre: Point) -> None:
    x, y = centre
    canvas.line([(x + 30, y + 30), (x - 20, y - 20)], INK, 3)
    canvas.polygon([(x - 30, y - 30), (x - 10, y - 20), (x - 20, y - 10)], INK)
    canvas.word((x - 42, y - 40), "北", 20, bold=True)


def circuit() -> Canvas:
    """A battery, two switches and two lamps."""
    canvas, top, bottom = Canvas(560, 300), 60, 270
    canvas.line([(110, top), (460, top), (460, bottom), (80, bottom)])
    canvas.line([(80, bottom), (80, top), (110, top)])
    canvas.line([(300, top), (300, bottom)])
    for joint in ((300, top), (300, bottom)):
        canvas.circle(joint, 4, fill=INK)
    _battery(canvas, (80, 165))
    _switch(canvas, (180, top), upright=False)
    _switch(canvas, (460, 115), upright=True)
    _lamp(canvas, (300, 165))
    _lamp(canvas, (460, 205))
    for at, name in (((175, 30), "S1"), ((502, 138), "S2"), ((334, 165), "L1"), ((494, 205), "L2")):
        _name_part(canvas, at, name)
    return canvas


def _name_part(canvas: Canvas, at: Point, name: str) -> None:
    canvas.word(at, name[0], 20, BLUE, "lm", bold=True)
    canvas.word((at[0] + 14, at[1] + 6), name[1:], 14, BLUE, "lm", bold=True)


def _battery(canvas: Canvas, centre: Point) -> None:
    x, y = centre
    canvas.bar(((x - 30, y - 8), (x + 30, y + 8)), WHITE)
    canvas.line([(x - 24, y - 8), (x + 24, y - 8)], INK, 2)
    canvas.line([(x - 12, y + 8), (x + 12, y + 8)], INK, 5)
    canvas.word((x - 42, y - 14), "+", 20, GREY)


def _switch(canvas: Canvas, start: Point, *, upright: bool) -> None:
    x, y = start
    end = (x, y + 46) if upright else (x + 46, y)
    tip = (x + 28, y + 6) if upright else (x + 40, y - 26)
    hinge = end if upright else start
    corners = ((x - 5, y), (x + 5, y + 46)) if upright else ((x, y - 5), (x + 46, y + 5))
    canvas.bar(corners, WHITE)
    canvas.line([hinge, tip], INK, 3)
    for contact in (start, end):
        canvas.circle(contact, 5)


def _lamp(canvas: Canvas, centre: Point) -> None:
    canvas.circle(centre, 24)
    x, y = centre
    reach = 24 * math.sqrt(0.5)
    canvas.line([(x - reach, y - reach), (x + reach, y + reach)])
    canvas.line([(x - reach, y + reach), (x + reach, y - reach)])


def triangle() -> Canvas:
    """A triangle with one side drawn out; true to its angles of 48, 65 and 113 degrees."""
    canvas, b, c, d = Canvas(560, 330), (100.0, 280.0), (310.0, 280.0), (500.0, 280.0)
    slope = math.radians(65)
    side = 210 * math.sin(math.radians(67)) / math.sin(math.radians(48))
    a = (b[0] + side * math.cos(slope), b[1] - side * math.sin(slope))
    canvas.arc(a, 34, (67, 115))
    canvas.arc(c, 30, (247, 360))
    canvas.arc(b, 34, (295, 360))
    canvas.line([a, b, d], INK, 2.5)
    canvas.line([a, c], INK, 2.5)
    for at, name in (((a[0], a[1] - 20), "A"), ((82, 296), "B"), ((310, 302), "C"), ((514, 296), "D")):
        canvas.word(at, name, 20, bold=True)
    for at, size in (((a[0] - 1, a[1] + 54), "48°"), ((360, 244), "113°"), ((150, 258), "?")):
        canvas.word(at, size, 18, BLUE)
    return canvas


def flowchart_symbols() -> Canvas:
    """The four symbols of a flowchart, numbered."""
    canvas, middle = Canvas(620, 150), 58
    canvas.box(((24, 28), (144, 88)), PALE_BLUE, BLUE, radius=30)
    canvas.polygon([(196, 28), (298, 28), (276, 88), (174, 88)], PALE_BLUE, BLUE)
    canvas.polygon([(390, 16), (456, middle), (390, 100), (324, middle)], PALE_BLUE, BLUE)
    canvas.box(((484, 28), (598, 88)), PALE_BLUE, BLUE)
    for x, number in ((84, "①"), (236, "②"), (390, "③"), (541, "④")):
        canvas.word((x, 126), number, 22)
    return canvas


FIGURES: dict[str, Callable[[], Canvas]] = {
    "rainfall.png": rainfall,
    "town-map.png": town_map,
    "circuit.png": circuit,
    "triangle.png": triangle,
    "flowchart-symbols.png": flowchart_symbols,
}


def main() -> None:
    """Draw every figure into the folder of pictures."""
    PICTURES.mkdir(exist_ok=True)
    for name, draw in FIGURES.items():
        draw().save(PICTURES / name)


if __name__ == "__main__":
    main()
