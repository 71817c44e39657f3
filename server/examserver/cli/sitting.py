"""`examserver sitting`: several exams at one time of a day, and what to do when something goes wrong."""

import argparse
from pathlib import Path

from examserver.cli import sitting_accidents, sitting_rehearsals
from examserver.cli.actions import action_first
from examserver.cli.ordering import give
from examserver.clock import SteadyClock
from examserver.services.order import StaffOrder
from examserver.services.sittings.clashes import clashes_said
from examserver.services.sittings.desk import SittingExam, SittingGlance, glance_at
from examserver.services.sittings.finding import require_sitting
from examserver.services.sittings.setup_orders import MakeSitting, PutExamIn, SetExamRooms, TakeExamOut
from examserver.site_times import shown
from examserver.storage.folder import open_folder
from examserver.storage.sittings import acts_on, all_sittings
from examserver.storage.store import reading

ACTIONS = (
    "make",
    "put",
    "take-out",
    "rooms",
    "list",
    "show",
    *sitting_accidents.ACTIONS,
    *sitting_rehearsals.ACTIONS,
)


def run(argv: list[str]) -> int:
    """Run the command."""
    wanted = _parser().parse_args(action_first(argv, ACTIONS))
    return int(wanted.act(wanted))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="examserver sitting",
        description="Put several exams into one sitting, and move, end, cancel or postpone all of it.",
    )
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    making = add_action(actions, "make", "make a sitting, without exams yet")
    making.add_argument("--title", required=True, help="what people call it, such as 11月21日上午")
    making.add_argument("--rehearsal", action="store_true", help="what is sat in it counts for nothing")
    making.set_defaults(act=_make)
    putting = add_action(actions, "put", "put exams into a sitting")
    putting.add_argument("sitting", metavar="SITTING", help="its id")
    putting.add_argument("exam", nargs="+", metavar="EXAM", help="the id of an exam")
    putting.set_defaults(act=_put)
    taking = add_action(actions, "take-out", "let exams stand alone again")
    taking.add_argument("exam", nargs="+", metavar="EXAM", help="the id of an exam")
    taking.set_defaults(act=_take_out)
    rooms = add_action(actions, "rooms", "say in which rooms an exam is sat: in those that are named")
    rooms.add_argument("exam", metavar="EXAM", help="the id of an exam")
    rooms.add_argument("room", nargs="*", metavar="ROOM", help="a room; none: it may be sat in any")
    rooms.set_defaults(act=_rooms)
    add_action(actions, "list", "list the sittings").set_defaults(act=_list)
    showing = add_action(actions, "show", "show the exams of a sitting, and what was done with it")
    showing.add_argument("sitting", metavar="SITTING", help="its id")
    showing.set_defaults(act=_show)
    sitting_accidents.add_actions(actions)
    sitting_rehearsals.add_actions(actions)
    return parser


def add_action(
    actions: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, purpose: str
) -> argparse.ArgumentParser:
    """An action on a service's folder."""
    parser = actions.add_parser(name, help=purpose, description=f"{purpose[0].upper()}{purpose[1:]}.")
    parser.add_argument("dir", type=Path, metavar="DIR", help="the service's folder")
    return parser


def carried_out(folder: Path, order: StaffOrder) -> int:
    """Have an order carried out, and print what came of it."""
    print("\n".join(give(folder, order).lines))
    return 0


def _make(wanted: argparse.Namespace) -> int:
    return carried_out(wanted.dir, MakeSitting(wanted.title, wanted.rehearsal))


def _put(wanted: argparse.Namespace) -> int:
    for exam in wanted.exam:
        carried_out(wanted.dir, PutExamIn(exam, wanted.sitting))
    return 0


def _take_out(wanted: argparse.Namespace) -> int:
    for exam in wanted.exam:
        carried_out(wanted.dir, TakeExamOut(exam))
    return 0


def _rooms(wanted: argparse.Namespace) -> int:
    return carried_out(wanted.dir, SetExamRooms(wanted.exam, tuple(wanted.room)))


def _list(wanted: argparse.Namespace) -> int:
    now = SteadyClock().now()
    with reading(open_folder(wanted.dir)) as connection:
        glances = [glance_at(connection, one, now) for one in all_sittings(connection)]
    for glance in glances:
        print(_line(glance))
    if not glances:
        print("There are no sittings yet. Make one: examserver sitting make DIR --title TITLE")
    return 0


def _show(wanted: argparse.Namespace) -> int:
    with reading(open_folder(wanted.dir)) as connection:
        sitting = require_sitting(connection, wanted.sitting)
        glance = glance_at(connection, sitting, SteadyClock().now())
        acts, warnings = acts_on(connection, sitting.id), clashes_said(connection, sitting.id)
    print(_line(glance))
    for one in glance.exams:
        print(f"  {_exam_line(one)}")
    for act in acts:
        by = f"\tby {act.by}" if act.by else ""
        minutes = f" {act.minutes} minutes" if act.minutes else ""
        until = f" to {shown(act.until)}" if act.until else ""
        print(f"  {shown(act.at)}\t{act.what}{minutes}{until}{by}\t{act.reason}")
    print(end="".join(f"{line}\n" for line in warnings))
    return 0


def _line(glance: SittingGlance) -> str:
    sitting = glance.sitting
    times = f"{shown(glance.starts)} to {shown(glance.ends)}" if glance.exams else "-"
    kind = "\trehearsal" if sitting.rehearsal else ""
    exams = "1 exam" if len(glance.exams) == 1 else f"{len(glance.exams)} exams"
    return f"{sitting.id}\t{glance.state}\t{times}\t{exams}\t{sitting.title}{kind}"


def _exam_line(one: SittingExam) -> str:
    exam = one.exam
    rooms = ", ".join(one.rooms) or "any room"
    turnout = f"{one.turnout.begun} of {one.turnout.entered} begun, {one.turnout.submitted} handed in"
    return f"{exam.id}\t{shown(exam.starts)} to {shown(one.lasting.ends)}\t{rooms}\t{turnout}\t{exam.title}"
