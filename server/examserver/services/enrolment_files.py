"""Makes enrolment files: what a station gets to know of its service, and the token to register with.

Rule: of the token only the hash stays here.
"""

from dataclasses import dataclass

from examprotocol.enrolment import Enrolment, seal_enrolment
from examserver.errors import EnrolmentError
from examserver.ids import new_token, token_hash
from examserver.services.order import Bench
from examserver.services.setup import read_whole_card
from examserver.storage.enrolments import EnrolmentRow, add_enrolment
from examserver.storage.room_cards import cards_of
from examserver.storage.rooms import Room

USUAL_MACHINES, MOST_MACHINES = 60, 2_000
MINUTE = 60_000
SHORTEST, LONGEST = MINUTE, 366 * 24 * 60 * MINUTE
"""Milliseconds for which an enrolment file may count."""


@dataclass(frozen=True, slots=True)
class EnrolmentPlan:
    """An enrolment file to make. `valid` is milliseconds from now; `machines` 0 is as many as usual.

    `seats` has the seat of each hostname; `address` takes the place of the published one unless it is `""`.
    """

    room: Room
    valid: int
    machines: int
    seats: dict[str, str]
    address: str


@dataclass(frozen=True, slots=True)
class EnrolmentFile:
    """An enrolment file that was made: for how many machines, and its bytes."""

    machines: int
    content: bytes


def make_enrolment(bench: Bench, plan: EnrolmentPlan) -> EnrolmentFile:
    """Make an enrolment file and register its token; raises EnrolmentError and FolderError."""
    machines = _machines(plan)
    if not SHORTEST <= plan.valid <= LONGEST:
        raise EnrolmentError(
            "An enrolment file counts from one minute up to a year.", "Write --valid as 30m, 12h or 7d."
        )
    token, expires = new_token(), bench.now + plan.valid
    enrolment = _enrolment(bench, plan, token, expires)
    add_enrolment(
        bench.connection, EnrolmentRow(token_hash(token), plan.room.name, bench.now, expires, machines)
    )
    return EnrolmentFile(machines, seal_enrolment(enrolment, bench.key))


def _enrolment(bench: Bench, plan: EnrolmentPlan, token: str, expires: int) -> Enrolment:
    card = read_whole_card(bench.folder)
    return Enrolment(
        site=card.site,
        site_id=card.site_id,
        address=plan.address or card.address,
        signing_key=card.signing_key,
        opening_key=card.opening_key,
        authority=card.authority,
        room=plan.room.name,
        token=token,
        expires=expires,
        seats=plan.seats,
        cards=cards_of(bench.connection, plan.room.name, bench.now),
    )


def machines_of(machines: int, seats: dict[str, str]) -> int:
    """For how many machines a file is, where a number was said, a table was given, or neither."""
    return machines or len(seats) or USUAL_MACHINES


def _machines(plan: EnrolmentPlan) -> int:
    machines = machines_of(plan.machines, plan.seats)
    if not 1 <= machines <= MOST_MACHINES:
        raise EnrolmentError(
            f"An enrolment file serves 1 to {MOST_MACHINES} machines, not {machines}.",
            "Make several, or give another number with --machines.",
        )
    if machines < len(plan.seats):
        raise EnrolmentError(
            f"The table has {len(plan.seats)} machines, and the file would serve {machines} of them.",
            "Leave --machines out, or give a number that is not smaller than the table.",
        )
    return machines
