"""`examserver stations`: list, show, rename, release and revoke stations."""

import argparse
from pathlib import Path

import msgspec

from examprotocol.self_check import CheckResult, Grade, SelfCheckReport
from examserver.cli.ordering import give, this_account
from examserver.services.client_version import is_too_old
from examserver.services.order import StaffOrder
from examserver.services.rooms import require_room
from examserver.services.station_orders import ReleaseStation, RenameStation, RevokeStation
from examserver.services.stations import called, in_order, require_station
from examserver.site_times import shown
from examserver.storage.folder import open_folder
from examserver.storage.self_checks import KeptSelfCheck, all_self_checks, self_check_of
from examserver.storage.settings import read_settings
from examserver.storage.stations import Station, all_stations
from examserver.storage.store import reading

WHICH = "its id, the beginning of it, its name, or room/seat such as A/12"


TROUBLE_FIRST = (Grade.RED, Grade.AMBER, Grade.GREEN)


class _Listed(msgspec.Struct, frozen=True):
    """A station as programs read it; `enrolled` is the site time in milliseconds.

    `self_check` is the grade of its last self-check, `""` where there is none, `self_checked` when it came.
    """

    id: str
    room: str
    seat: str
    name: str
    state: str
    client: str
    enrolled: int
    self_check: str = ""
    self_checked: int = 0


class _Shown(msgspec.Struct, frozen=True):
    """A station with its last report."""

    station: _Listed
    report: SelfCheckReport | None


def run(argv: list[str]) -> int:
    """Run the command."""
    wanted = _parser().parse_args(argv)
    return int(wanted.act(wanted))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="examserver stations", description="List, show, rename, release and revoke stations."
    )
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    listing = _action(actions, "list", "list the stations")
    listing.add_argument("--room", default="", metavar="R", help="only those of a room")
    listing.add_argument("--old", action="store_true", help="only those whose client is too old to log in")
    listing.add_argument("--json", action="store_true", help="print JSON")
    listing.set_defaults(act=_list)
    showing = _action(actions, "show", "show a station and its last self-check")
    showing.add_argument("station", metavar="STATION", help=WHICH)
    showing.add_argument("--json", action="store_true", help="print JSON")
    showing.set_defaults(act=_show)
    renaming = _action(actions, "rename", "give a station another name")
    renaming.add_argument("station", metavar="STATION", help=WHICH)
    renaming.add_argument("name", metavar="NAME", help="its new name")
    renaming.set_defaults(act=_rename)
    releasing = _action(actions, "release", "make a station's seat free, for the spare machine")
    releasing.add_argument("station", metavar="STATION", help=WHICH)
    releasing.set_defaults(act=_release)
    _add_giver(releasing)
    revoking = _action(actions, "revoke", "refuse a station for ever, because it was stolen or copied")
    revoking.add_argument("station", metavar="STATION", help=WHICH)
    revoking.set_defaults(act=_revoke)
    _add_giver(revoking)
    return parser


def _add_giver(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--reason", required=True, metavar="TEXT", help="why; it is in the audit log")
    parser.add_argument(
        "--by", default=this_account(), metavar="NAME", help="who does it; by default this account"
    )


def _action(
    actions: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, purpose: str
) -> argparse.ArgumentParser:
    parser = actions.add_parser(name, help=purpose, description=f"{purpose[0].upper()}{purpose[1:]}.")
    parser.add_argument("dir", type=Path, metavar="DIR", help="the service's folder")
    return parser


def _rename(wanted: argparse.Namespace) -> int:
    return _order(wanted.dir, RenameStation(wanted.station, wanted.name))


def _release(wanted: argparse.Namespace) -> int:
    return _order(wanted.dir, ReleaseStation(wanted.station, wanted.by, wanted.reason))


def _revoke(wanted: argparse.Namespace) -> int:
    return _order(wanted.dir, RevokeStation(wanted.station, wanted.by, wanted.reason))


def _order(root: Path, order: StaffOrder) -> int:
    for line in give(root, order).lines:
        print(line)
    return 0


def _list(wanted: argparse.Namespace) -> int:
    with reading(open_folder(wanted.dir)) as connection:
        stations = in_order(all_stations(connection))
        if wanted.room:
            room = require_room(connection, wanted.room).name
            stations = [station for station in stations if station.room == room]
        if wanted.old:
            minimum = read_settings(connection).minimum_client
            stations = [station for station in stations if is_too_old(station.client, minimum)]
        checks = all_self_checks(connection)
    if wanted.json:
        _print_json([_listed(station, checks.get(station.id)) for station in stations])
        return 0
    for station in stations:
        print(_line(station, checks.get(station.id)))
    if wanted.old and not stations:
        print("No client is too old. Which may log in: examserver site minimum-client DIR VERSION")
    elif not stations:
        print("No station has enrolled yet. Make an enrolment file: examserver enrol DIR --room R --out FILE")
    return 0


def _show(wanted: argparse.Namespace) -> int:
    with reading(open_folder(wanted.dir)) as connection:
        station = require_station(connection, wanted.station)
        kept = self_check_of(connection, station.id)
    if wanted.json:
        _print_json(_Shown(_listed(station, kept), kept.report if kept else None))
        return 0
    print(f"{called(station)}\t{station.state}\tclient {station.client}\t{shown(station.enrolled)}")
    if kept is None:
        print("It has not sent a self-check yet: examclient --self-check, or the login page.")
        return 0
    levels = f"drawing level {kept.report.level_requested} asked for, {kept.report.level_effective} used"
    print(f"Self-check of {shown(kept.at)}: {kept.report.grade}, {levels}.")
    for result in sorted(kept.report.results, key=lambda one: TROUBLE_FIRST.index(one.grade)):
        print(_result(result))
    return 0


def _result(result: CheckResult) -> str:
    facts = ", ".join(f"{name}={fact}" for name, fact in sorted(result.facts.items()))
    return "\t".join(part for part in (result.grade, result.check, result.said, facts) if part)


def _line(station: Station, kept: KeptSelfCheck | None) -> str:
    where = f"{station.room}\t{station.seat or '-'}\t{station.name}\t{station.state}"
    check = f"self-check {kept.report.grade} {shown(kept.at)}" if kept else "no self-check"
    return f"{where}\t{station.id[:8]}\tclient {station.client}\t{shown(station.enrolled)}\t{check}"


def _listed(station: Station, kept: KeptSelfCheck | None) -> _Listed:
    return _Listed(
        station.id,
        station.room,
        station.seat,
        station.name,
        station.state,
        station.client,
        station.enrolled,
        kept.report.grade if kept else "",
        kept.at if kept else 0,
    )


def _print_json(value: object) -> None:
    print(msgspec.json.format(msgspec.json.encode(value)).decode())
