"""When who has a room for good can still be changed: it changes the proctors of the sittings there as well.

Rule: what `services.checkin.proctors` says of a sitting holds for this way too, and for an exam without a
sitting; here nobody approves, so a site admin says why and does it at once. A rehearsal binds nobody.
"""

from collections.abc import Collection

from sqlalchemy import Connection

from examserver.errors import CheckInError
from examserver.services.checkin.duty_board import SittingDuty, duty_board
from examserver.services.checkin.finding import said
from examserver.services.checkin.proctors import Window


def bound_sittings(connection: Connection, now: int) -> tuple[SittingDuty, ...]:
    """The sittings and exams to come, or on, whose proctors are not changed freely any more."""
    sittings = duty_board(now, connection).sittings
    return tuple(one for one in sittings if one.window is not Window.FREE and not one.is_rehearsal)


def require_changeable(
    connection: Connection, now: int, rooms: Collection[str], reason: str, *, override: bool, leaves: str = ""
) -> None:
    """Raise CheckInError where a change in these rooms is not free any more and nobody says why.

    `leaves` is who is no member any more, and so has no room at any sitting either.
    """
    if override or reason:
        said(reason)
    if override or not (rooms or leaves):
        return
    for sitting in bound_sittings(connection, now):
        if any(one.room in rooms or leaves in one.proctors for one in sitting.rooms):
            raise CheckInError(
                f"The proctors of {sitting.title} are not changed this way any more.",
                "Ask for it on the page of the proctors of sittings, or give a reason and say that it"
                " counts at once (on the command --override --reason WHY).",
            )
