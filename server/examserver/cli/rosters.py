"""`examserver candidates look`, `import`, `seats`, `seat` and `photos`."""

import argparse
from itertools import islice
from pathlib import Path
from typing import TypeAlias

from examserver.cli.ordering import give
from examserver.cli.progress import progress_bar
from examserver.cli.tables import read_file
from examserver.errors import TableError
from examserver.services.roster import ROSTER, look_at_roster
from examserver.services.rosters.orders import (
    KEPT_FOR_EXAMS,
    AssignSeats,
    ImportRoster,
    NotePhotos,
    SeatCandidate,
)
from examserver.services.rosters.photos import PhotoDone, keep_photos, offered_photos
from examserver.services.rosters.plan import RosterPlan, RosterWish, plan_roster
from examserver.services.rosters.seat_rules import SeatRule
from examserver.services.rosters.seating_anew import required_exam
from examserver.storage.candidates import all_candidates
from examserver.storage.folder import open_folder
from examserver.storage.places import places_at
from examserver.storage.store import reading

Actions: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"

MOST_SHOWN = 200
RULES = {
    SeatRule.AS_IN_FILE: "as the file says",
    SeatRule.BY_NUMBER: "by admission number",
    SeatRule.SHUFFLED: "shuffled by --seed",
    SeatRule.APART: "nobody beside the same school (or class, where there is one school)",
}
COLUMNS = (
    "a CSV file (UTF-8, UTF-16, GB18030) or XLSX with the columns admission_number (准考证号), name (姓名), "
    "identity_number (证件号), and perhaps seat (座位), room (考场), school (学校), class (班级)"
)


def add_roster(actions: Actions) -> None:
    """The actions that look at a roster, and take one in."""
    for name, told, act in (
        ("look", "say what a roster would change and what is wrong with it; nothing is written", _look),
        ("import", "take candidates in from a CSV or XLSX file", _import),
    ):
        action = actions.add_parser(name, help=told)
        action.add_argument("dir", type=Path, metavar="DIR", help="the service's folder")
        action.add_argument("file", type=Path, metavar="FILE", help=COLUMNS)
        action.add_argument("--exam", default="", metavar="ID", help="they sit this exam, at the seats given")
        _add_rule(action, SeatRule.AS_IN_FILE, tuple(SeatRule))
        action.add_argument(
            "--whole", action="store_true", help="who is not in the file sits the exam no more"
        )
        action.set_defaults(act=act)


def add_seats(actions: Actions) -> None:
    """The actions about seats at an exam."""
    seating = actions.add_parser("seats", help="show who sits where at an exam, or seat all by a rule")
    seating.add_argument("dir", type=Path, metavar="DIR", help="the service's folder")
    seating.add_argument("--exam", required=True, metavar="ID", help="the exam")
    _add_rule(seating, None, (SeatRule.BY_NUMBER, SeatRule.SHUFFLED))
    seating.set_defaults(act=_seats)
    moving = actions.add_parser("seat", help="give one candidate a seat at an exam")
    moving.add_argument("dir", type=Path, metavar="DIR", help="the service's folder")
    moving.add_argument("--exam", required=True, metavar="ID", help="the exam")
    moving.add_argument("candidate", metavar="NUMBER", help="the admission number")
    moving.add_argument("room", metavar="ROOM", help="the room, or an empty text for none")
    moving.add_argument("seat", metavar="SEAT", help="the seat in it, or an empty text for none")
    moving.set_defaults(act=_seat)


def add_photos(actions: Actions) -> None:
    """The action that takes photos in."""
    taking = actions.add_parser("photos", help="take in photos that are named by admission number")
    taking.add_argument("dir", type=Path, metavar="DIR", help="the service's folder")
    taking.add_argument("source", type=Path, metavar="PATH", help="a folder or zip file of JPEG or PNG files")
    taking.set_defaults(act=_photos)


def _add_rule(action: argparse.ArgumentParser, default: SeatRule | None, rules: tuple[SeatRule, ...]) -> None:
    told = "; ".join(f"{rule.value}: {RULES[rule]}" for rule in rules)
    action.add_argument(
        "--rule", type=SeatRule, choices=rules, default=default, help=f"who sits where. {told}"
    )
    action.add_argument("--seed", type=int, default=1, help="the same seed seats the same way; 1 by default")
    action.add_argument(
        "--rooms",
        default="",
        metavar="A,B=30",
        help="rooms to fill; with a number so many seats, else those with a station; by default all rooms",
    )


