"""Results as files: CSV for spreadsheets, JSON for programs.

Rule: a cell that a spreadsheet would take for a formula gets an apostrophe before it, also for the full-width
signs of Chinese and Japanese keyboards (OWASP CSV injection).
"""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields

import msgspec

from examserver.scoring.sheet import Line
from examserver.services.collecting.qti_names import printable
from examserver.services.results import Marked, Result, plain_points

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
UNSEEN = " \xa0\u3000\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\ufeff\ufffd"
COLUMNS = tuple(field.name for field in fields(Result))
POINT_COLUMNS = (
    "exam",
    "admission_number",
    "name",
    "number",
    "question",
    "type",
    "answered",
    "score",
    "max_score",
)
"""`number` is the question's on this candidate's screen, `question` its id, the same for everybody."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: its name, its columns, and its rows of texts, numbers and truths."""

    name: str
    columns: Sequence[str]
    rows: Iterable[Sequence[object]]


def results_sheet(results: Sequence[Result]) -> Sheet:
    """The results, a row for each candidate."""
    return Sheet("results", COLUMNS, (tuple(asdict(result).values()) for result in results))


def points_sheet(marked: Iterable[Marked]) -> Sheet:
    """The points of each question of each candidate.

    An empty score waits for a person. Of best ones that count all are here, so the sum may be above the
    total.
    """
    rows = (_points(one.result, line) for one in marked if one.sheet for line in one.sheet.lines)
    return Sheet("points", POINT_COLUMNS, rows)


def results_csv(results: Sequence[Result]) -> bytes:
    """The results as CSV in UTF-8 with BOM, so that spreadsheets show Chinese names."""
    return sheet_csv(results_sheet(results))


def points_csv(marked: Iterable[Marked]) -> bytes:
    """The points of each question of each candidate, as CSV in UTF-8 with BOM."""
    return sheet_csv(points_sheet(marked))


def results_json(results: Sequence[Result]) -> bytes:
    """The results as a JSON list; points are decimal strings."""
    return msgspec.json.format(msgspec.json.encode(results))


def sheet_csv(sheet: Sheet) -> bytes:
    """A table as CSV in UTF-8 with BOM. Leading zeros are there; a spreadsheet may take them away."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(sheet.columns)
    for row in sheet.rows:
        writer.writerow([_cell(value) for value in row])
    return text.getvalue().encode("utf-8-sig")


def _points(result: Result, line: Line) -> tuple[object, ...]:
    kind = msgspec.inspect.type_info(type(line.question))
    points = line.scored.points
    return (
        result.exam,
        result.admission_number,
        result.name,
        line.number,
        line.question.id,
        kind.tag if isinstance(kind, msgspec.inspect.StructType) else "",
        line.is_answered,
        "" if points is None else plain_points(points),
        line.scored.max_points,
    )


def _cell(value: object) -> str:
    """The text of a cell; numbers, also negative ones, stay numbers."""
    if not isinstance(value, str):
        return str(value)
    text = printable(value)
    return f"'{text}" if text.startswith(FORMULA_STARTS) or _is_formula_behind(text) else text


def _is_formula_behind(text: str) -> bool:
    """Whether a formula begins after what nobody sees, which some programs drop."""
    return text.lstrip(UNSEEN).startswith(FORMULA_STARTS)
