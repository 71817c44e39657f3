"""`examserver exam`: create, extend and list exams, print the codes of extensions, write key files."""

import argparse
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Connection

from examserver.cli import exam_keys
from examserver.cli.offline_codes import add_password, ask_for_codes, print_code
from examserver.cli.ordering import give, note, this_account
from examserver.clock import SteadyClock
from examserver.services.audit import Deed
from examserver.services.exam_orders import ExtendExam
from examserver.services.exams import ExamPlan, create_exam, read_start
from examserver.services.keys import signing_key
from examserver.services.offline_codes import card_of_room, code_of_extension, extension_called
from examserver.services.rosters.taking_over import places_said
from examserver.services.sittings.removing import RemoveExam
from examserver.site_times import shown
from examserver.storage.candidates import comparable
from examserver.storage.exams import Exam, all_exams, count_entries
from examserver.storage.extensions import ExtensionRow, extensions_of
from examserver.storage.folder import open_folder
from examserver.storage.store import reading, writing


def run(argv: list[str]) -> int:
    """Run the command."""
    wanted = _parser().parse_args(argv)
    return int(wanted.act(wanted))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="examserver exam", description="Create, extend and list exams.")
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    making = actions.add_parser("create", help="set an exam up for all candidates")
    making.add_argument("dir", type=Path, metavar="DIR", help="the service's folder")
    making.add_argument("--paper", required=True, metavar="ID", help="the paper's id")
    making.add_argument("--title", required=True, help="the exam's title, shown to candidates")
    making.add_argument(
        "--start", required=True, help="2026-11-21 14:00 (local time), or +5 (minutes), or +30s"
    )
    making.add_argument("--minutes", required=True, type=int, help="how long it lasts")
    making.add_argument("--key-release-minutes", type=int, default=10, help="the paper opens so long before")
    making.add_argument(
        "--grace-minutes", type=int, default=10, help="logins are taken so long after the end"
    )
    making.add_argument("--show-seconds", action="store_true", help="show seconds in the last ten minutes")
    making.add_argument(
        "--look-through", action="store_true", help="candidates see the paper from the key's release on"
    )
    making.set_defaults(act=_create)
    _add_extend(actions)
    _add_code(actions)
    _add_remove(actions)
    exam_keys.add_action(actions)
    listing = actions.add_parser("list", help="list the exams and their extensions")
    listing.add_argument("dir", type=Path, metavar="DIR", help="the service's folder")
    listing.set_defaults(act=_list)
    return parser