def _wish(wanted: argparse.Namespace) -> RosterWish:
    return RosterWish(wanted.exam, wanted.rule, wanted.seed, wanted.rooms, wanted.whole)


def _look(wanted: argparse.Namespace) -> int:
    table = read_file(wanted.file, look_at_roster)
    with reading(open_folder(wanted.dir)) as connection:
        plan = plan_roster(connection, table, _wish(wanted))
    for line in _told(plan, wanted.exam):
        print(line)
    return 1 if plan.problems else 0


def _told(plan: RosterPlan, exam: str) -> list[str]:
    sheet = plan.table.sheet
    delimiter = f", fields parted by {sheet.delimiter!r}" if sheet.delimiter else ""
    columns = ", ".join(f"{name} ({called})" for name, called in plan.table.columns.items())
    lines = [f"{sheet.kind}, {sheet.how}{delimiter}. Columns: {columns}"]
    lines += [f"wrong: {one}" for one in islice(plan.problems, MOST_SHOWN)]
    lines += [f"look:  {one}" for one in islice(plan.notices, MOST_SHOWN)]
    left = max(0, len(plan.problems) - MOST_SHOWN) + max(0, len(plan.notices) - MOST_SHOWN)
    lines += [f"and {left} more"] if left else []
    same = len(plan.candidates) - plan.added - len(plan.changed)
    lines.append(f"{plan.added} to add, {len(plan.changed)} to change, {same} as they are.")
    if exam:
        lines.append(
            f"Exam {exam}: {len(plan.entered)} to enter, {len(plan.seated)} to seat elsewhere, "
            f"{len(plan.withdrawn)} to take out."
        )
    lines += [KEPT_FOR_EXAMS] if plan.is_kept_for_exams else []
    wrong = len(plan.problems)
    lines.append(f"{wrong} fields have to be corrected first." if wrong else "It can be taken in.")
    return lines


def _import(wanted: argparse.Namespace) -> int:
    """What is wrong is found here, with every line: the running service would answer with the count alone."""
    data = read_file(wanted.file, bytes)
    table = read_file(wanted.file, look_at_roster)
    with reading(open_folder(wanted.dir)) as connection:
        problems = plan_roster(connection, table, _wish(wanted)).problems
    if problems:
        raise TableError(
            f"{wanted.file}: {len(problems)} fields cannot be taken.",
            ROSTER.advice,
            tuple(map(str, problems)),
        )
    outcome = give(wanted.dir, ImportRoster(wanted.file.name, data, _wish(wanted)))
    print("\n".join(outcome.lines))
    return 0


def _seats(wanted: argparse.Namespace) -> int:
    if wanted.rule:
        outcome = give(wanted.dir, AssignSeats(wanted.exam, wanted.rule, wanted.rooms, wanted.seed))
        print("\n".join(outcome.lines))
        return 0
    with reading(open_folder(wanted.dir)) as connection:
        exam = required_exam(connection, wanted.exam)
        names = {one.admission_number: one.name for one in all_candidates(connection)}
        for one in places_at(connection, exam.id):
            print(f"{one.room or '-'}\t{one.seat or '-'}\t{one.candidate}\t{names[one.candidate]}")
    return 0


def _seat(wanted: argparse.Namespace) -> int:
    order = SeatCandidate(wanted.exam, wanted.candidate, wanted.room, wanted.seat)
    print("\n".join(give(wanted.dir, order).lines))
    return 0


def _photos(wanted: argparse.Namespace) -> int:
    folder = open_folder(wanted.dir)
    with reading(folder) as connection:
        known = frozenset(one.admission_number for one in all_candidates(connection))
    refused = list[PhotoDone]()
    with offered_photos(wanted.source) as offered, progress_bar("photos") as show:
        for number, one in enumerate(keep_photos(folder, offered, known), 1):
            refused += [one] if one.fault else []
            show(number, len(offered))
    kept = len(offered) - len(refused)
    give(wanted.dir, NotePhotos(kept))
    for left in refused:
        print(f"{left.name}: {left.fault}")
    print(f"{kept} photos kept, {len(refused)} files left out.")
    return 1 if refused and not kept else 0
