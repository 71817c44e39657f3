"""A rehearsal's report as a table: of each candidate, what was done to the seat and what came of it.

Rule: what stands in the table stands in the print as well, from the same lines.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from examserver.services.rehearsals.report import RehearsalReport, SeatReport
from examserver.services.rehearsals.report_words import words_in
from examserver.services.result_files import Sheet, sheet_csv
from examserver.site_times import shown, shown_clock
from examserver.storage.troubles import TroubleRow

COLUMNS = (
    "room",
    "seat",
    "station",
    "admission_number",
    "name",
    "exam",
    "exam_title",
    "begun",
    "events",
    "told",
    "receipt",
    "troubles",
    "done",
    "what",
    "result",
)


@dataclass(frozen=True, slots=True)
class Told:
    """What was done to a seat, and what came of it, in words."""

    what: str
    result: str


def report_csv(report: RehearsalReport, made: int, language: str) -> bytes:
    """The report as CSV in UTF-8 with BOM; the last row says of which sitting, and when it was made."""
    words = words_in(language)
    rows = [_row(seat, words) for seat in report.seats]
    last = (report.sitting.id, report.sitting.title, words["made"].format(time=shown(made)))
    filled = (*last, summary_in(report, words), *[""] * (len(COLUMNS) - len(last) - 1))
    return sheet_csv(Sheet("rehearsal", [words[name] for name in COLUMNS], [*rows, filled]))


def report_name(report: RehearsalReport, ending: str) -> str:
    """What the file is called."""
    return f"{report.sitting.id}-rehearsal.{ending}"


def summary_in(report: RehearsalReport, words: Mapping[str, str]) -> str:
    """In one sentence, what came of the rehearsal."""
    absent = len(report.seats) - report.begun
    return words["summary"].format(well=report.well, begun=report.begun, absent=absent)


def told_of(seat: SeatReport, words: Mapping[str, str]) -> Told:
    """In words, what was done to a seat and what came of it."""
    between = "；" if words["yes"] == "是" else "; "
    what = between.join(_trouble(one, words) for one in seat.troubles)
    if not seat.begun:
        return Told(what, words["absent"])
    return Told(what, between.join(words[fault] for fault in seat.faults) or words["well"])


def _row(seat: SeatReport, words: Mapping[str, str]) -> tuple[object, ...]:
    told, station = told_of(seat, words), seat.station
    return (
        station.room if station else "",
        station.seat if station else "",
        station.name if station else "",
        seat.candidate.admission_number,
        seat.candidate.name,
        seat.exam.id,
        seat.exam.title,
        words["yes"] if seat.begun else words["no"],
        seat.events if seat.begun else "",
        seat.told if seat.told >= 0 else "",
        seat.receipt,
        len(seat.troubles),
        seat.done,
        told.what,
        told.result,
    )


def _trouble(one: TroubleRow, words: Mapping[str, str]) -> str:
    form = words["seconds"] if one.seconds else words["at"]
    said = form.format(kind=words.get(one.kind, one.kind), n=one.seconds, time=shown_clock(one.ordered))
    return said if one.done else f"{said} ({words['not_done']})"
