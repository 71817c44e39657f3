"""`examserver candidates slips` and `attendance`: what is printed for an exam, as PDF."""

import argparse
import sys
from functools import partial
from pathlib import Path

from examserver.cli.progress import progress_bar
from examserver.errors import FolderError
from examserver.services.rosters.paper_data import attendance_of, slips_of
from examserver.services.rosters.paper_words import LANGUAGES
from examserver.services.rosters.printed import Printed, SlipStyle
from examserver.storage.candidates import comparable
from examserver.storage.files import write_file
from examserver.storage.folder import open_folder
from examserver.storage.photos import photo_of
from examserver.storage.settings import read_settings
from examserver.storage.site import read_site
from examserver.storage.store import reading


def add_actions(actions: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The two actions."""
    slips = actions.add_parser("slips", help="write admission slips as PDF")
    _add_common(slips)
    slips.add_argument("--exam", default="", metavar="ID", help="the exam; by default all of each candidate")
    slips.add_argument("--room", default="", metavar="R", help="only those who sit in this room")
    slips.add_argument("--candidate", default="", metavar="NUMBER", help="only this candidate's")
    slips.add_argument("--two", action="store_true", help="two on a sheet of A4")
    slips.set_defaults(act=_slips)
    attendance = actions.add_parser("attendance", help="write attendance lists as PDF, one for each room")
    _add_common(attendance)
    attendance.add_argument("--exam", required=True, metavar="ID", help="the exam")
    attendance.add_argument("--room", default=None, metavar="R", help="one room; by default all")
    attendance.set_defaults(act=_attendance)


def _add_common(action: argparse.ArgumentParser) -> None:
    action.add_argument("dir", type=Path, metavar="DIR", help="the service's folder")
    action.add_argument("--out", required=True, type=Path, metavar="FILE.pdf", help="the file to write")
    action.add_argument("--language", choices=LANGUAGES, default="zh", help="zh by default")


def _slips(wanted: argparse.Namespace) -> int:
    from examserver.services.rosters.slips import slips_pdf  # noqa: PLC0415 - loaded only for printing

    folder = open_folder(wanted.dir)
    with reading(folder) as connection:
        slips = slips_of(connection, wanted.exam, wanted.room, comparable(wanted.candidate))
        site, rules = read_site(connection).name, read_settings(connection).slip_rules
    style = SlipStyle(site, rules, wanted.language, two=wanted.two)
    with progress_bar("slips") as show:
        printed = slips_pdf(slips, style, partial(photo_of, folder), show)
    _write(wanted.out, printed)
    print(f"{len(slips)} slips are in {wanted.out}.")
    return 0


def _attendance(wanted: argparse.Namespace) -> int:
    from examserver.services.rosters.attendance import attendance_pdf  # noqa: PLC0415 - the same

    with reading(open_folder(wanted.dir)) as connection:
        sheets = attendance_of(connection, wanted.exam, wanted.room)
        site = read_site(connection).name
    printed = attendance_pdf(sheets, site, wanted.language)
    _write(wanted.out, printed)
    print(f"{len(sheets)} lists are in {wanted.out}.")
    return 0


def _write(file: Path, printed: Printed) -> None:
    try:
        write_file(file, printed.content)
    except OSError as error:
        raise FolderError(f"{file} cannot be written: {error.strerror}.", "Name another file.") from error
    if printed.missing:
        print(
            f"No font has these characters; they stand as numbers: {', '.join(printed.missing)}",
            file=sys.stderr,
        )
