"""`examserver upstream` and `examserver sites`: what a site reports upward while an exam is on."""

import argparse
from pathlib import Path

import msgspec

from examprotocol.alerts import SUFFIX, Count
from examserver.cli.ordering import give, this_account
from examserver.cli.tables import read_file
from examserver.errors import ExamSiteError
from examserver.services.order import StaffOrder
from examserver.services.reporting.alerting import MakeAlertFile, ReportUpward
from examserver.services.reporting.alerts_above import SeeAlert, ShownAlert, TakeAlertFile, shown_alerts
from examserver.site_times import shown
from examserver.storage.alerts import OwnAlert, own_alerts
from examserver.storage.files import write_file
from examserver.storage.folder import open_folder
from examserver.storage.store import reading

WHO = "who does it; by default this account"


def add_below(actions: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The actions of `examserver upstream DIR`."""
    alerting = actions.add_parser("alert", help="report upward that candidates cannot get in")
    alerting.add_argument("text", metavar="TEXT", help="what is wrong, in a sentence")
    alerting.add_argument("--exam", default="", metavar="ID", help="the exam; else all that are on")
    alerting.add_argument("--by", default="", metavar="NAME", help=WHO)
    alerting.set_defaults(act=_alert)
    listing = actions.add_parser("alerts", help="list what was reported upward, and what became of it")
    listing.add_argument("--json", action="store_true", help="print JSON")
    listing.add_argument(
        "--out", type=Path, metavar="FILE", help=f"the line is down: write it into a file ({SUFFIX})"
    )
    listing.set_defaults(act=_alerts)


def add_above(actions: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The actions of `examserver sites DIR`."""
    listing = actions.add_parser("messages", help="list what sites report upward while exams are on")
    listing.add_argument("--json", action="store_true", help="print JSON")
    listing.add_argument("--take", type=Path, metavar="FILE", help=f"take one in from a file ({SUFFIX})")
    listing.set_defaults(act=_messages)
    seeing = actions.add_parser("seen", help="say that a message was seen; its site hears of it")
    seeing.add_argument("site", metavar="SITE", help="its id, such as site-1")
    seeing.add_argument("message", metavar="ID", help="the message's id, or how it begins")
    seeing.add_argument("--by", default="", metavar="NAME", help=WHO)
    seeing.set_defaults(act=_seen)


def _alert(wanted: argparse.Namespace) -> int:
    return _order(wanted.dir, ReportUpward(wanted.text, wanted.exam, wanted.by or this_account()))


def _order(root: Path, order: StaffOrder) -> int:
    print(*give(root, order).lines, sep="\n")
    return 0


def _alerts(wanted: argparse.Namespace) -> int:
    if wanted.out:
        return _write(wanted.dir, wanted.out)
    with reading(open_folder(wanted.dir)) as connection:
        found = own_alerts(connection)
    if wanted.json:
        _print_json(found)
    elif not found:
        print("Nothing was reported upward yet. To do it: examserver upstream DIR alert TEXT")
    for one in () if wanted.json else found:
        print(f"{shown(one.alert.at)}\t{one.alert.by}\t{_state(one)}\t{one.alert.text}")
        _print_counts(one.alert.counts)
    return 0


def _write(root: Path, file: Path) -> int:
    if file.exists():
        raise ExamSiteError(f"{file} exists already.", "Name another with --out, or remove that one.")
    outcome = give(root, MakeAlertFile())
    try:
        write_file(file, outcome.content)
    except OSError as error:
        what = f"{file} cannot be written: {error.strerror}."
        raise ExamSiteError(what, "Name another with --out.") from error
    print(f"Written: {file}. At the authority: examserver sites DIR messages --take {file.name}")
    return 0


def _messages(wanted: argparse.Namespace) -> int:
    if wanted.take:
        return _order(wanted.dir, TakeAlertFile(read_file(wanted.take, bytes)))
    with reading(open_folder(wanted.dir)) as connection:
        found = shown_alerts(connection)
    if wanted.json:
        _print_json(found)
    elif not found:
        print("No site has reported anything upward.")
    for one in () if wanted.json else found:
        _print_came(one)
    return 0


def _seen(wanted: argparse.Namespace) -> int:
    with reading(open_folder(wanted.dir)) as connection:
        known = [one.came for one in shown_alerts(connection) if one.came.site == wanted.site]
    meant = [one.alert.id for one in known if one.alert.id.startswith(wanted.message)]
    if len(meant) != 1:
        raise ExamSiteError(
            f"{len(meant)} messages of {wanted.site} begin with {wanted.message}.",
            "List them, and name one: examserver sites DIR messages",
        )
    return _order(wanted.dir, SeeAlert(wanted.site, meant[0], wanted.by or this_account()))


def _print_came(one: ShownAlert) -> None:
    came = one.came
    state = f"seen {shown(came.seen)} by {came.seen_by}" if came.seen else "not seen yet"
    way = "\tby file" if came.way == "file" else ""
    print(f"{came.site} {came.alert.id[:8]}\t{one.called}\tcame {shown(came.came)}{way}\t{state}")
    print(f"  {came.alert.by}: {came.alert.text}")
    _print_counts(came.alert.counts)


def _print_counts(counts: tuple[Count, ...]) -> None:
    for one in counts:
        print(
            f"  {one.title} {shown(one.starts)}\t{one.candidates} candidates, {one.checked_in} checked in, "
            f"{one.logged_in} logged in"
        )


def _state(one: OwnAlert) -> str:
    if one.seen:
        return f"seen there {shown(one.seen)}"
    return f"there since {shown(one.came)}, not seen yet" if one.came else "not there yet"


def _print_json(found: tuple[object, ...]) -> None:
    print(msgspec.json.format(msgspec.json.encode(found)).decode())
