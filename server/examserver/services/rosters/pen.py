"""Writes text into a PDF with the bundled fonts, each character with the first font that has it.

Rule: a character that no font has is printed as its number in brackets, and told; never as a box, never left
out. Only the glyphs that are used go into the file.
"""

from functools import cache
from itertools import groupby
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from examserver.importers.bundled_fonts import CHARIS, NOTO, NOTO_BOLD, STIX, font_file
from examserver.services.rosters.printable import is_printable, named

REGULAR, BOLD = "exam-regular", "exam-bold"
FALLBACKS = ("exam-charis", "exam-stix")
FILES = {REGULAR: NOTO, BOLD: NOTO_BOLD, FALLBACKS[0]: CHARIS, FALLBACKS[1]: STIX}
LEADING = 1.5
BEFORE_A_LINE = "，。、；：！？）》”’,.;:!?)"
"""These do not begin a line."""


@cache
def _covered(font: str) -> frozenset[int]:
    found = pdfmetrics.getFont(font)
    assert isinstance(found, TTFont), "only bundled ones are registered"
    return frozenset(found.face.charToGlyph)


@cache
def _register(name: str, file: Path) -> None:
    pdfmetrics.registerFont(TTFont(name, str(file)))


class Pen:
    """Writes on a canvas, and remembers the characters that no font has.

    Widths and places are in points (1/72 inch), counted from the lower left corner of the page.
    """

    def __init__(self, canvas: Canvas) -> None:
        self.canvas = canvas
        self.missing: dict[str, None] = {}
        self._known: dict[tuple[str, str], list[tuple[str, str]]] = {}
        self._broken: dict[tuple[str, float, float], list[str]] = {}
        for name, file in FILES.items():
            _register(name, font_file(file))

    def write(self, x: float, y: float, text: str, size: float, *, font: str = REGULAR) -> float:
        """Write on a line; returns where it ends."""
        for one, run in self._runs(text, font):
            self.canvas.setFont(one, size)
            self.canvas.drawString(x, y, run)
            x += pdfmetrics.stringWidth(run, one, size)
        return x

    def centred(self, x: float, y: float, text: str, size: float, *, font: str = REGULAR) -> None:
        """Write so that the middle is at `x`."""
        self.write(x - self.width(text, size, font=font) / 2, y, text, size, font=font)

    def fitted(self, x: float, y: float, text: str, size: float, room: float, *, font: str = REGULAR) -> None:
        """Write on one line of `room` points: smaller where need be, and no smaller than can be read."""
        wide = self.width(text, size, font=font)
        smaller = max(size * min(1.0, room / wide), size * 0.6) if wide else size
        shown = text
        while shown and self.width(shown + "…", smaller, font=font) > room:
            if self.width(text, smaller, font=font) <= room + 0.01:
                break
            shown = shown[:-1]
        self.write(x, y, text if shown == text else shown + "…", smaller, font=font)

    def paragraph(self, x: float, y: float, text: str, size: float, room: float, lowest: float) -> None:
        """Write lines of `room` points from `y` down to `lowest`; what has no room ends in …."""
        lines = [line for part in text.split("\n") for line in self.lines(part, size, room)]
        fitting = max(1, int((y - lowest) // (size * LEADING)) + 1)
        for place, line in enumerate(lines[:fitting]):
            is_cut = place == fitting - 1 and len(lines) > fitting
            self.write(x, y - place * size * LEADING, f"{line}…" if is_cut else line, size)

    def lines(self, text: str, size: float, room: float) -> list[str]:
        """The text broken into lines of at most so many points; Latin words stay whole where they can.

        What stands on every slip is broken once: measured, that was most of the time for a thousand.
        """
        key = (text, size, room)
        if key not in self._broken:
            self._broken[key] = self._lines(text, size, room)
        return self._broken[key]

    def _lines(self, text: str, size: float, room: float) -> list[str]:
        lines, line, wide = list[str](), "", 0.0
        for word in _words(text):
            width = self.width(word, size)
            hangs = word in BEFORE_A_LINE
            if line and wide + width > room and not hangs:
                lines.append(line.rstrip())
                line, wide, word = "", 0.0, word.lstrip()  # noqa: PLW2901 - a blank does not begin a line
                width = self.width(word, size)
            for piece in word if width > room else (word,):
                step = self.width(piece, size)
                if line and wide + step > room and not hangs:
                    lines.append(line)
                    line, wide = "", 0.0
                line, wide = line + piece, wide + step
        return [*lines, line.rstrip()]

    def width(self, text: str, size: float, *, font: str = REGULAR) -> float:
        """How wide a text is, in points."""
        return sum(pdfmetrics.stringWidth(run, one, size) for one, run in self._runs(text, font))

    def _runs(self, text: str, font: str) -> list[tuple[str, str]]:
        """The text in pieces of one font each; what cannot be printed stands as its number."""
        key = (text, font)
        if key not in self._known:
            self._known[key] = self._found_runs(text, font)
        return self._known[key]

    def _found_runs(self, text: str, font: str) -> list[tuple[str, str]]:
        fonts = [(self._font_of(letter, font), letter) for letter in self._printed(text)]
        return [
            (one, "".join(letter for _, letter in run))
            for one, run in groupby(fonts, key=lambda pair: pair[0])
        ]

    def _printed(self, text: str) -> str:
        if text.isascii() and text.isprintable():
            return text
        return "".join(letter if is_printable(letter) else self._by_number(letter) for letter in text)

    def _by_number(self, letter: str) -> str:
        self.missing[named(letter)] = None
        return f"[U+{ord(letter):04X}]"

    def _font_of(self, letter: str, font: str) -> str:
        return next((one for one in (font, REGULAR, *FALLBACKS) if ord(letter) in _covered(one)), font)


def _words(text: str) -> list[str]:
    """Latin words with the blank before them, everything else letter by letter."""
    words = list[str]()
    for letter in text:
        is_latin = letter.isascii() and not letter.isspace()
        if is_latin and words and (words[-1] == " " or (words[-1][-1:].isascii() and words[-1][-1:] != " ")):
            words[-1] += letter
        else:
            words.append(letter)
    return words
