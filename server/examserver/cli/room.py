"""`examserver room`: add and list rooms, make their passwords and proctors' sticks, and show the visits."""

import argparse
from pathlib import Path

from examprotocol.room_password import new_room_password
from examserver.cli import room_sticks
from examserver.cli.ordering import give
from examserver.cli.own_password import own_password
from examserver.clock import SteadyClock
from examserver.errors import RoomError
from examserver.services.room_orders import AddRoom, SetRoomPassword
from examserver.services.room_passwords import exam_of_password, lock_room, require_strong
from examserver.services.rooms import require_room
from examserver.site_times import shown
from examserver.storage.exams import Exam
from examserver.storage.folder import open_folder
from examserver.storage.room_cards import exams_with_card
from examserver.storage.rooms import Room, all_rooms
from examserver.storage.site import read_site
from examserver.storage.stations import StationState, all_stations
from examserver.storage.store import reading


def run(argv: list[str]) -> int:
    """Run the command."""
    wanted = _parser().parse_args(argv)
    return int(wanted.act(wanted))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="examserver room", description="Add and list rooms, make their passwords and proctors' sticks."
    )
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    adding = _action(actions, "add", "add a room")
    adding.add_argument("name", metavar="NAME", help="its name, such as A or 机房301")
    adding.set_defaults(act=_add)
    _action(actions, "list", "list the rooms").set_defaults(act=_list)
    making = _action(actions, "password", "make the room password of an exam, for the proctor")
    making.add_argument("--room", required=True, metavar="R", help="the room")
    making.add_argument(
        "--exam", default="", metavar="ID", help="the exam; may be left out where only one is open or to come"
    )
    making.add_argument("--own", action="store_true", help="take a password of your own; it is asked for")
    making.add_argument("--own-from", type=Path, metavar="FILE", help="read your own password from a file")
    making.set_defaults(act=_password)
    room_sticks.add_actions(actions)
    return parser


def _action(
    actions: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, purpose: str
) -> argparse.ArgumentParser:
    parser = actions.add_parser(name, help=purpose, description=f"{purpose[0].upper()}{purpose[1:]}.")
    parser.add_argument("dir", type=Path, metavar="DIR", help="the service's folder")
    return parser


def _add(wanted: argparse.Namespace) -> int:
    for line in give(wanted.dir, AddRoom(wanted.name)).lines:
        print(line)
    return 0


def _list(wanted: argparse.Namespace) -> int:
    with reading(open_folder(wanted.dir)) as connection:
        rooms = [(room, exams_with_card(connection, room.name)) for room in all_rooms(connection)]
        stations = [one for one in all_stations(connection) if one.state is StationState.ACTIVE]
    for room, exams in rooms:
        seated = sum(station.room == room.name for station in stations)
        count = f"{seated} station{'' if seated == 1 else 's'}"
        print(f"{room.name}\t{count}\tpassword for {', '.join(exams) or 'no exam'}")
    if not rooms:
        print("There are no rooms yet. Add one: examserver room add DIR NAME")
    return 0


def _password(wanted: argparse.Namespace) -> int:
    with reading(open_folder(wanted.dir)) as connection:
        room = require_room(connection, wanted.room)
        exam = exam_of_password(connection, wanted.exam, SteadyClock().now())
        site = read_site(connection).name
    is_own = wanted.own or wanted.own_from
    password = own_password(wanted.own_from, "Room password: ", RoomError) if is_own else new_room_password()
    if is_own:
        require_strong(password, (site, room.name, exam.title, exam.id))
    locked = lock_room(password)
    give(wanted.dir, SetRoomPassword(room.name, exam.id, locked.password, locked.key, locked.sealed))
    _tell(room, exam, "" if is_own else password)
    return 0


def _tell(room: Room, exam: Exam, made: str) -> None:
    """Print what the proctor needs; `made` is the password, or `""` for one that somebody brought."""
    print(f"Room password for the proctor of room {room.name}")
    print(f"  Exam:  {exam.title} ({exam.id})")
    print(f"  Time:  {shown(exam.starts)} to {shown(exam.ends)}")
    if made:
        print(f"\n        {made}\n")
        print("It is shown only now: write it on the proctor's sheet, and let no candidate see it.")
    else:
        print("Your own password counts from now on. Let no candidate see it.")
    print("Capitals, spaces and hyphens do not count. It takes the place of an earlier one for this exam.")
