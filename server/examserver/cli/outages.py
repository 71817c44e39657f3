"""The actions of `examserver act` about outages: which there were, and that no time is given back for one."""

import argparse
from collections.abc import Callable

from examserver.cli.ordering import give
from examserver.errors import ActionError
from examserver.services.outages.board import Outage, outages
from examserver.services.outages.orders import LeaveOutage
from examserver.services.outages.silences import heard_so_far
from examserver.site_times import shown
from examserver.storage.folder import open_folder
from examserver.storage.site_clock import site_clock
from examserver.storage.store import reading

Adding = Callable[[str, str, Callable[[argparse.Namespace], int]], argparse.ArgumentParser]


def add_actions(action: Adding) -> argparse.ArgumentParser:
    """Add them by `action`; returns that which needs a reason."""
    action("outages", "list when nothing came from where an exam is sat, and nobody has decided", _list)
    leaving = action("leave", "give no time back for an outage", _leave)
    leaving.add_argument("number", type=int, metavar="N", help="its number in `examserver act outages DIR`")
    return leaving


def _list(wanted: argparse.Namespace) -> int:
    now, found = _found(wanted)
    for number, one in enumerate(found, start=1):
        print(_line(number, one, now))
    print(_how_to(found) if found else "Nothing was silent that nobody has decided about.")
    return 0


def _line(number: int, one: Outage, now: int) -> str:
    silence, rooms = one.silence, ", ".join(room or "-" for room in one.rooms)
    until = shown(silence.ends) if silence.ends else "now"
    why = "\tthe service itself did not run then" if one.is_ours else ""
    span = f"{shown(silence.begins)} to {until}"
    moved = ", ".join(each.candidate for each in silence.away)
    whose = f"\tonly of {moved}, who sit in another room now" if moved else ""
    return f"{number}\t{one.exam.id}\t{rooms}\t{silence.minutes(now)} minutes\t{span}{whose}{why}"


def _how_to(found: tuple[Outage, ...]) -> str:
    away = found[0].silence.away
    whom = f"--attempt {away[0].attempt}" if away else f"--exam {found[0].exam.id} --room {found[0].rooms[0]}"
    return (
        f"Give time back: examserver act extend DIR {whom} --minutes N --reason TEXT\n"
        "That decides about all that is listed of them. "
        "No time was lost: examserver act leave DIR NUMBER --reason TEXT"
    )


def _leave(wanted: argparse.Namespace) -> int:
    _, found = _found(wanted)
    if not 1 <= wanted.number <= len(found):
        raise ActionError(
            f"There is no outage {wanted.number}.", "See which there are: examserver act outages DIR"
        )
    one = found[wanted.number - 1]
    order = LeaveOutage(
        one.exam.id, one.rooms, one.silence.begins, one.silence.ends, wanted.by, wanted.reason
    )
    print("\n".join(give(wanted.dir, order).lines))
    return 0


def _found(wanted: argparse.Namespace) -> tuple[int, tuple[Outage, ...]]:
    folder = open_folder(wanted.dir)
    now = site_clock(folder).now()
    with reading(folder) as connection:
        return now, outages(connection, heard_so_far(connection, now), now)
