"""`examserver collection`: what came of each exam, settle its cases, finish collecting, take it up again."""

import argparse
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import msgspec

from examserver.cli.ordering import give
from examserver.clock import SteadyClock
from examserver.errors import CollectingError
from examserver.services.collecting.board import Collected, all_collected, collected
from examserver.services.collecting.looking import Ground
from examserver.services.collecting.orders import FinishCollection, ResumeCollection, SettleCase
from examserver.services.collecting.standing import Standing
from examserver.services.keys import signing_key
from examserver.site_times import shown
from examserver.storage.candidates import comparable
from examserver.storage.folder import open_folder
from examserver.storage.paper_shelf import PaperShelf
from examserver.storage.store import reading


def run(argv: list[str]) -> int:
    """Run the command."""
    wanted = _parser().parse_args(argv)
    return int(wanted.act(wanted))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="examserver collection", description="Collect what came of exams.")
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    listing = actions.add_parser("list", help="the exams that have begun, with their counts")
    listing.add_argument("dir", type=Path, metavar="DIR", help="the service's folder")
    listing.add_argument("--rehearsals", action="store_true", help="show rehearsals too")
    listing.set_defaults(act=_list)
    showing = _about_an_exam(actions, "show", "one exam: its cases, and what was decided")
    showing.add_argument("--json", action="store_true", help="print JSON")
    showing.set_defaults(act=_show)
    settling = _about_an_exam(actions, "settle", "let one source of a candidate's answers count")
    settling.add_argument("candidate", metavar="NUMBER", help="the admission number")
    settling.add_argument("--side", required=True, choices=("package", "service"), help="which source counts")
    _add_who_and_why(settling)
    settling.set_defaults(act=_settle)
    finishing = _about_an_exam(actions, "finish", "finish collecting; each open case needs a reason")
    finishing.add_argument(
        "--open", action="append", default=[], metavar="NUMBER=WHY", help="why a case stays open"
    )
    finishing.add_argument("--by", required=True, metavar="NAME", help="who finishes it")
    finishing.set_defaults(act=_finish)
    resuming = _about_an_exam(actions, "resume", "take a finished collection up again")
    _add_who_and_why(resuming)
    resuming.set_defaults(act=_resume)
    return parser


def _about_an_exam(
    actions: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, purpose: str
) -> argparse.ArgumentParser:
    parser = actions.add_parser(name, help=purpose)
    parser.add_argument("dir", type=Path, metavar="DIR", help="the service's folder")
    parser.add_argument("exam", metavar="EXAM", help="the exam's id")
    return parser


def _add_who_and_why(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--by", required=True, metavar="NAME", help="who decides it")
    parser.add_argument("--reason", required=True, metavar="TEXT", help="why, for the record")


def _list(wanted: argparse.Namespace) -> int:
    folder, now = open_folder(wanted.dir), SteadyClock().now()
    with reading(folder) as connection:
        ground = Ground(connection, folder, PaperShelf(folder.papers, signing_key(folder)))
        found = all_collected(ground, with_rehearsals=wanted.rehearsals, now=now)
    for one in found:
        print(_line(one))
    if not found:
        print("No exam has begun yet.")
    return 0


def _show(wanted: argparse.Namespace) -> int:
    folder = open_folder(wanted.dir)
    with reading(folder) as connection:
        ground = Ground(connection, folder, PaperShelf(folder.papers, signing_key(folder)))
        one = collected(ground, wanted.exam)
    if wanted.json:
        print(msgspec.json.format(msgspec.json.encode(_as_json(one))).decode())
        return 0
    print(_line(one))
    print(end="".join(f"  {line}\n" for line in _cases(one)))
    return 0


def _settle(wanted: argparse.Namespace) -> int:
    candidate = comparable(wanted.candidate)
    order = SettleCase(wanted.exam, candidate, wanted.side, wanted.by, wanted.reason)
    print("\n".join(give(wanted.dir, order).lines))
    return 0


def _finish(wanted: argparse.Namespace) -> int:
    reasons = dict(_given(text) for text in wanted.open)
    print("\n".join(give(wanted.dir, FinishCollection(wanted.exam, wanted.by, reasons)).lines))
    return 0


def _resume(wanted: argparse.Namespace) -> int:
    print("\n".join(give(wanted.dir, ResumeCollection(wanted.exam, wanted.by, wanted.reason)).lines))
    return 0


def _given(text: str) -> tuple[str, str]:
    """Admission number and reason of `NUMBER=WHY`; raises CollectingError."""
    candidate, sign, reason = text.partition("=")
    if not sign:
        raise CollectingError(
            f"“{text}” does not say of whom and why.", "Write it as --open 2026A001='the machine burnt'."
        )
    return comparable(candidate), reason


def _line(one: Collected) -> str:
    tally = one.tally
    state = "finished" if one.is_finished else "cancelled" if one.exam.cancelled else "open"
    later = f", something came later for {len(one.later)}" if one.later else ""
    rehearsal = "\trehearsal" if one.is_rehearsal else ""
    counts = (
        f"{tally.entered} candidates\t{tally.sat} sat\t{tally.submitted} handed in\t"
        f"{tally.closed} closed by time\t{tally.exported} exported\t{tally.nothing} of whom nothing came\t"
        f"{tally.files} with files missing\t{tally.cases} open cases"
    )
    return f"{one.exam.id}\t{state}{later}\t{counts}\t{one.exam.title}{rehearsal}"


def _cases(one: Collected) -> Iterator[str]:
    for case in one.cases:
        after = "\tsomething came after the decision" if case.came_after_decision else ""
        yield f"open\t{case.who.admission_number}\t{case.who.name}\t{', '.join(case.open)}{after}"
    for case in one.settled:
        assert case.decision is not None
        done = f"{case.decision.side} counts\t{case.decision.by}\t{case.decision.reason}"
        yield f"settled\t{case.who.admission_number}\t{case.who.name}\t{', '.join(case.troubles)}\t{done}"
    for case in one.later:
        yield f"later\t{case.who.admission_number}\t{case.who.name}"
    if one.finishing is not None:
        again = f", taken up again by {one.finishing.resumed_by}" if one.finishing.resumed else ""
        yield f"finished by {one.finishing.by} at {shown(one.finishing.at)}{again}"


def _as_json(one: Collected) -> dict[str, object]:
    return {
        "exam": one.exam.id,
        "finished": one.is_finished,
        "counts": asdict(one.tally),
        "later": [case.who.admission_number for case in one.later],
        "candidates": [_case_as_json(standing) for standing in one.standings],
    }


def _case_as_json(one: Standing) -> dict[str, object]:
    return {
        "candidate": one.who.admission_number,
        "way": one.here.way.value,
        "open": [trouble.value for trouble in one.open],
        "settled": [trouble.value for trouble in one.troubles if trouble not in one.open],
        "side": one.decision.side if one.decision else "",
    }
