"""Makes proctors' sticks: what a station is shown, so that a password typed there exports all that it holds.

Rule: the service remembers each stick that it made, and takes visits of no other. One that was restored from
a backup takes its sticks back by its own signature.
"""

from jwcrypto import jwk
from sqlalchemy import Connection

from examprotocol.errors import UnreadableError
from examprotocol.room import open_card
from examprotocol.stick import Stick, sign_stick
from examserver.errors import RoomError
from examserver.ids import new_id
from examserver.services.order import Bench
from examserver.services.setup import read_whole_card
from examserver.storage.exams import find_exam
from examserver.storage.room_cards import cards_of
from examserver.storage.rooms import Room
from examserver.storage.sticks import StickRow, add_stick, find_stick


def make_stick(bench: Bench, room: Room, exam: str, by: str) -> bytes:
    """Make and remember a stick for a room; returns the content of its file.

    `exam` is the id of the one exam whose password is to count, `""` for all that still count. `by` says who
    makes it. Raises RoomError and FolderError.
    """
    stick = Stick(
        id=new_id(),
        site=bench.identity.id,
        room=room.name,
        at=bench.now,
        cards=_cards(bench, room, exam),
        opening=read_whole_card(bench.folder).opening_key,
    )
    try:
        content = sign_stick(stick, bench.key)
    except UnreadableError as error:
        raise RoomError(
            f"Room {room.name} has passwords for more exams than fit on a stick.",
            "Name one exam with --exam.",
        ) from error
    add_stick(bench.connection, StickRow(stick.id, room.name, stick.at, by))
    return content


def take_stick_back(connection: Connection, stick: Stick, by: str) -> bool:
    """Remember a stick with this service's signature; says whether it was forgotten."""
    if find_stick(connection, stick.id) is not None:
        return False
    add_stick(connection, StickRow(stick.id, stick.room, stick.at, by))
    return True


def exams_on(stick: Stick, key: jwk.JWK) -> tuple[str, ...]:
    """The ids of the exams whose room password counts with a stick, sorted."""
    return tuple(sorted(open_card(token, key).exam for token in stick.cards))


def _cards(bench: Bench, room: Room, exam: str) -> tuple[str, ...]:
    if exam and find_exam(bench.connection, exam) is None:
        raise RoomError(f"There is no exam {exam}.", "See which there are: examserver exam list DIR")
    cards = tuple(
        token
        for token in cards_of(bench.connection, room.name, bench.now)
        if not exam or open_card(token, bench.key).exam == exam
    )
    if not cards:
        raise RoomError(
            f"Room {room.name} has no password that counts{f' for {exam}' if exam else ''}: "
            "without one a stick opens nothing.",
            f"Make one first: examserver room password DIR --room {room.name}",
        )
    return cards
