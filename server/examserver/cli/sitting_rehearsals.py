"""The actions of `examserver sitting` for rehearsals: trouble at a seat, and what came through."""

import argparse
from pathlib import Path

from examprotocol.site_orders import TroubleKind
from examserver.cli.ordering import give
from examserver.clock import SteadyClock
from examserver.errors import FolderError
from examserver.services.rehearsals.orders import OrderTrouble
from examserver.services.rehearsals.report import RehearsalPaper, SeatReport, report_of
from examserver.services.rehearsals.report_sheet import report_csv
from examserver.services.rehearsals.report_words import LANGUAGES
from examserver.services.stations import place_of
from examserver.storage.files import write_file
from examserver.storage.folder import open_folder
from examserver.storage.site import read_site
from examserver.storage.store import reading

ACTIONS = ("trouble", "report")
NOT_ALL_WELL = 1
KINDS = {kind.value.replace("_", "-"): kind.value for kind in TroubleKind}


def add_actions(actions: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add them."""
    troubling = actions.add_parser(
        "trouble",
        help="in a rehearsal: cut a seat's network, crash its client, or fill its disk",
        description="In a rehearsal, do something bad to the seat where a candidate sits.",
    )
    troubling.add_argument("dir", type=Path, metavar="DIR", help="the service's folder")
    troubling.add_argument("exam", metavar="EXAM", help="the exam's id")
    troubling.add_argument("candidate", metavar="NUMBER", help="the admission number")
    troubling.add_argument("kind", choices=KINDS, metavar="KIND", help=", ".join(KINDS))
    troubling.add_argument("--seconds", type=int, default=60, metavar="N", help="how long (default: 60)")
    troubling.set_defaults(act=_trouble)
    reporting = actions.add_parser(
        "report",
        help="of a rehearsal: whether everything came through, seat by seat",
        description="Say of each seat whether everything came through; ends with 1 where it did not.",
    )
    reporting.add_argument("dir", type=Path, metavar="DIR", help="the service's folder")
    reporting.add_argument("sitting", metavar="SITTING", help="the sitting's id")
    reporting.add_argument("--csv", type=Path, metavar="FILE", help="write it as a table")
    reporting.add_argument("--pdf", type=Path, metavar="FILE", help="write it to be printed, for the record")
    reporting.add_argument("--language", choices=LANGUAGES, default="zh", help="of the files; zh by default")
    reporting.set_defaults(act=_report)


def _trouble(wanted: argparse.Namespace) -> int:
    order = OrderTrouble(wanted.exam, wanted.candidate, KINDS[wanted.kind], wanted.seconds)
    print("\n".join(give(wanted.dir, order).lines))
    return 0


def _report(wanted: argparse.Namespace) -> int:
    with reading(open_folder(wanted.dir)) as connection:
        report = report_of(connection, wanted.sitting)
        paper = RehearsalPaper(report, read_site(connection).name, SteadyClock().now())
    if wanted.csv:
        _write(wanted.csv, report_csv(report, paper.made, wanted.language))
    if wanted.pdf:
        from examserver.services.rehearsals.report_pdf import report_pdf  # noqa: PLC0415 - only for printing

        _write(wanted.pdf, report_pdf(paper, wanted.language).content)
    for seat in report.seats:
        print(_line(seat))
    print(f"Everything came through at {report.well} of {report.begun} seats.")
    return 0 if report.well == report.begun else NOT_ALL_WELL


def _write(file: Path, content: bytes) -> None:
    try:
        write_file(file, content)
    except OSError as error:
        raise FolderError(f"{file} cannot be written: {error.strerror}.", "Name another file.") from error
    print(f"Written: {file}")


def _line(seat: SeatReport) -> str:
    place = place_of(seat.station) if seat.station else "-"
    who = f"{place}\t{seat.candidate.admission_number}\t{seat.exam.id}"
    if not seat.begun:
        return f"{who}\tnobody came"
    told = seat.told if seat.told >= 0 else "?"
    counts = f"{seat.events} of {told} events\t{seat.done} of {len(seat.troubles)} troubles"
    return f"{who}\t{counts}\t{seat.receipt or '-'}\t{'; '.join(seat.faults) or 'everything came through'}"
