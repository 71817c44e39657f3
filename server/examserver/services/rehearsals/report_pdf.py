"""A rehearsal's report as PDF, for the record: on A4, with a place to sign."""

from examserver.services.rehearsals.report import RehearsalPaper, SeatReport
from examserver.services.rehearsals.report_sheet import summary_in, told_of
from examserver.services.rehearsals.report_words import words_in
from examserver.services.rosters.pdf import document, from_to
from examserver.services.rosters.pen import BOLD, REGULAR, Pen
from examserver.services.rosters.printed import HEIGHT, WIDTH, Printed
from examserver.site_times import shown

SIDE, LOWEST, LINE, SIZE = 36.0, 70.0, 13.0, 9.0
"""Points: the margin, where the table ends, a line and its letters."""

COLUMNS = (
    ("seat", 66.0),
    ("name", 104.0),
    ("both", 48.0),
    ("receipt", 74.0),
    ("what", 118.0),
    ("result", 113.0),
)
"""Columns and their widths in points."""


def report_pdf(paper: RehearsalPaper, language: str = "zh") -> Printed:
    """The whole report; its seats as the page has them, those with faults first."""
    words = {"from_to": "{day} {start} - {end}"} | words_in(language)
    with document(words["title"]) as made:
        _Print(made.pen, paper, words).draw()
        return made.finished()


class _Print:
    """Draws it; each row is as high as what stands in it."""

    def __init__(self, pen: Pen, paper: RehearsalPaper, words: dict[str, str]) -> None:
        self._pen = pen
        self._paper = paper
        self._words = words
        self._width = WIDTH - 2 * SIDE

    def draw(self) -> None:
        """All pages, the head on the first and the columns' names on each."""
        rows = [self._lines(_cells(seat, self._words)) for seat in self._paper.report.seats]
        head = self._lines(tuple(self._words[name] for name, _ in COLUMNS))
        pages = self._pages(rows, head)
        for number, page in enumerate(pages, 1):
            y = self._head() if number == 1 else HEIGHT - 46
            y = self._row(y, head, font=BOLD)
            for row in page:
                y = self._row(y, row, font=REGULAR)
            self._foot(number, len(pages))
            self._pen.canvas.showPage()

    def _pages(self, rows: list[list[list[str]]], head: list[list[str]]) -> list[list[list[list[str]]]]:
        pages: list[list[list[list[str]]]] = [[]]
        y = self._top() - _height(head)
        for row in rows:
            if y - _height(row) < LOWEST and pages[-1]:
                pages.append([])
                y = HEIGHT - 46 - _height(head)
            pages[-1].append(row)
            y -= _height(row)
        return pages

    def _top(self) -> float:
        """Where the table begins on the first page."""
        return HEIGHT - 132 - 15 * len(self._paper.exams)

    def _head(self) -> float:
        paper, words, y = self._paper, self._words, HEIGHT - 50
        self._pen.fitted(SIDE, y, paper.site, 10, self._width * 0.6)
        self._pen.fitted(WIDTH - SIDE - 190, y, words["made"].format(time=shown(paper.made)), 9, 190)
        self._pen.centred(WIDTH / 2, y - 28, words["title"], 18, font=BOLD)
        sitting = f"{paper.report.sitting.title} ({paper.report.sitting.id})"
        if real := paper.report.sitting.rehearses:
            sitting += f" · {words['of'].format(real=real)}"
        self._pen.fitted(SIDE, y - 50, sitting, 12, self._width, font=BOLD)
        y -= 66
        for exam in paper.exams:
            line = f"{exam.id}  {exam.title}  {from_to(words, exam.starts, exam.ends)}"
            self._pen.fitted(SIDE, y, line, 10, self._width)
            y -= 15
        self._pen.fitted(SIDE, y, summary_in(paper.report, words), 10, self._width)
        return self._top()

    def _lines(self, cells: tuple[str, ...]) -> list[list[str]]:
        """The text of each cell, broken into lines."""
        return [self._pen.lines(cell, SIZE, wide - 8) for (_, wide), cell in zip(COLUMNS, cells, strict=True)]

    def _row(self, y: float, cells: list[list[str]], *, font: str) -> float:
        x, height = SIDE, _height(cells)
        for (_, wide), lines in zip(COLUMNS, cells, strict=True):
            self._pen.canvas.rect(x, y - height, wide, height)
            for place, line in enumerate(lines):
                self._pen.fitted(x + 4, y - 11 - place * LINE, line, SIZE, wide - 8, font=font)
            x += wide
        return y - height

    def _foot(self, number: int, pages: int) -> None:
        self._pen.write(SIDE, 34, self._words["sign"], 10)
        self._pen.write(WIDTH - SIDE - 76, 34, self._words["page"].format(n=number, all=pages), 9)


def _height(cells: list[list[str]]) -> float:
    return 5 + LINE * max(len(lines) for lines in cells)


def _cells(seat: SeatReport, words: dict[str, str]) -> tuple[str, ...]:
    told, station = told_of(seat, words), seat.station
    place = f"{station.room} / {station.seat or station.name}" if station else "—"
    events = f"{seat.events} / {seat.told if seat.told >= 0 else '?'}" if seat.begun else "—"
    who = f"{seat.candidate.name} {seat.candidate.admission_number} {seat.exam.id}"
    return place, who, events, seat.receipt or "—", told.what or "—", told.result
