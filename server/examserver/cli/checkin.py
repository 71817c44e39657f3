"""`examserver checkin`: check candidates in, decide about entries, proctors of sittings, old photos."""

import argparse
from pathlib import Path

from examserver.cli.actions import action_first
from examserver.cli.ordering import this_account
from examserver.cli.record_writing import add_record_options
from examserver.cli.sitting import add_action, carried_out
from examserver.clock import SteadyClock
from examserver.services.checkin.desk import DECIDED
from examserver.services.checkin.duty_board import duty_board
from examserver.services.checkin.duty_orders import ChangeDuty, DecideDuty
from examserver.services.checkin.finding import occasion_of
from examserver.services.checkin.orders import AskForEntry, CheckIn, DecideEntry, UndoCheckIn
from examserver.services.checkin.record_orders import KEPT_DAYS, AddMaterial, PurgePhotos, RequireCheckIn
from examserver.services.sittings.finding import require_exam
from examserver.site_times import shown
from examserver.storage.checkins import CheckInRow, CheckInState, asked_for, checkins_at
from examserver.storage.folder import open_folder
from examserver.storage.store import reading

ACTIONS = (
    "in",
    "undo",
    "ask",
    "allow",
    "refuse",
    "list",
    "entries",
    "material",
    "record",
    "require",
    "purge",
    "proctors",
    "proctor",
    "approve",
    "deny",
)
CHOICES = {"yes": True, "no": False, "site": None}


def run(argv: list[str]) -> int:
    """Run the command."""
    wanted = _parser().parse_args(action_first(argv, ACTIONS))
    return int(wanted.act(wanted))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="examserver checkin",
        description="Check candidates in at the door, decide about entries, and see to proctors and photos.",
    )
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    _add_door(actions)
    _add_entries(actions)
    _add_record(actions)
    _add_proctors(actions)
    return parser


