"""Admission slips (准考证) as PDF: each on a sheet of A4, or two on one."""

import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from reportlab.graphics.barcode.code128 import Code128
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader

from examserver.services.rosters.paper_data import Slip, SlipExam
from examserver.services.rosters.paper_words import usual_rules, words_in
from examserver.services.rosters.pdf import document, from_to
from examserver.services.rosters.pen import BOLD, LEADING, Pen
from examserver.services.rosters.printed import HEIGHT, WIDTH, Printed, Show, SlipStyle, unwatched

SIDE = 40.0
PHOTO = (35 * mm, 49 * mm)
EXAM_COLUMNS = (0.36, 0.36, 0.16, 0.12)
"""Shares of the width: title, time, room, seat."""

CODABLE = range(1, 33)
"""A barcode of more characters is too wide for a scanner held by hand."""


def without_photo(number: str) -> bytes | None:  # noqa: ARG001 - for whoever prints none
    """A slip with an empty box."""
    return None


def slips_pdf(
    slips: Sequence[Slip],
    style: SlipStyle,
    photo: Callable[[str], bytes | None] = without_photo,
    show: Show = unwatched,
) -> Printed:
    """All slips; `photo` gives the JPEG of an admission number, `show` hears how many are done."""
    parts = [part for slip in slips for part in _parts(slip, style.most_exams)]
    with document(words_in(style.language)["slip"]) as made:
        for place, slip in enumerate(parts):
            is_lower = style.two and place % 2 == 1
            top = HEIGHT - style.height if is_lower else HEIGHT
            _Drawing(made.pen, style, top, photo).draw(slip)
            if is_lower:
                _cut_line(made.pen)
            if is_lower or not style.two or place == len(parts) - 1:
                made.pen.canvas.showPage()
            show(place + 1, len(parts))
        return made.finished()


def _parts(slip: Slip, most: int) -> Iterator[Slip]:
    for start in range(0, len(slip.exams), most):
        yield replace(slip, exams=slip.exams[start : start + most])


def _cut_line(pen: Pen) -> None:
    pen.canvas.saveState()
    pen.canvas.setDash(3, 3)
    pen.canvas.line(0, HEIGHT / 2, WIDTH, HEIGHT / 2)
    pen.canvas.restoreState()


class _Drawing:
    """Draws one slip from `top` down."""

    def __init__(self, pen: Pen, style: SlipStyle, top: float, photo: Callable[[str], bytes | None]) -> None:
        self._pen = pen
        self._style = style
        self._words = words_in(style.language)
        self._scale = style.scale
        self._bottom = top - style.height + 24
        self._y = top - (24 if style.two else SIDE)
        self._photo = photo
        self._width = WIDTH - 2 * SIDE

    def draw(self, slip: Slip) -> None:
        """All of it."""
        self._head()
        below = self._y - PHOTO[1] - 10
        self._picture(slip.admission_number)
        self._person(slip)
        self._code(slip.admission_number, below + 8)
        self._y = below
        self._exams(slip.exams)
        self._rules()

    def _head(self) -> None:
        scale, middle = self._scale, WIDTH / 2
        self._y -= 12 * scale
        site = self._style.site
        self._pen.centred(middle, self._y, self._short(site, 12 * scale), 12 * scale)
        self._y -= 24 * scale
        self._pen.centred(middle, self._y, self._words["slip"], 20 * scale, font=BOLD)
        self._y -= 12 * scale

    def _short(self, text: str, size: float) -> str:
        lines = self._pen.lines(text, size, self._width)
        return lines[0] + "…" if len(lines) > 1 else text

    def _picture(self, number: str) -> None:
        wide, high = PHOTO
        x, y = WIDTH - SIDE - wide, self._y - high
        jpeg = self._photo(number)
        if jpeg is not None:
            picture = ImageReader(io.BytesIO(jpeg))
            self._pen.canvas.drawImage(picture, x, y, wide, high, preserveAspectRatio=True, anchor="c")
        else:
            self._pen.centred(x + wide / 2, y + high / 2 - 4, self._words["photo"], 11)
        self._pen.canvas.rect(x, y, wide, high)

    def _person(self, slip: Slip) -> None:
        said = (
            ("name", slip.name, BOLD),
            ("admission_number", slip.admission_number, BOLD),
            ("identity_number", slip.identity_number, "exam-regular"),
        )
        size, label = 12.0, 100.0
        room = self._width - label - PHOTO[0] - 16
        for name, value, font in said:
            self._y -= 26
            self._pen.write(SIDE, self._y, self._words[name], 10)
            self._pen.fitted(SIDE + label, self._y, value, size + 2, room, font=font)
            self._pen.canvas.line(SIDE + label, self._y - 5, SIDE + label + room, self._y - 5)

    def _code(self, number: str, y: float) -> None:
        """A barcode for the telephone at the door, where one can be made of the number."""
        if number.isascii() and number.isprintable() and len(number) in CODABLE:
            code = Code128(number, barHeight=26, barWidth=1.0, quiet=False)
            code.drawOn(self._pen.canvas, SIDE + 100, y)

    def _exams(self, exams: tuple[SlipExam, ...]) -> None:
        words, row = self._words, 21 * self._scale
        head = (words["exam"], words["time"], words["room"], words["seat"])
        lines = [(one.title, from_to(words, one.starts, one.ends), one.room, one.seat) for one in exams]
        for number, cells in enumerate((head, *lines)):
            self._row(cells, row, is_head=number == 0)

    def _row(self, cells: tuple[str, ...], high: float, *, is_head: bool) -> None:
        x, size = SIDE, (9.5 if is_head else 11) * (1 + (self._scale - 1) / 2)
        for share, cell in zip(EXAM_COLUMNS, cells, strict=True):
            wide = share * self._width
            self._pen.canvas.rect(x, self._y - high, wide, high)
            font = "exam-regular" if is_head else BOLD
            shown = cell or "—"
            self._pen.fitted(x + 5, self._y - high / 2 - size * 0.36, shown, size, wide - 10, font=font)
            x += wide
        self._y -= high

    def _rules(self) -> None:
        size = 8.5 * self._scale
        self._y -= size * LEADING + 2
        self._pen.write(SIDE, self._y, self._words["rules"], size, font=BOLD)
        text = self._style.rules or usual_rules(self._style.language)
        self._pen.paragraph(SIDE, self._y - size * LEADING, text, size, self._width, self._bottom)
