"""`examserver upstream`, its half of reporting: report an exam, see what was acknowledged, take lists in."""

import argparse
import getpass
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import msgspec
from sqlalchemy import Connection

from examprotocol.errors import ProtocolError
from examprotocol.report_messages import Acknowledgement
from examprotocol.result_package import ResultPart
from examprotocol.result_seal import claimed_index
from examprotocol.signing import claimed
from examserver.cli.ordering import give
from examserver.cli.tables import read_file
from examserver.clock import SteadyClock
from examserver.errors import ExamSiteError, StorageError, UpstreamError
from examserver.services.giving.changes import Difference, Item, Stays
from examserver.services.giving.orders import ConfirmList
from examserver.services.giving.taking import change_by, given_in
from examserver.services.keys import signing_key
from examserver.services.order import reading_by
from examserver.services.reporting.orders import KeepPackage, ReportExam, TakeAcknowledgement
from examserver.services.reporting.overview import ExamBelow, reporting_below
from examserver.services.reporting.packing import Workshop, make_package
from examserver.services.reporting.result_file import write_results
from examserver.site_times import shown
from examserver.storage.folder import ServiceFolder, open_folder
from examserver.storage.given_lists import UpstreamList, find_upstream_list, upstream_lists
from examserver.storage.paper_shelf import PaperShelf
from examserver.storage.reports import ReportRow, find_report, reports_of
from examserver.storage.result_parts import read_part
from examserver.storage.store import reading
from examserver.upstream.shelving import require_joined

STAYING = {
    Stays.MOVED: "this site has moved the exam: use the orders of its sitting",
    Stays.BEGUN: "the exam has begun: use the orders of its sitting",
    Stays.ENDED: "this site has ended the exam",
    Stays.CANCELLED: "this site has cancelled the exam",
    Stays.ENTERED: "somebody has logged in to the exam already",
    Stays.REHEARSED: "a rehearsal would open the paper before the exam: cancel it before taking this list in",
}


