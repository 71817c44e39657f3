"""The icon of the program: an answer sheet with a tick, on the blue of the client, drawn by distances.

Rule: the same bytes everywhere, so plain numbers and no compression. A shape is how far a point is from its
edge, negative inside; the unit is the side of the icon.
"""

import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass

SIZES = (16, 20, 24, 32, 40, 48, 64, 128, 256)
"""Pixels: what Windows takes at 100 to 250 %, and the large ones of the desktop."""

BLUE, WHITE, GREY, GREEN = (0x1F, 0x5F, 0xAE), (0xFF, 0xFF, 0xFF), (0xB9, 0xC6, 0xD6), (0x2E, 0x8B, 0x57)

Shape = Callable[[float, float], float]


@dataclass(frozen=True, slots=True)
class Layer:
    """One shape in one colour, over what is below it."""

    shape: Shape
    colour: tuple[int, int, int]


def box(left: float, top: float, right: float, bottom: float, round_by: float) -> Shape:
    """A rectangle with round corners."""
    x, y = (left + right) / 2, (top + bottom) / 2
    half_width, half_height = (right - left) / 2 - round_by, (bottom - top) / 2 - round_by

    def distance(at_x: float, at_y: float) -> float:
        dx, dy = abs(at_x - x) - half_width, abs(at_y - y) - half_height
        outside = float((max(dx, 0) ** 2 + max(dy, 0) ** 2) ** 0.5)
        return outside + min(max(dx, dy), 0) - round_by

    return distance


def stroke(x1: float, y1: float, x2: float, y2: float, width: float) -> Shape:
    """A line with round ends."""
    dx, dy = x2 - x1, y2 - y1

    def distance(x: float, y: float) -> float:
        along = min(max(((x - x1) * dx + (y - y1) * dy) / (dx * dx + dy * dy), 0), 1)
        return float(((x - x1 - along * dx) ** 2 + (y - y1 - along * dy) ** 2) ** 0.5 - width / 2)

    return distance


def layers(size: int) -> Iterator[Layer]:
    """From below to above. Small icons have the tick alone: lines would be a blur."""
    yield Layer(box(0.03, 0.03, 0.97, 0.97, 0.2), BLUE)
    if size < 32:
        yield from _tick(0.5, 0.52, 1.5, 0.13, WHITE)
        return
    yield Layer(box(0.24, 0.16, 0.76, 0.84, 0.06), WHITE)
    for y in (0.3, 0.41):
        yield Layer(stroke(0.34, y, 0.66, y, 0.045), GREY)
    yield from _tick(0.5, 0.63, 0.8, 0.08, GREEN)


def _tick(x: float, y: float, scale: float, width: float, colour: tuple[int, int, int]) -> Iterator[Layer]:
    yield Layer(stroke(x - 0.2 * scale, y, x - 0.06 * scale, y + 0.14 * scale, width), colour)
    yield Layer(stroke(x - 0.06 * scale, y + 0.14 * scale, x + 0.2 * scale, y - 0.14 * scale, width), colour)


def pixels(size: int) -> list[tuple[int, int, int, int]]:
    """Red, green, blue and opacity, from the top left on."""
    drawn = list(layers(size))
    return [_pixel(drawn, (x + 0.5) / size, (y + 0.5) / size, size) for y in range(size) for x in range(size)]


def _pixel(drawn: list[Layer], x: float, y: float, size: int) -> tuple[int, int, int, int]:
    opacity = _covered(drawn[0], x, y, size)
    red, green, blue = map(float, drawn[0].colour)
    for layer in drawn[1:]:
        share = _covered(layer, x, y, size)
        if share:
            over = layer.colour
            red += (over[0] - red) * share
            green += (over[1] - green) * share
            blue += (over[2] - blue) * share
    return round(red), round(green), round(blue), round(opacity * 255)


def _covered(layer: Layer, x: float, y: float, size: int) -> float:
    """How much of a pixel a shape covers, from 0 to 1."""
    return min(max(0.5 - layer.shape(x, y) * size, 0.0), 1.0)


def picture(size: int) -> bytes:
    """One picture as icons hold it: a bitmap of 32 bits from the bottom line on, and an empty mask."""
    lines = pixels(size)
    mask_line = (size + 31) // 32 * 4
    header = struct.pack("<IiiHHIIiiII", 40, size, 2 * size, 1, 32, 0, 0, 0, 0, 0, 0)
    rows = (lines[y * size : (y + 1) * size] for y in reversed(range(size)))
    colours = b"".join(bytes((blue, green, red, alpha)) for row in rows for red, green, blue, alpha in row)
    return header + colours + bytes(mask_line * size)
