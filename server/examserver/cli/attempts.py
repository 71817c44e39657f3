"""`examserver attempts`: list and show attempts, release their seats, and rule on which events count."""

import argparse
import getpass
from pathlib import Path

import msgspec

from examprotocol.rulings import Ruling, Span, Verdict
from examserver.cli.answers import short
from examserver.cli.offline_codes import add_password, ask_for_codes, print_code
from examserver.cli.ordering import give
from examserver.errors import ExamSetupError
from examserver.services.attempt_orders import ReleaseAttempt, RuleOnEvents
from examserver.services.attempts import (
    Detail,
    Hand,
    Overview,
    Side,
    attempt_at,
    attempt_called,
    detail_of,
    overviews,
)
from examserver.services.keys import signing_key
from examserver.services.offline_codes import card_of_room, code_to_move, next_by_code
from examserver.site_times import shown
from examserver.storage.exams import all_exams
from examserver.storage.folder import open_folder
from examserver.storage.releases import Release
from examserver.storage.store import reading

WHICH = "its id, the beginning of it, or the admission number"
EVENTS = "WRITER:SEQ[-SEQ]"


def run(argv: list[str]) -> int:
    """Run the command."""
    wanted = _parser().parse_args(argv)
    return int(wanted.act(wanted))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="examserver attempts",
        description="List and show attempts, let them move, and rule on what counts.",
    )
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    listing = _action(actions, "list", "list the attempts", _list)
    listing.add_argument("--exam", default="", metavar="ID", help="one exam; by default all")
    listing.add_argument("--json", action="store_true", help="print JSON")
    showing = _action(actions, "show", "show who wrote in an attempt, and what a person has to decide", _show)
    showing.add_argument("attempt", metavar="ATTEMPT", help=WHICH)
    _add_release(actions)
    _add_code(actions)
    ruling = _action(actions, "rule", "count events of an attempt, or leave them out", _rule)
    ruling.add_argument("attempt", metavar="ATTEMPT", help=WHICH)
    verdict = ruling.add_mutually_exclusive_group(required=True)
    verdict.add_argument("--count", action="append", default=[], metavar=EVENTS, help="let these count")
    verdict.add_argument("--leave-out", action="append", default=[], metavar=EVENTS, help="leave these out")
    ruling.add_argument("--reason", required=True, metavar="TEXT", help="why, in words for others")
    ruling.add_argument("--by", default="", metavar="NAME", help="who decided; by default this account")
    return parser


