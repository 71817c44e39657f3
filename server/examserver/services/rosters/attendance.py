"""Attendance lists (签到表) as PDF: one for each room and exam, with a place to sign for each candidate."""

from collections.abc import Sequence

from examserver.services.rosters.paper_data import AttendanceSheet, Attending
from examserver.services.rosters.paper_words import words_in
from examserver.services.rosters.pdf import document, from_to
from examserver.services.rosters.pen import BOLD, REGULAR, Pen
from examserver.services.rosters.printed import HEIGHT, WIDTH, Printed, Show, unwatched

SIDE, ROW, LINES = 36.0, 21.5, 30
"""Points; a room of 30 has one page."""

COLUMNS = (
    ("seat", 46.0),
    ("admission_number", 112.0),
    ("name", 118.0),
    ("identity_number", 114.0),
    ("signature", 88.0),
    ("note", 45.0),
)
"""Columns and their widths in points."""


def attendance_pdf(
    sheets: Sequence[AttendanceSheet],
    site: str,
    language: str = "zh",
    show: Show = unwatched,
) -> Printed:
    """All lists, each beginning on a page of its own; `show` hears how many lists are done."""
    words = words_in(language)
    with document(words["attendance"]) as made:
        for number, sheet in enumerate(sheets, 1):
            _List(made.pen, sheet, site, words).draw()
            show(number, len(sheets))
        return made.finished()


class _List:
    """Draws one list."""

    def __init__(self, pen: Pen, sheet: AttendanceSheet, site: str, words: dict[str, str]) -> None:
        self._pen = pen
        self._sheet = sheet
        self._site = site
        self._words = words
        self._width = WIDTH - 2 * SIDE

    def draw(self) -> None:
        """All its pages."""
        lines = self._sheet.lines
        pages = [lines[start : start + LINES] for start in range(0, len(lines), LINES)]
        for number, page in enumerate(pages, 1):
            y = self._head()
            y = self._row(y, tuple(self._words[name] for name, _ in COLUMNS), is_head=True)
            for line in page:
                y = self._row(y, _cells(line), is_head=False)
            self._foot(number, len(pages))
            self._pen.canvas.showPage()

    def _head(self) -> float:
        """What the list is of; returns where the table begins."""
        exam, words, y = self._sheet.exam, self._words, HEIGHT - 50
        self._pen.fitted(SIDE, y, self._site, 10, self._width)
        y -= 24
        self._pen.centred(WIDTH / 2, y, words["attendance"], 18, font=BOLD)
        y -= 24
        self._pen.fitted(SIDE, y, exam.title, 12, self._width * 0.62, font=BOLD)
        room = f"{words['room']} {self._sheet.room or words['no_room']}"
        self._pen.fitted(SIDE + self._width * 0.66, y, room, 12, self._width * 0.34, font=BOLD)
        y -= 18
        self._pen.write(SIDE, y, f"{words['time']} {from_to(words, exam.starts, exam.ends)}", 10)
        expected = words["expected"].format(n=len(self._sheet.lines))
        self._pen.write(SIDE + self._width * 0.66, y, expected, 10)
        return y - 10

    def _row(self, y: float, cells: tuple[str, ...], *, is_head: bool) -> float:
        x = SIDE
        for (name, wide), cell in zip(COLUMNS, cells, strict=True):
            self._pen.canvas.rect(x, y - ROW, wide, ROW)
            font = BOLD if is_head or name in ("seat", "name") else REGULAR
            self._pen.fitted(x + 4, y - ROW + 7, cell, 9.5 if is_head else 10.5, wide - 8, font=font)
            x += wide
        return y - ROW

    def _foot(self, number: int, pages: int) -> None:
        words, y = self._words, 34.0
        self._pen.write(SIDE, y, words["present"], 10)
        self._pen.write(SIDE + 110, y, words["absent"], 10)
        self._pen.write(SIDE + 220, y, words["proctors"], 10)
        self._pen.write(WIDTH - SIDE - 76, y, words["page"].format(n=number, all=pages), 9)


def _cells(line: Attending) -> tuple[str, ...]:
    return line.seat or "—", line.admission_number, line.name, line.identity_number, "", ""