def _add_extend(actions: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    extending = actions.add_parser("extend", help="give all candidates of an exam, or one, more time")
    extending.add_argument("dir", type=Path, metavar="DIR", help="the service's folder")
    extending.add_argument("exam", metavar="EXAM", help="the exam's id")
    extending.add_argument("--minutes", required=True, type=int, metavar="N", help="how many minutes more")
    extending.add_argument(
        "--candidate", default="", metavar="NUMBER", help="only for this admission number; by default for all"
    )
    extending.add_argument("--reason", required=True, metavar="TEXT", help="why: candidates read it too")
    extending.add_argument("--by", default=this_account(), metavar="NAME", help="who decided it")
    extending.add_argument(
        "--code-for-room", default="", metavar="R", help="print its code for a room without a network too"
    )
    add_password(extending)
    extending.set_defaults(act=_extend)


def _add_remove(actions: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    removing = actions.add_parser("remove", help="remove an exam made by mistake, of which nothing came yet")
    removing.add_argument("dir", type=Path, metavar="DIR", help="the service's folder")
    removing.add_argument("exam", metavar="EXAM", help="the exam's id")
    removing.add_argument("--reason", required=True, metavar="TEXT", help="why, for the record")
    removing.add_argument("--by", default=this_account(), metavar="NAME", help="who decided it")
    removing.set_defaults(act=_remove)


def _add_code(actions: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    telling = actions.add_parser("code", help="print the code of an extension, for a room without a network")
    telling.add_argument("dir", type=Path, metavar="DIR", help="the service's folder")
    telling.add_argument("--exam", required=True, metavar="ID", help="the exam")
    telling.add_argument("--number", required=True, type=int, metavar="N", help="the extension's number")
    telling.add_argument("--candidate", default="", metavar="NUMBER", help="the one whose extension it is")
    telling.add_argument("--room", required=True, metavar="R", help="the room where it is typed")
    add_password(telling)
    telling.set_defaults(act=_code)


def _create(wanted: argparse.Namespace) -> int:
    now = SteadyClock().now()
    plan = ExamPlan(
        title=wanted.title,
        paper_id=wanted.paper,
        start=read_start(wanted.start, now),
        minutes=wanted.minutes,
        key_release_minutes=wanted.key_release_minutes,
        grace_minutes=wanted.grace_minutes,
        show_seconds=wanted.show_seconds,
        look_through=wanted.look_through,
    )
    with writing(open_folder(wanted.dir)) as connection:
        exam = create_exam(connection, plan, now)
        entries = count_entries(connection, exam.id)
        note(connection, Deed("create_exam", {"exam": exam.id, "paper": exam.paper}))
        seats = places_said(connection, exam.id)
    print(f"Created {exam.id}: {exam.title}, {entries} candidates.", *seats, sep="\n")
    print(
        f"The paper opens at {shown(exam.key_release)}, start {shown(exam.starts)}, end {shown(exam.ends)}."
    )
    if exam.look_through:
        print("From the first of these on candidates can look the paper through.")
    return 0


def _extend(wanted: argparse.Namespace) -> int:
    """The password is asked for first: with a wrong one nothing is extended."""
    room, candidate = wanted.code_for_room, comparable(wanted.candidate)
    key = _codes(wanted, room) if room else b""
    outcome = give(wanted.dir, ExtendExam(wanted.exam, wanted.minutes, candidate, wanted.reason, wanted.by))
    print("\n".join(outcome.lines))
    if room:
        _print_code(wanted, _extension(wanted, outcome.number, candidate), key)
    return 0


def _remove(wanted: argparse.Namespace) -> int:
    print("\n".join(give(wanted.dir, RemoveExam(wanted.exam, wanted.reason, wanted.by)).lines))
    return 0


def _code(wanted: argparse.Namespace) -> int:
    row = _extension(wanted, wanted.number, comparable(wanted.candidate))
    _print_code(wanted, row, _codes(wanted, wanted.room))
    return 0


def _extension(wanted: argparse.Namespace, number: int, candidate: str) -> ExtensionRow:
    with reading(open_folder(wanted.dir)) as connection:
        return extension_called(connection, wanted.exam, number, candidate)


def _codes(wanted: argparse.Namespace, room: str) -> bytes:
    folder = open_folder(wanted.dir)
    with reading(folder) as connection:
        card = card_of_room(connection, room, wanted.exam, signing_key(folder))
    return ask_for_codes(wanted, card)


def _print_code(wanted: argparse.Namespace, row: ExtensionRow, key: bytes) -> None:
    whose = f"candidate {row.candidate}" if row.candidate else "all candidates"
    print(f"Extension {row.number} of {wanted.exam}, {row.minutes} minutes for {whose}")
    print_code(code_of_extension(key, row), "Type it at each machine that it is for, with the room password.")


def _list(wanted: argparse.Namespace) -> int:
    with reading(open_folder(wanted.dir)) as connection:
        exams = all_exams(connection)
        lines = [line for exam in exams for line in _lines(connection, exam)]
    print(end="".join(f"{line}\n" for line in lines))
    if not exams:
        print("There are no exams yet. Create one: examserver exam create DIR --paper ID ...")
    return 0


def _lines(connection: Connection, exam: Exam) -> Iterator[str]:
    """The exam, and below it its extensions."""
    times = f"{shown(exam.starts)} to {shown(exam.ends)}"
    entries = count_entries(connection, exam.id)
    looked = "\tmay be looked through" if exam.look_through else ""
    ended = f"\tended {shown(exam.ended)}" if exam.ended else ""
    said = looked + ("\tcancelled" if exam.cancelled else ended)
    yield f"{exam.id}\t{times}\t{entries} candidates\tpaper {exam.paper}\t{exam.title}{said}"
    for one in extensions_of(connection, exam.id):
        whose = f"candidate {one.candidate}" if one.candidate else "all candidates"
        reason = f"\t{one.reason}" if one.reason else ""
        yield f"  extension {one.number}\t+{one.minutes} minutes\t{whose}\tgiven {shown(one.made)}{reason}"