def add_actions(actions: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The actions of `examserver upstream DIR` that report, and that take lists in."""
    reporting = actions.add_parser(
        "report", help="report an exam to the authority: a running service sends it"
    )
    reporting.add_argument("--exam", required=True, metavar="ID", help="the exam")
    reporting.add_argument("--whole", action="store_true", help="also what was acknowledged before")
    reporting.add_argument(
        "--unfinished", default="", metavar="REASON", help="why, where its collection is not finished"
    )
    reporting.add_argument("--out", type=Path, metavar="FILE", help="write it into a file: the line is down")
    reporting.add_argument("--by", default="", metavar="NAME", help="who reports; by default this account")
    reporting.set_defaults(act=_report)
    listing = actions.add_parser("reports", help="list all reports, and what the authority acknowledged")
    listing.add_argument("--json", action="store_true", help="print JSON")
    listing.set_defaults(act=_list)
    acknowledging = actions.add_parser("acknowledged", help="take in what the authority signed of a file")
    acknowledging.add_argument("file", type=Path, metavar="FILE", help="the acknowledgement (.examack)")
    acknowledging.set_defaults(act=_acknowledged)
    _add_lists(actions)


def _add_lists(actions: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    listing = actions.add_parser("lists", help="list rosters and networks that the authority gives")
    listing.set_defaults(act=_lists)
    taking = actions.add_parser("take-list", help="let a list change what is here: look at lists first")
    taking.add_argument("kind", choices=("roster", "networks"))
    taking.add_argument(
        "name", nargs="?", default="", metavar="EXAM", help="a roster's: the authority's exam"
    )
    taking.set_defaults(act=_take_list)


def _report(wanted: argparse.Namespace) -> int:
    if wanted.out and wanted.out.exists():
        raise ExamSiteError(f"{wanted.out} exists already.", "Name another with --out, or remove that one.")
    by = wanted.by or getpass.getuser()
    outcome = give(wanted.dir, ReportExam(wanted.exam, by, wanted.whole, wanted.unfinished))
    print(*outcome.lines, sep="\n")
    if wanted.out:
        _write(open_folder(wanted.dir), wanted.exam, outcome.number, wanted.out)
    return 0


def _write(folder: ServiceFolder, exam: str, number: int, file: Path) -> None:
    row = _made(folder, exam, number)
    index = claimed_index(row.index.encode())
    parts: tuple[ResultPart, ...] = index.parts
    try:
        size = write_results(file, row.index, parts, partial(read_part, folder))
    except OSError as error:
        what = f"{file} cannot be written: {error.strerror}."
        raise ExamSiteError(what, "Name another with --out.") from error
    except StorageError:
        if _kept(folder, exam, number).acknowledged:  # its parts are not kept for long then
            raise _arrived(exam, number) from None
        raise
    print(f"Written and read back: {file}, {size} bytes. Only the authority can open it.")
    print(f"At the authority: examserver sites DIR import {file.name} --acknowledgement FILE")
    if index.about.left:
        print(
            f"It is full: {index.about.left} candidates are for the next. Take the acknowledgement in, then:"
        )
        print(f"examserver upstream DIR report --exam {exam} --out FILE")


def _made(folder: ServiceFolder, exam: str, number: int) -> ReportRow:
    """The report with its package: made here, unless the running service was quicker."""
    key = signing_key(folder)
    with reading(folder) as connection:
        row, upstream = find_report(connection, exam, number), require_joined(connection)
        if row is None:
            raise UpstreamError(f"There is no report {number} of {exam}.")
        if not row.index:
            workshop = Workshop(reading_by(connection), folder, PaperShelf(folder.papers, key), key)
            made = make_package(workshop, upstream, row)
    if not row.index:
        kept = KeepPackage(exam, number, made.index, made.report, made.size, made.whole)
        give(folder.root, kept)
    return _kept(folder, exam, number)


def _kept(folder: ServiceFolder, exam: str, number: int) -> ReportRow:
    """The report as it is kept now; raises StorageError where it was replaced by a newer one."""
    with reading(folder) as connection:
        kept = find_report(connection, exam, number)
    if kept is None:
        raise _arrived(exam, number)
    return kept


def _arrived(exam: str, number: int) -> StorageError:
    return StorageError(
        f"Report {number} of {exam} has arrived by the line meanwhile.", "No file is needed; see reports."
    )


class _Listed(msgspec.Struct, frozen=True):
    """A report as programs read it; times in milliseconds, 0 for none."""

    exam: str
    number: int
    at: int
    by: str
    whole: bool
    report: str
    size: int
    sent: int
    tries: int
    trouble: str
    acknowledged: int
    acknowledgement: Acknowledgement | None


def _list(wanted: argparse.Namespace) -> int:
    folder = open_folder(wanted.dir)
    shelf = PaperShelf(folder.papers, signing_key(folder))
    with reading(folder) as connection:
        listed = [_listed(row) for row in reports_of(connection)]
        exams = reporting_below(connection, folder, shelf, SteadyClock().now()).exams
    if wanted.json:
        print(msgspec.json.format(msgspec.json.encode(listed)).decode())
        return 0
    for one in listed:
        print(_line(one))
    for exam in exams:
        print("\n".join(_since_lines(exam)), end="\n" if exam.since else "")
    if not listed:
        print("Nothing was reported yet. Report an exam: examserver upstream DIR report --exam ID")
    return 0


def _since_lines(exam: ExamBelow) -> Iterator[str]:
    """What the authority has not of an exam that was reported."""
    since = exam.since
    if not since:
        return
    yield f"{exam.exam.id}\thas changed since: examserver upstream DIR report --exam {exam.exam.id}"
    for one in since.candidates:
        yield f"  {one.candidate}\t{', '.join(one.came)}"
    if since.more:
        yield f"  and {since.more} more"
    if since.files:
        yield f"  files that were lacking there and are here now: {since.files}"
    if since.is_recorded:
        yield "  entries, decisions or supporting materials that are not there yet"
    if since.is_finished:
        yield "  the collection was finished, or taken up again"


def _listed(row: ReportRow) -> _Listed:
    said = claimed(row.acknowledgement, Acknowledgement) if row.acknowledgement else None
    return _Listed(
        row.exam,
        row.number,
        row.at,
        row.by,
        row.whole,
        row.report,
        row.size,
        row.sent,
        row.tries,
        row.trouble,
        row.acknowledged,
        said,
    )


def _line(one: _Listed) -> str:
    begin = f"{one.exam}\treport {one.number}\t{shown(one.at)}\t{one.by}"
    said = one.acknowledgement
    if said is None:
        share = f"{100 * one.sent // max(1, one.size)} % sent" if one.report else "its package is being made"
        return f"{begin}\t{share}\t{one.trouble}".rstrip()
    if said.fault:
        return f"{begin}\tacknowledged {shown(one.acknowledged)}\tkept, not taken in: {said.fault}"
    faults = "".join(f"\n  {fault.candidate}\tnot taken in: {fault.fault}" for fault in said.faults)
    held = f"{said.entries} candidates there, {said.events} events new, {said.lacking} files lacking"
    return f"{begin}\tacknowledged {shown(one.acknowledged)}\t{held}{faults}"


def _acknowledged(wanted: argparse.Namespace) -> int:
    token = read_file(wanted.file, lambda data: data.decode("ascii", "replace").strip())
    try:
        report = claimed(token, Acknowledgement).report
    except ProtocolError as error:
        raise UpstreamError(f"{wanted.file} is no acknowledgement.", "It ends in .examack.") from error
    print(*give(wanted.dir, TakeAcknowledgement(report, token)).lines, sep="\n")
    return 0


def _lists(wanted: argparse.Namespace) -> int:
    with reading(open_folder(wanted.dir)) as connection:
        rows = upstream_lists(connection)
        for row in rows:
            print(f"{row.kind} {row.name}".rstrip() + f"\tgiven {shown(row.at)}\tcame {shown(row.came)}")
            print("\n".join(_list_lines(connection, row)))
    if not rows:
        print("The authority has given this site no roster and no networks.")
    return 0


def _list_lines(connection: Connection, row: UpstreamList) -> Iterator[str]:
    if not row.waits:
        yield "  taken in"
        return
    change = change_by(connection, row, SteadyClock().now())
    named = (
        ("new", change.added),
        ("would sit the exam too", change.joining),
        ("not in it any more", change.gone),
    )
    for word, names in named:
        if names:
            yield f"  {word}: {', '.join(names)}"
    yield from (f"  changes: {difference_line(one)}" for one in change.changed)
    for one in change.staying:
        why = STAYING[one.why] if one.why else ""
        yield f"  stays: {difference_line(one)}: not taken, {why}"
    why = row.trouble or "It waits for your word."
    yield f"  {why} examserver upstream DIR take-list {row.kind} {row.name}".rstrip()


def difference_line(one: Difference) -> str:
    """What becomes of what, in one line: who, which item, from what to what."""
    who = f"{one.number} {one.name}".strip()
    return f"{who}, {one.item}: {_value(one.item, one.old)} -> {_value(one.item, one.new)}"


def _value(item: Item, value: str) -> str:
    if item.is_time:
        return shown(int(value))
    if item.is_switch:
        return "yes" if value == "1" else "no"
    return value or "-"


def _take_list(wanted: argparse.Namespace) -> int:
    with reading(open_folder(wanted.dir)) as connection:
        row: UpstreamList | None = find_upstream_list(connection, wanted.kind, wanted.name)
        if row is None:
            raise UpstreamError("No such list has come.", "See which have: examserver upstream DIR lists")
        given_in(row)
    print(*give(wanted.dir, ConfirmList(row.kind, row.name, row.digest)).lines, sep="\n")
    return 0
