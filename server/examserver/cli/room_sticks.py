"""`examserver room stick` and `room visits`: the proctor's stick, and where it has been."""

import argparse
import getpass
from pathlib import Path

import msgspec

from examprotocol.stick import Stick, open_stick, stick_name
from examserver.cli.carried_file import place_for
from examserver.cli.ordering import give
from examserver.clock import SteadyClock
from examserver.errors import RoomError
from examserver.services.import_words import plain
from examserver.services.keys import signing_key
from examserver.services.room_orders import MakeStick
from examserver.services.room_visits import RoomVisits, StationVisit, visits_of_room
from examserver.services.rooms import require_room
from examserver.services.sticks import exams_on
from examserver.site_times import shown
from examserver.storage.files import write_file
from examserver.storage.folder import open_folder
from examserver.storage.site import read_site
from examserver.storage.store import reading
from examserver.storage.visits import VisitRow, all_visits

Actions = argparse._SubParsersAction  # argparse has no public name for it


def add_actions(actions: "Actions[argparse.ArgumentParser]") -> None:
    """Add what these actions take."""
    making = actions.add_parser("stick", help="make a proctor's stick: it carries out what stations hold")
    _add_room(making)
    making.add_argument(
        "--exam", default="", metavar="ID", help="one exam; by default all whose password counts"
    )
    making.add_argument(
        "--out", required=True, type=Path, metavar="X", help="the drive, a folder, or a .examstick file"
    )
    making.set_defaults(act=_make)
    showing = actions.add_parser(
        "visits", help="show which stations were visited with a stick, and who is missing"
    )
    _add_room(showing)
    showing.add_argument(
        "--exam", default="", metavar="ID", help="visits since its start; by default the newest"
    )
    showing.add_argument(
        "--log",
        action="store_true",
        help="list every visit that was offered, of all rooms, also refused ones",
    )
    showing.add_argument("--json", action="store_true", help="print JSON")
    showing.set_defaults(act=_show)


def _add_room(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("dir", type=Path, metavar="DIR", help="the service's folder")
    parser.add_argument("--room", required=True, metavar="R", help="the room")


def _make(wanted: argparse.Namespace) -> int:
    folder = open_folder(wanted.dir)
    with reading(folder) as connection:
        room, site = require_room(connection, wanted.room).name, read_site(connection).name
    file = place_for(wanted.out, stick_name(site, room))  # first, so that no stick is noted for nothing
    content = give(wanted.dir, MakeStick(room, wanted.exam, getpass.getuser())).content
    try:
        write_file(file, content)
    except OSError as error:
        raise RoomError(
            f"{file} cannot be written: {error.strerror}.", "Name another place with --out."
        ) from error
    key = signing_key(folder)
    stick = open_stick(file.read_bytes(), key)
    _tell(file, stick, exams_on(stick, key))
    return 0


def _tell(file: Path, stick: Stick, exams: tuple[str, ...]) -> None:
    print(f"Proctor's stick for room {stick.room}")
    print(f"  Password of:  {', '.join(exams)}")
    print(f"  Written:      {file}")
    print(
        "Put the drive into one station after another and type the room password: each exports what it holds."
    )
    print("Then bring it here: examserver packages import DIR FOLDER")


def _show(wanted: argparse.Namespace) -> int:
    with reading(open_folder(wanted.dir)) as connection:
        if wanted.log:
            return _print_log(all_visits(connection), as_json=wanted.json)
        visits = visits_of_room(connection, wanted.room, wanted.exam, SteadyClock().now())
    if wanted.json:
        print(msgspec.json.format(msgspec.json.encode(visits)).decode())
        return 0
    since = f"since {shown(visits.since)} ({visits.exam})" if visits.exam else "so far: no exam has begun"
    print(f"Room {visits.room}, visits {since}")
    for station in visits.stations:
        print("\t".join(_columns(station)))
    print(_sum(visits))
    return 0


def _print_log(rows: tuple[VisitRow, ...], *, as_json: bool) -> int:
    if as_json:
        print(msgspec.json.format(msgspec.json.encode(rows)).decode())
        return 0
    for row in rows:
        who = f"{shown(row.at)}\t{plain(row.by)}\t{plain(row.file)}"
        where = f"stick {row.stick[:8] or '-'}\tstation {plain(row.station[:8]) or '-'}"
        visited = shown(row.visited) if row.visited else "-"
        fault = f" ({row.fault})" if row.fault else ""
        print(f"{row.number}\t{who}\t{where}\t{visited}\t{row.verdict}{fault}")
    if not rows:
        print("No visit was offered yet: examserver packages import DIR FOLDER")
    return 0


def _columns(station: StationVisit) -> tuple[str, ...]:
    who = (station.seat or "-", f"{station.name} ({station.id[:8]})")
    if not station.visited:
        is_open = f"open here: {plain(', '.join(station.open))}" if station.open else "nothing open here"
        return (*who, "not visited", is_open)
    count = f"{station.packages} package{'' if station.packages == 1 else 's'}"
    state = "complete" if station.complete else f"not complete: {plain(', '.join(station.left)) or 'stopped'}"
    missing = (f"not here: {plain(', '.join(_lost(station)))}",) if station.missing else ()
    return (*who, shown(station.visited), count, state, *missing)


def _lost(station: StationVisit) -> list[str]:
    return [f"{one.candidate}{' (handed in)' if one.handed_in else ''}" for one in station.missing]


def _sum(visits: RoomVisits) -> str:
    visited = [station for station in visits.stations if station.visited]
    settled = sum(station.is_settled for station in visited)
    missing = [station.seat or station.id[:8] for station in visits.stations if not station.visited]
    told = (
        f"{len(visited)} of {len(visits.stations)} stations visited, {settled} complete and all of it here."
    )
    return f"{told} Not visited: {', '.join(missing)}." if missing else told
