"""`examserver sites`, its half of reporting: take in a report that came as a file, and see what came and is
missing.
"""

import argparse
from pathlib import Path

import msgspec

from examprotocol.given_file import given_name
from examprotocol.given_lists import GivenCandidate
from examserver.cli.ordering import give
from examserver.cli.record_writing import add_record_options
from examserver.cli.tables import read_file
from examserver.errors import ExamSiteError
from examserver.services.exam_sites import exam_site_called
from examserver.services.giving.file_orders import LetJoin, MakeGiven
from examserver.services.giving.orders import GiveNetworks, GiveRoster
from examserver.services.order import StaffOrder
from examserver.services.reporting.orders import TakeReport
from examserver.services.reporting.overview import ExamAbove, SiteAbove, sites_above
from examserver.services.reporting.result_file import parts_in, read_index
from examserver.services.reporting.taking import open_report
from examserver.services.roster import ROSTER
from examserver.services.rosters.table import read_table
from examserver.site_times import shown
from examserver.storage.files import write_file
from examserver.storage.folder import open_folder
from examserver.storage.result_parts import missing_parts, put_part
from examserver.storage.store import reading

WHICH = "its name, or its id such as site-1"


def add_actions(actions: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The actions of `examserver sites DIR` about reports and lists."""
    importing = actions.add_parser("import", help="take in the report of a site that came as a file")
    importing.add_argument("file", type=Path, metavar="FILE", help="the result package (.examresults)")
    importing.add_argument(
        "--acknowledgement", type=Path, metavar="FILE", help="write what is signed of it (.examack)"
    )
    importing.set_defaults(act=_import)
    listing = actions.add_parser("reports", help="list what came from each site, and what is missing")
    listing.add_argument("--json", action="store_true", help="print JSON")
    listing.set_defaults(act=_list)
    recording = actions.add_parser(
        "record", help="write what a site has reported of entries and materials into a ZIP, with the photos"
    )
    add_record_options(recording, "EXAM")
    _add_lists(actions)


def _add_lists(actions: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    roster = actions.add_parser("roster", help="give a site who sits an exam there, with rooms and seats")
    roster.add_argument("site", metavar="SITE", help=WHICH)
    roster.add_argument(
        "file", type=Path, metavar="FILE", help="CSV: admission_number, name, identity_number"
    )
    roster.add_argument("--exam", required=True, metavar="ID", help="the exam, of this service")
    roster.set_defaults(act=_give_roster)
    networks = actions.add_parser("networks", help="give a site the networks of its stations")
    networks.add_argument("site", metavar="SITE", help=WHICH)
    networks.add_argument("networks", nargs="+", metavar="CIDR", help="such as 10.1.0.0/16")
    networks.set_defaults(act=_give_networks)
    joined = actions.add_parser("joined", help="let a site join by the answer file that it made")
    joined.add_argument("file", type=Path, metavar="FILE", help="the answer (.examjoined)")
    joined.set_defaults(act=lambda wanted: _order(wanted, LetJoin(read_file(wanted.file, bytes))))
    filing = actions.add_parser(
        "give-file", help="write all that a site is given into a file: the line is down"
    )
    filing.add_argument("site", metavar="SITE", help=WHICH)
    filing.add_argument(
        "--out",
        required=True,
        type=Path,
        metavar="X",
        help="the drive, a folder, or a file that is not there",
    )
    filing.set_defaults(act=_give_file)


def _give_networks(wanted: argparse.Namespace) -> int:
    return _order(wanted, GiveNetworks(wanted.site, tuple(wanted.networks)))


def _give_file(wanted: argparse.Namespace) -> int:
    with reading(open_folder(wanted.dir)) as connection:
        site = exam_site_called(connection, wanted.site)
    file = wanted.out / given_name(site.name) if wanted.out.is_dir() else wanted.out
    if file.exists():
        raise ExamSiteError(f"{file} exists already.", "Name another file with --out, or remove that one.")
    outcome = give(wanted.dir, MakeGiven(site.id))
    try:
        write_file(file, outcome.content, secret=True)
    except OSError as error:
        what = f"{file} cannot be written: {error.strerror}."
        raise ExamSiteError(what, "Name another file with --out.") from error
    print(*outcome.lines, sep="\n")
    print(f"Written: {file}. It has names and identity numbers in it: hand it to the site alone.")
    print(f"At the site: examserver upstream DIR take {file.name}")
    print("Parts go by paper mirror and upstream fetch --mirror, keys by sites key.")
    return 0


def _order(wanted: argparse.Namespace, order: StaffOrder) -> int:
    print(*give(wanted.dir, order).lines, sep="\n")
    return 0


def _import(wanted: argparse.Namespace) -> int:
    """The parts go onto the disk first, each by its hash: that may be done again at any time."""
    if wanted.acknowledgement and wanted.acknowledgement.exists():
        raise ExamSiteError(f"{wanted.acknowledgement} exists already.", "Name another file.")
    folder, (token, _) = open_folder(wanted.dir), read_index(wanted.file)
    with reading(folder) as connection:
        opened = open_report(connection, folder, token)
    missing = {part.sha256 for part in missing_parts(folder, opened.index.parts, len(opened.index.parts))}
    for part, data in parts_in(wanted.file, token):
        if part.sha256 in missing:
            put_part(folder, part, data)
    outcome = give(wanted.dir, TakeReport(token))
    print(*outcome.lines, sep="\n")
    if wanted.acknowledgement:
        write_file(wanted.acknowledgement, outcome.content + b"\n")
        print(f"Written: {wanted.acknowledgement}. At the site: examserver upstream DIR acknowledged FILE")
    return 0


def _give_roster(wanted: argparse.Namespace) -> int:
    rows = read_file(wanted.file, lambda data: read_table(data, ROSTER))
    candidates = tuple(
        GivenCandidate(
            row.values["admission_number"],
            row.values["name"],
            row.values["identity_number"],
            row.values.get("room", ""),
            row.values.get("seat", ""),
        )
        for row in rows
    )
    return _order(wanted, GiveRoster(wanted.site, wanted.exam, candidates))


class _Missing(msgspec.Struct, frozen=True):
    """An entry whose newest state is not here, and why."""

    candidate: str
    fault: str


class _Exam(msgspec.Struct, frozen=True):
    """A reported exam as programs read it. `collected` is when the site finished its collection
    (milliseconds), 0 where it has not; `open_cases` are null where the site's version does not count them.
    """

    exam: str
    named: str
    paper: str
    candidates: int
    taken: int
    handed_in: int
    files_lacking: int
    entries: int
    materials: int
    missing: tuple[_Missing, ...]
    collected: int
    open_cases: int | None
    came_later: int


class _Site(msgspec.Struct, frozen=True):
    """A site as programs read it: `nothing_of` are papers given to it of which no report came."""

    id: str
    name: str
    exams: tuple[_Exam, ...]
    nothing_of: tuple[str, ...]


def _list(wanted: argparse.Namespace) -> int:
    folder = open_folder(wanted.dir)
    with reading(folder) as connection:
        sites = sites_above(connection, folder)
    if wanted.json:
        print(msgspec.json.format(msgspec.json.encode([_site(one) for one in sites])).decode())
        return 0
    for one in sites:
        print(f"{one.site.id}\t{one.site.name}")
        for exam in one.exams:
            print(_line(exam))
        for paper in one.nothing_of:
            print(f"  {paper}\tnothing has come")
        for kept in (report for report in one.kept if report.fault):
            print(f"  {kept.exam}\treport {kept.number} is kept, not taken in: {kept.fault}")
    return 0


def _site(one: SiteAbove) -> _Site:
    exams = tuple(
        _Exam(
            exam.exam.id,
            exam.reported.named,
            exam.exam.paper,
            exam.listed,
            exam.taken,
            exam.handed_in,
            exam.lacking,
            len(exam.record.entries),
            len(exam.record.materials),
            tuple(_Missing(entry.candidate, entry.fault) for entry in exam.missing),
            exam.summary.collected if exam.summary else 0,
            exam.summary.open_cases if exam.summary else None,
            exam.summary.came_later if exam.summary else 0,
        )
        for exam in one.exams
    )
    return _Site(one.site.id, one.site.name, exams, one.nothing_of)


def _line(exam: ExamAbove) -> str:
    when = f"\tlast {shown(exam.newest.acknowledged)}" if exam.newest else ""
    state = "whole" if exam.is_whole else f"{len(exam.missing)} missing, {exam.lacking} files lacking"
    begin = f"  {exam.exam.id}\t{exam.exam.title}\t{exam.taken} of {exam.listed} candidates"
    faults = "".join(f"\n    {one.candidate}\t{one.fault or 'not here yet'}" for one in exam.missing)
    record = f"\t{len(exam.record.entries)} entries, {len(exam.record.materials)} materials"
    return f"{begin}\t{exam.handed_in} handed in\t{state}{when}\t{_collecting(exam)}{record}{faults}"


def _collecting(exam: ExamAbove) -> str:
    """How far the site's collection had come when it reported last."""
    told = exam.summary
    if told is None:
        return ""
    cases = "" if told.open_cases is None else f", {told.open_cases} open"
    if not told.collected:
        return f"collection not finished{cases}"
    later = f", something came later of {told.came_later}" if told.came_later else ""
    return f"collection finished at {shown(told.collected)}{cases}{later}"
