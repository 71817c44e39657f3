"""`examserver act`: what the staff does to a sitting, an exam, a room, a seat or a candidate."""

import argparse
import getpass
from functools import partial
from pathlib import Path
from typing import Any, TypeAlias

from examserver.cli import outages
from examserver.cli.ordering import give
from examserver.cli.spans import span
from examserver.services.actions.letting_in import LetInAgain
from examserver.services.actions.orders import (
    CloseAttempts,
    ExtendMany,
    PauseExams,
    RequestExport,
    SendNotice,
    TakeOrderBack,
)
from examserver.services.actions.resuming import ResumeExams
from examserver.services.actions.scopes import scope_said
from examserver.services.order import StaffOrder
from examserver.site_times import shown
from examserver.storage.folder import open_folder
from examserver.storage.site_clock import site_clock
from examserver.storage.site_orders import OrderRow, standing_orders
from examserver.storage.store import reading

Adding: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"

WHICH = "its id or the beginning of it, as `examserver act list DIR` shows it"
WHOM = (
    ("sitting", "ID", "all exams of this sitting"),
    ("exam", "ID", "this exam"),
    ("room", "R", "who sits in this room"),
    ("seat", "N", "who sits at this seat of the room"),
    ("attempt", "ATTEMPT", "one candidate: id, beginning of it, or admission number"),
)


def run(argv: list[str]) -> int:
    """Run the command."""
    wanted = _parser().parse_args(argv)
    return int(wanted.act(wanted))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="examserver act",
        description="Pause, resume, extend and close exams, send messages, ask for exports. Name for whom: "
        "what is named has to fit, all of it.",
    )
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    _add_beginnings(actions)
    _add_endings(actions)
    leaving = outages.add_actions(partial(_action, actions))
    _add_giver(leaving)
    leaving.set_defaults(by=getpass.getuser())
    listing = _action(actions, "list", "list what stands ordered", _list)
    listing.add_argument("--all", action="store_true", help="also that candidates were let in again")
    return parser


def _add_beginnings(actions: Adding) -> None:
    message = _whom_of(_action(actions, "message", "show a message until it is put away", _message))
    _add_giver(message, says_why_itself=True)
    message.add_argument("text", metavar="TEXT", help="what candidates read")
    pausing = _for_whom(actions, "pause", "let exams stand still: the end moves meanwhile", _pause)
    pausing.add_argument(
        "--since",
        type=span,
        default=0,
        metavar="AGO",
        help="how long ago it began, such as 12m",
    )
    _add_text(pausing)
    extending = _for_whom(actions, "extend", "give more time", _extend)
    extending.add_argument("--minutes", type=int, required=True, metavar="N", help="how many more")
    closing = _for_whom(actions, "close", "end it now, as at the deadline", _close)
    _add_text(closing)
    _for_whom(actions, "export", "ask machines to export the answers to a drive", _export)


def _add_endings(actions: Adding) -> None:
    resuming = _action(actions, "resume", "end a pause and give back what it took", _resume)
    resuming.add_argument("pause", metavar="PAUSE", help=WHICH)
    resuming.add_argument(
        "--minutes", type=int, default=-1, metavar="N", help="so many instead of what the pause took"
    )
    taking = _action(
        actions, "take-back", "take back a message, a request to export or a closing", _take_back
    )
    taking.add_argument("order", metavar="ORDER", help=WHICH)
    letting = _action(actions, "let-in", "open again what was handed in or closed", _let_in)
    letting.add_argument("attempt", metavar="ATTEMPT", help=WHOM[-1][2])
    letting.add_argument("--minutes", type=int, default=0, metavar="N", help="more time besides what is left")
    for one in (resuming, taking, letting):
        _add_giver(one)


def _action(actions: Adding, name: str, purpose: str, act: object) -> argparse.ArgumentParser:
    parser = actions.add_parser(name, help=purpose, description=f"{purpose[0].upper()}{purpose[1:]}.")
    parser.add_argument("dir", type=Path, metavar="DIR", help="the service's folder")
    parser.set_defaults(act=act)
    return parser


def _for_whom(actions: Adding, name: str, purpose: str, act: object) -> argparse.ArgumentParser:
    parser = _whom_of(_action(actions, name, purpose, act))
    _add_giver(parser)
    return parser


def _whom_of(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    for option, value, meaning in WHOM:
        parser.add_argument(f"--{option}", default="", metavar=value, help=meaning)
    return parser


def _add_giver(parser: argparse.ArgumentParser, *, says_why_itself: bool = False) -> None:
    meaning = "why, where the message does not say it" if says_why_itself else "why, in words for others"
    parser.add_argument("--reason", required=not says_why_itself, default="", metavar="TEXT", help=meaning)
    parser.add_argument("--by", default="", metavar="NAME", help="who does it; by default this account")


def _add_text(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--text", default="", metavar="TEXT", help="what candidates read of it")


def _whom(wanted: argparse.Namespace) -> dict[str, Any]:
    """The fields that all orders for somebody have; Any, since others stand beside them."""
    named = {option: getattr(wanted, option) for option, _, _ in WHOM}
    return named | _giver(wanted)


def _giver(wanted: argparse.Namespace) -> dict[str, Any]:
    return {"by": wanted.by or getpass.getuser(), "reason": wanted.reason}


def _message(wanted: argparse.Namespace) -> int:
    return _order(wanted, SendNotice(**_whom(wanted), text=wanted.text))


def _pause(wanted: argparse.Namespace) -> int:
    since = site_clock(open_folder(wanted.dir)).now() - wanted.since if wanted.since else 0
    return _order(wanted, PauseExams(**_whom(wanted), since=since, text=wanted.text))


def _extend(wanted: argparse.Namespace) -> int:
    return _order(wanted, ExtendMany(**_whom(wanted), minutes=wanted.minutes))


def _close(wanted: argparse.Namespace) -> int:
    return _order(wanted, CloseAttempts(**_whom(wanted), text=wanted.text))


def _export(wanted: argparse.Namespace) -> int:
    return _order(wanted, RequestExport(**_whom(wanted)))


def _resume(wanted: argparse.Namespace) -> int:
    return _order(wanted, ResumeExams(wanted.pause, wanted.minutes, **_giver(wanted)))


def _take_back(wanted: argparse.Namespace) -> int:
    return _order(wanted, TakeOrderBack(wanted.order, **_giver(wanted)))


def _let_in(wanted: argparse.Namespace) -> int:
    return _order(wanted, LetInAgain(wanted.attempt, wanted.minutes, **_giver(wanted)))


def _order(wanted: argparse.Namespace, order: StaffOrder) -> int:
    print("\n".join(give(wanted.dir, order).lines))
    return 0


def _list(wanted: argparse.Namespace) -> int:
    with reading(open_folder(wanted.dir)) as connection:
        orders = standing_orders(connection)
    shown_ones = [one for one in orders if wanted.all or one.kind != "reopen"]
    for one in shown_ones:
        print(_line(one))
    if not shown_ones:
        print("Nothing stands ordered.")
    return 0


def _line(one: OrderRow) -> str:
    said = f"{one.text or '-'}\t{one.reason or '-'}"
    return f"{one.id[:8]}\t{one.kind}\t{scope_said(one.scope)}\t{shown(one.since)}\t{one.by}\t{said}"
