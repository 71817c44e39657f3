"""The actions of `examserver sitting` for rehearsals: trouble at a seat, and what came through."""

import argparse
from pathlib import Path

import msgspec

from examprotocol.room_password import new_room_password
from examprotocol.site_orders import TroubleKind
from examserver.cli.ordering import give
from examserver.clock import SteadyClock
from examserver.errors import FolderError
from examserver.services.exams import read_start
from examserver.services.rehearsals.copying import Rehearsed, RehearseExam
from examserver.services.rehearsals.orders import OrderTrouble
from examserver.services.rehearsals.report import RehearsalPaper, SeatReport, report_of
from examserver.services.rehearsals.report_sheet import report_csv
from examserver.services.rehearsals.report_words import LANGUAGES
from examserver.services.room_orders import SetRoomPassword
from examserver.services.room_passwords import lock_room
from examserver.services.stations import place_of
from examserver.storage.files import write_file
from examserver.storage.folder import open_folder
from examserver.storage.site import read_site
from examserver.storage.site_clock import site_clock
from examserver.storage.store import reading

ACTIONS = ("rehearse", "trouble", "report")
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
    _add_rehearse(actions)
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


def _add_rehearse(actions: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    rehearsing = actions.add_parser(
        "rehearse",
        help="make a rehearsal of an exam, with its candidates, rooms, seats and settings",
        description="Make a rehearsal of an exam, and a password for each of its rooms. Before its paper may "
        "be opened the sample paper is sat instead.",
    )
    rehearsing.add_argument("dir", type=Path, metavar="DIR", help="the service's folder")
    rehearsing.add_argument("exam", metavar="EXAM", help="the exam's id")
    rehearsing.add_argument(
        "--start", required=True, metavar="TIME", help="such as 2026-11-20 14:00, or +5: in five minutes"
    )
    rehearsing.add_argument("--paper", default="", metavar="ID", help="sit this paper instead of the sample")
    rehearsing.add_argument(
        "--own-paper",
        action="store_true",
        help="sit the exam's own paper, or the one named, all the same: candidates see its questions",
    )
    rehearsing.add_argument("--by", default="", metavar="NAME", help="who orders it")
    rehearsing.set_defaults(act=_rehearse)


def _rehearse(wanted: argparse.Namespace) -> int:
    start = read_start(wanted.start, site_clock(open_folder(wanted.dir)).now())
    order = RehearseExam(wanted.exam, start, wanted.paper, wanted.own_paper, wanted.by)
    outcome = give(wanted.dir, order)
    print("\n".join(outcome.lines))
    made = msgspec.json.decode(outcome.content, type=Rehearsed)
    for room in made.rooms:
        password = new_room_password()
        locked = lock_room(password)
        give(wanted.dir, SetRoomPassword(room, made.exam, locked.password, locked.key, locked.sealed))
        print(f"Room password of {room} for {made.exam}:  {password}")
    if made.rooms:
        print("Passwords are shown only now. They do not count for the real exam.")
    print(f"Afterwards: examserver sitting report DIR {made.sitting}")
    return 0


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
    if (real := report.sitting.rehearses) != "":
        print(f"This was a rehearsal of {real}. Go on there: examserver exam list DIR")
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