def _add_door(actions: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    for name, purpose, act in (
        ("in", "check a candidate in", _check_in),
        ("undo", "take a check-in back, or a question that was not answered yet", _undo),
    ):
        parser = add_action(actions, name, purpose)
        _add_candidate(parser)
        parser.set_defaults(act=act)
    asking = add_action(actions, "ask", "submit a candidate for the head proctor's approval")
    _add_candidate(asking)
    _add_photo(asking)
    asking.set_defaults(act=_ask)
    listing = add_action(actions, "list", "list who is checked in, waits or was refused")
    listing.add_argument("exam", metavar="EXAM", help="the id of an exam; all of its sitting are listed")
    listing.set_defaults(act=_list)


def _add_entries(actions: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    entries = add_action(actions, "entries", "list who waits for the head proctor")
    entries.add_argument("--decided", action="store_true", help="those who were decided about")
    entries.set_defaults(act=_entries)
    for name, purpose in (
        ("allow", "let candidates in who wait, or were refused"),
        ("refuse", "refuse candidates who wait, or were let in and have not logged in"),
    ):
        parser = add_action(actions, name, purpose)
        parser.add_argument("candidate", nargs="+", metavar="EXAM/NUMBER", help="as `entries` lists them")
        parser.add_argument("--reason", default="", help="needed for a refusal and to change a decision")
        parser.add_argument(
            "--by", default=this_account(), metavar="NAME", help="who decides; by default this account"
        )
        parser.set_defaults(act=_decide, allow=name == "allow")


def _add_record(actions: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    material = add_action(actions, "material", "add a photo with a reason to the record of a room")
    material.add_argument("exam", metavar="EXAM", help="the id of an exam")
    material.add_argument("room", metavar="ROOM", help="the room")
    _add_photo(material)
    material.set_defaults(act=_material)
    recording = add_action(actions, "record", "write entries, decisions and materials with photos into a ZIP")
    add_record_options(recording, "SITTING|EXAM")
    rule = add_action(actions, "require", "say whether the first login needs a check-in")
    rule.add_argument("on", choices=CHOICES, help="site: a sitting as its site")
    rule.add_argument("--sitting", default="", help="a sitting; without, the site")
    rule.set_defaults(act=_require)
    purge = add_action(actions, "purge", "delete the photos of the door and of rooms that are old")
    purge.add_argument("--days", type=int, default=KEPT_DAYS, help="so long after an exam they are kept")
    purge.add_argument(
        "--unreported", action="store_true", help="those too that the authority has not acknowledged"
    )
    purge.set_defaults(act=_purge)


def _add_proctors(actions: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    add_action(actions, "proctors", "list the proctors of the sittings to come").set_defaults(act=_proctors)
    changing = add_action(actions, "proctor", "let a proctor have a room at a sitting, or not any more")
    for name in ("sitting", "room", "name"):
        changing.add_argument(name, metavar=name.upper())
    changing.add_argument("--leaves", action="store_true", help="not any more")
    changing.add_argument("--override", action="store_true", help="at once, in the last 48 hours too")
    changing.add_argument("--reason", default="", help="needed in the last 48 hours")
    changing.set_defaults(act=_proctor)
    for name, purpose in (("approve", "approve a change of proctors"), ("deny", "refuse a change")):
        parser = add_action(actions, name, purpose)
        parser.add_argument("wish", metavar="ID", help="as `proctors` lists it")
        parser.set_defaults(act=_decide_duty, allow=name == "approve")


def _add_candidate(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("exam", metavar="EXAM", help="the id of an exam")
    parser.add_argument("candidate", metavar="NUMBER", help="an admission number")
    parser.add_argument("room", metavar="ROOM", help="the room where the candidate sits")
    parser.add_argument(
        "--by", default=this_account(), metavar="NAME", help="who does it; by default this account"
    )


def _add_photo(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--photo", type=Path, required=True, help="a JPEG or PNG file")
    parser.add_argument("--reason", required=True)
    if "--by" not in parser.format_help():
        parser.add_argument(
            "--by", default=this_account(), metavar="NAME", help="who hands it in; by default this account"
        )


def _check_in(wanted: argparse.Namespace) -> int:
    return carried_out(wanted.dir, CheckIn(wanted.exam, wanted.candidate, wanted.room, wanted.by))


def _undo(wanted: argparse.Namespace) -> int:
    return carried_out(wanted.dir, UndoCheckIn(wanted.exam, wanted.candidate, wanted.room, wanted.by))


def _ask(wanted: argparse.Namespace) -> int:
    photo = wanted.photo.read_bytes()
    order = AskForEntry(wanted.exam, wanted.candidate, wanted.room, wanted.reason, photo, wanted.by)
    return carried_out(wanted.dir, order)


def _decide(wanted: argparse.Namespace) -> int:
    order = DecideEntry(tuple(wanted.candidate), wanted.allow, wanted.reason, wanted.by)
    return carried_out(wanted.dir, order)


def _material(wanted: argparse.Namespace) -> int:
    photo = wanted.photo.read_bytes()
    return carried_out(wanted.dir, AddMaterial(wanted.exam, wanted.room, wanted.reason, photo, wanted.by))


def _require(wanted: argparse.Namespace) -> int:
    return carried_out(wanted.dir, RequireCheckIn(CHOICES[wanted.on], wanted.sitting))


def _purge(wanted: argparse.Namespace) -> int:
    return carried_out(wanted.dir, PurgePhotos(wanted.days, wanted.unreported))


def _list(wanted: argparse.Namespace) -> int:
    with reading(open_folder(wanted.dir)) as connection:
        exams = occasion_of(connection, require_exam(connection, wanted.exam))
        rows = checkins_at(connection, [one.id for one in exams])
    return _told(rows, "Nobody was checked in yet.")


def _entries(wanted: argparse.Namespace) -> int:
    states = DECIDED if wanted.decided else (CheckInState.WAITING,)
    with reading(open_folder(wanted.dir)) as connection:
        rows = asked_for(connection, *states)
    return _told(rows, "Nobody.")


def _told(rows: tuple[CheckInRow, ...], nobody: str) -> int:
    for row in rows:
        who = row.decided_by or row.by or "-"
        line = f"{row.exam}/{row.candidate}\t{row.room or '-'}\t{row.state}\t{shown(row.at)}\t{who}"
        print(f"{line}\t{row.reason}" if row.reason else line)
    if not rows:
        print(nobody)
    return 0


def _proctors(wanted: argparse.Namespace) -> int:
    with reading(open_folder(wanted.dir)) as connection:
        board = duty_board(SteadyClock().now(), connection)
    for one in board.sittings:
        about = one.title if one.sitting else f"{one.title} (stands alone: put it into a sitting)"
        print(f"{one.sitting or '-'}\t{shown(one.starts)}\t{one.window}\t{about}")
        for room in one.rooms:
            names = ", ".join((*(f"{name} (always)" for name in room.for_good), *room.proctors)) or "-"
            print(f"  {room.room}\t{room.candidates} candidates\t{room.present} of {room.needed}\t{names}")
        for wish in one.wishes:
            way = "comes" if wish.joins else "goes"
            print(f"  {wish.id}\t{wish.state}\t{wish.room}\t{wish.member} {way}\t{wish.reason}")
    if not board.sittings:
        print("There is no sitting to come.")
    return 0


def _proctor(wanted: argparse.Namespace) -> int:
    order = ChangeDuty(
        wanted.sitting,
        wanted.room,
        wanted.name,
        not wanted.leaves,
        wanted.reason,
        override=wanted.override,
    )
    return carried_out(wanted.dir, order)


def _decide_duty(wanted: argparse.Namespace) -> int:
    return carried_out(wanted.dir, DecideDuty(wanted.wish, wanted.allow))