def _add_release(actions: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    releasing = _action(actions, "release", "let a candidate go on at any machine, without consent", _release)
    releasing.add_argument("--exam", required=True, metavar="ID", help="the exam")
    releasing.add_argument("--candidate", required=True, metavar="NUMBER", help="the admission number")
    releasing.add_argument("--reason", required=True, metavar="TEXT", help="why, in words for others")
    releasing.add_argument("--by", default="", metavar="NAME", help="who allows it; by default this account")


def _add_code(actions: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    telling = _action(actions, "code", "print the code by which an exam goes on without a network", _code)
    telling.add_argument("--exam", required=True, metavar="ID", help="the exam")
    telling.add_argument("--candidate", required=True, metavar="NUMBER", help="the admission number")
    telling.add_argument("--room", required=True, metavar="R", help="the room of the machine that goes on")
    add_password(telling)


def _action(
    actions: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, purpose: str, act: object
) -> argparse.ArgumentParser:
    parser = actions.add_parser(name, help=purpose, description=f"{purpose[0].upper()}{purpose[1:]}.")
    parser.add_argument("dir", type=Path, metavar="DIR", help="the service's folder")
    parser.set_defaults(act=act)
    return parser


def _list(wanted: argparse.Namespace) -> int:
    with reading(open_folder(wanted.dir)) as connection:
        exams = [exam for exam in all_exams(connection) if wanted.exam in ("", exam.id)]
        if wanted.exam and not exams:
            raise ExamSetupError(
                f"There is no exam with the id {wanted.exam}.",
                "See which there are: examserver exam list DIR",
            )
        found = overviews(connection, exams)
    if wanted.json:
        print(msgspec.json.format(msgspec.json.encode(found)).decode())
        return 0
    for one in found:
        print(_line(one))
    if not found:
        print("There are no attempts: nobody has logged in yet.")
    return 0


def _line(one: Overview) -> str:
    who = f"{one.attempt[:8]}\t{one.exam}\t{one.admission_number}\t{one.name}\t{one.state}"
    marks = f"{len(one.conflicts)} conflicts\t{one.late} late\t{one.left_out} left out\t{one.forks} forks"
    return f"{who}\t{one.events} events\t{marks}\t{one.receipt or '-'}\t{_where(one)}"


def _where(one: Overview) -> str:
    return f"{one.held} {one.where}".strip()


def _show(wanted: argparse.Namespace) -> int:
    with reading(open_folder(wanted.dir)) as connection:
        detail = detail_of(connection, attempt_called(connection, wanted.attempt))
    _print_head(detail)
    print("Writers")
    for hand in detail.hands:
        print(_hand(hand, detail.branches))
    for question, sides in detail.disputes.items():
        print(f"Conflict at question {question}")
        for side in sides:
            print(_side(side))
    if detail.releases:
        print("Releases")
    for release in detail.releases:
        print(_release_line(release))
    if detail.rulings:
        print("Rulings")
    for ruling in detail.rulings:
        print(_ruling(ruling))
    _advise(detail)
    return 0


def _print_head(detail: Detail) -> None:
    one, away = detail.overview, detail.away
    print(f"Attempt {one.attempt}")
    print(f"  {one.exam}\t{one.admission_number}\t{one.name}\t{one.state}\t{one.receipt or 'no receipt'}")
    print(f"  {_where(one)}")
    print(f"  {one.events} events, {one.late} late answers, {one.left_out} answers left out")
    if away.times:
        print(f"  another window was in front: {away.times} times, {away.seconds} seconds in all")


def _hand(hand: Hand, branches: dict[str, int]) -> str:
    writer, events = hand.log.writer, hand.log.events
    epoch = f"{writer.epoch.generation}.{writer.epoch.grant}.{writer.epoch.hop}/{writer.inc}"
    when = f"{shown(events[0].at)} to {shown(hand.last.at)}"
    line = f"  {writer.id[:8]}:1-{len(events)}\tepoch {epoch}\tstation {hand.station[:8]}\t{when}"
    other = branches.get(writer.id, 0)
    return f"{line}\tanother branch from {hand.parted} on, {other} events" if other else line


def _side(side: Side) -> str:
    marks = f"{'counts now' if side.current else 'does not count'}{', late' if side.late else ''}"
    return f"  {side.writer[:8]}:{side.seq}\t{shown(side.at)}\t{marks}\t{short(side.response)}"


def _ruling(one: Ruling) -> str:
    verdict = "counts" if one.verdict is Verdict.COUNT else "leaves out"
    return f"  {one.number}\t{shown(one.at)}\t{one.by}\t{verdict} {_spans(one.spans)}\t{one.reason}"


def _release_line(one: Release) -> str:
    return f"  {one.number}\t{shown(one.at)}\t{one.by}\tstation {one.station[:8]}\t{one.reason}"


def _spans(spans: tuple[Span, ...]) -> str:
    return ", ".join(f"{span.writer[:8]}:{span.first}-{span.last}" for span in spans)


def _advise(detail: Detail) -> None:
    if detail.disputes:
        print("To decide a conflict, leave one side out: examserver attempts rule DIR ATTEMPT --leave-out ..")


def _release(wanted: argparse.Namespace) -> int:
    by = wanted.by or getpass.getuser()
    order = ReleaseAttempt(wanted.exam, wanted.candidate.strip(), by, wanted.reason)
    print("\n".join(give(wanted.dir, order).lines))
    return 0


def _code(wanted: argparse.Namespace) -> int:
    folder = open_folder(wanted.dir)
    with reading(folder) as connection:
        attempt = attempt_at(connection, wanted.exam, wanted.candidate)
        epoch = next_by_code(connection, attempt)
        card = card_of_room(connection, wanted.room, wanted.exam, signing_key(folder))
    code = code_to_move(ask_for_codes(wanted, card), attempt.id, epoch)
    print(f"Candidate {attempt.candidate}, {attempt.exam}, at a machine of room {card.room}")
    print_code(code, "Type it at the machine where the exam is to go on, together with the room password.")
    return 0


def _rule(wanted: argparse.Namespace) -> int:
    verdict = Verdict.COUNT if wanted.count else Verdict.LEAVE_OUT
    spans = tuple(wanted.count or wanted.leave_out)
    order = RuleOnEvents(wanted.attempt, verdict, spans, wanted.by or getpass.getuser(), wanted.reason)
    for line in give(wanted.dir, order).lines:
        print(line)
    return 0
