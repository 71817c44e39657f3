"""`examserver stations`: list, rename, release and revoke stations."""

import argparse
from pathlib import Path

import msgspec

from examserver.cli.ordering import give
from examserver.services.order import StaffOrder
from examserver.services.rooms import require_room
from examserver.services.station_orders import ReleaseStation, RenameStation, RevokeStation
from examserver.services.stations import in_order
from examserver.site_times import shown
from examserver.storage.folder import open_folder
from examserver.storage.stations import Station, all_stations
from examserver.storage.store import reading

WHICH = "its id, the beginning of it, its name, or room/seat such as A/12"


class _Listed(msgspec.Struct, frozen=True):
    """A station as programs read it; `enrolled` is the site time in milliseconds."""

    id: str
    room: str
    seat: str
    name: str
    state: str
    client: str
    enrolled: int


def run(argv: list[str]) -> int:
    """Run the command."""
    wanted = _parser().parse_args(argv)
    return int(wanted.act(wanted))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="examserver stations", description="List, rename, release and revoke stations."
    )
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    listing = _action(actions, "list", "list the stations")
    listing.add_argument("--room", default="", metavar="R", help="only those of a room")
    listing.add_argument("--json", action="store_true", help="print JSON")
    listing.set_defaults(act=_list)
    renaming = _action(actions, "rename", "give a station another name")
    renaming.add_argument("station", metavar="STATION", help=WHICH)
    renaming.add_argument("name", metavar="NAME", help="its new name")
    renaming.set_defaults(act=_rename)
    releasing = _action(actions, "release", "make a station's seat free, for the spare machine")
    releasing.add_argument("station", metavar="STATION", help=WHICH)
    releasing.set_defaults(act=_release)
    revoking = _action(actions, "revoke", "refuse a station for ever, because it was stolen or copied")
    revoking.add_argument("station", metavar="STATION", help=WHICH)
    revoking.set_defaults(act=_revoke)
    return parser


def _action(
    actions: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, purpose: str
) -> argparse.ArgumentParser:
    parser = actions.add_parser(name, help=purpose, description=f"{purpose[0].upper()}{purpose[1:]}.")
    parser.add_argument("dir", type=Path, metavar="DIR", help="the service's folder")
    return parser


def _rename(wanted: argparse.Namespace) -> int:
    return _order(wanted.dir, RenameStation(wanted.station, wanted.name))


def _release(wanted: argparse.Namespace) -> int:
    return _order(wanted.dir, ReleaseStation(wanted.station))


def _revoke(wanted: argparse.Namespace) -> int:
    return _order(wanted.dir, RevokeStation(wanted.station))


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
    if wanted.json:
        print(msgspec.json.format(msgspec.json.encode([_listed(station) for station in stations])).decode())
        return 0
    for station in stations:
        print(_line(station))
    if not stations:
        print("No station has enrolled yet. Make an enrolment file: examserver enrol DIR --room R --out FILE")
    return 0


def _line(station: Station) -> str:
    where = f"{station.room}\t{station.seat or '-'}\t{station.name}\t{station.state}"
    return f"{where}\t{station.id[:8]}\tclient {station.client}\t{shown(station.enrolled)}"


def _listed(station: Station) -> _Listed:
    return _Listed(
        station.id,
        station.room,
        station.seat,
        station.name,
        station.state,
        station.client,
        station.enrolled,
    )
