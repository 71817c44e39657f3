"""The actions of `examserver sitting` for accidents: move, extend, shorten, end, cancel, postpone."""

import argparse
from collections.abc import Callable
from pathlib import Path

from examserver.cli.ordering import give, this_account
from examserver.clock import SteadyClock
from examserver.services.exams import read_start
from examserver.services.order import StaffOrder
from examserver.services.sittings.accident_orders import (
    CancelSitting,
    EndSitting,
    ExtendSitting,
    MoveSitting,
    PostponeSitting,
    ShortenSitting,
)

ACTIONS = ("move", "extend", "shorten", "end", "cancel", "postpone")


def add_actions(actions: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add them."""
    moving = _action(actions, "move", "move all times of a sitting that has not begun", _move)
    moving.add_argument(
        "--minutes", required=True, type=int, metavar="N", help="so much later; -10: ten minutes earlier"
    )
    extending = _action(actions, "extend", "give all who sit an exam of it more time", _extend)
    extending.add_argument("--minutes", required=True, type=int, metavar="N", help="how many minutes more")
    shortening = _action(actions, "shorten", "let it end earlier, but not before now", _shorten)
    shortening.add_argument("--minutes", required=True, type=int, metavar="N", help="how many minutes less")
    _action(actions, "end", "end it now for everybody: who sits is handed in", _end)
    _action(actions, "cancel", "cancel it: nobody logs in any more, what was answered is kept", _cancel)
    postponing = _action(
        actions, "postpone", "let it begin another time: who had begun has the rest of their time", _postpone
    )
    postponing.add_argument(
        "--to", required=True, metavar="TIME", help="the new start: 2026-11-21 14:00 (local time)"
    )
    postponing.add_argument(
        "--stopped",
        default="",
        metavar="TIME",
        help="when it stood still; by default now, or when it was ended",
    )


def _action(
    actions: "argparse._SubParsersAction[argparse.ArgumentParser]",
    name: str,
    purpose: str,
    order: Callable[[argparse.Namespace], StaffOrder],
) -> argparse.ArgumentParser:
    parser = actions.add_parser(name, help=purpose, description=f"{purpose[0].upper()}{purpose[1:]}.")
    parser.add_argument("dir", type=Path, metavar="DIR", help="the service's folder")
    parser.add_argument("sitting", metavar="SITTING", help="the sitting's id")
    parser.add_argument("--reason", required=True, metavar="TEXT", help="why: candidates read it too")
    parser.add_argument(
        "--by", default=this_account(), metavar="NAME", help="who decided it; by default this account"
    )

    def act(wanted: argparse.Namespace) -> int:
        print("\n".join(give(wanted.dir, order(wanted)).lines))
        return 0

    parser.set_defaults(act=act)
    return parser


def _move(wanted: argparse.Namespace) -> StaffOrder:
    return MoveSitting(wanted.sitting, wanted.reason, wanted.by, wanted.minutes)


def _extend(wanted: argparse.Namespace) -> StaffOrder:
    return ExtendSitting(wanted.sitting, wanted.reason, wanted.by, wanted.minutes)


def _shorten(wanted: argparse.Namespace) -> StaffOrder:
    return ShortenSitting(wanted.sitting, wanted.reason, wanted.by, wanted.minutes)


def _end(wanted: argparse.Namespace) -> StaffOrder:
    return EndSitting(wanted.sitting, wanted.reason, wanted.by)


def _cancel(wanted: argparse.Namespace) -> StaffOrder:
    return CancelSitting(wanted.sitting, wanted.reason, wanted.by)


def _postpone(wanted: argparse.Namespace) -> StaffOrder:
    now = SteadyClock().now()
    stopped = read_start(wanted.stopped, now) if wanted.stopped else 0
    return PostponeSitting(wanted.sitting, wanted.reason, wanted.by, read_start(wanted.to, now), stopped)
