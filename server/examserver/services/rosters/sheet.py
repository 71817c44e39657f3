"""What any kind of table file is read into: lines of cells, and what was found of the file.

Rule: a cell is what a person would read in it; what a spreadsheet has spoiled is marked, never mended.
"""

from dataclasses import dataclass
from enum import StrEnum

MOST_BYTES = 8 << 20
MOST_LINES = 20_000
MOST_COLUMNS = 100


class Fault(StrEnum):
    """What is wrong with a cell, as it is said of it."""

    MISSING = "is missing"
    TOO_LONG = "is longer than {about} characters"
    UNSEEN = "holds a line break or control character"
    ROUNDED = "{about} was rounded by a spreadsheet; format the column as text"
    CUT = "{about} ends in zeros as after rounding by a spreadsheet; type it anew as text"
    DATED = "a spreadsheet has made the date {about} of it; format the column as text"
    FAILED = "holds the spreadsheet's error {about}"
    REPEATED = "stands in line {about} already"
    TAKEN = "{about} has this seat"
    NO_SEAT = "names a room and no seat"
    AT_ONCE = "sits “{about}” at the same time"
    BEGUN = "is not in the file, and has begun the exam already"
    CHECK_DIGIT = "the check digit does not fit: look whether it is mistyped"
    NO_ROOM = "there is no room {about} at this service"
    NO_STATION = "no station has enrolled at this seat"
    SAME_PERSON = "line {about} has the same identity number"
    STRANGE = "holds characters that cannot be printed: {about}"


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell, without blanks around it. `fault` is what the spreadsheet has done to it."""

    text: str
    fault: Fault | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not empty: its number as the person sees it, from 1."""

    number: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file as a table. `kind` is CSV or XLSX, `how` its encoding or the name of its sheet.

    `delimiter` is `""` for XLSX.
    """

    kind: str
    how: str
    delimiter: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong in a line (0: in none), in a column as it is called here."""

    line: int
    column: str
    fault: Fault
    about: str = ""

    def __str__(self) -> str:
        where = f"line {self.line}, {self.column}" if self.line else self.column
        return f"{where}: {self.fault.format(about=self.about)}"
