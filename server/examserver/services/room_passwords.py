"""The room password: made or taken here, and turned into what stations may hold of it.

Rule: the plain password is shown to the person who asked for it, and kept nowhere. What the service stores
and stations get is its slow hash, and a key that it seals.
"""

from dataclasses import dataclass

from jwcrypto import jwk
from sqlalchemy import Connection

from examprotocol.canonical import canonical_bytes
from examprotocol.password_seal import seal_by_password
from examprotocol.room import ROOM_KEY, RoomCard, open_card, sign_card
from examprotocol.room_password import PasswordHash, hash_password, plain_password
from examserver.errors import RoomError
from examserver.services.keys import new_opening_key, private_text
from examserver.services.order import Bench
from examserver.services.password_strength import LEAST_LENGTH, weakness_of
from examserver.services.setup import public_part
from examserver.storage.exams import Exam, own_exams
from examserver.storage.room_cards import STAYS, CardRow, add_card, highest_number, newest_card
from examserver.storage.rooms import Room


@dataclass(frozen=True, slots=True)
class LockedRoom:
    """What is left of a password: its hash, the room's new public key, and the private half sealed by it."""

    password: PasswordHash
    key: dict[str, str]
    sealed: str


def lock_room(typed: str) -> LockedRoom:
    """Make a new pair of keys for the room and seal it by a password. Takes about 0.2 s."""
    plain = plain_password(typed)
    key = new_opening_key()
    sealed = seal_by_password(private_text(key).encode(), plain, ROOM_KEY)
    return LockedRoom(hash_password(plain), public_part(key), canonical_bytes(sealed).decode())


def require_strong(typed: str, names: tuple[str, ...]) -> None:
    """Raise RoomError with the reason where a password can be guessed; `names` are what people would try."""
    weakness = weakness_of(typed, names)
    if weakness is not None:
        raise RoomError(
            f"This password is too weak: {', and '.join(weakness.reasons)}.",
            f"Put several words together that do not belong together, {LEAST_LENGTH} characters or more, "
            "or leave --own out: then the service makes a good one.",
        )


def exam_of_password(connection: Connection, exam_id: str, now: int) -> Exam:
    """The exam that a password is for: the named one, or the only one that is open or to come at `now`."""
    exams = [exam for exam in own_exams(connection) if now < exam.closes + STAYS]
    if exam_id:
        return _named(exams, exam_id)
    ahead = [exam for exam in exams if now < exam.closes]
    if len(ahead) == 1:
        return ahead[0]
    if not ahead:
        raise RoomError(
            "A room password is for one exam, and none is open or to come.",
            "Create the exam first: examserver exam create DIR --paper ID ...",
        )
    raise RoomError("Several exams are open or to come.", f"Name one with --exam: {_listed(ahead)}.")


def card_in_force(connection: Connection, room: str, exam: str, key: jwk.JWK) -> RoomCard | None:
    """A room's newest card for an exam, read by the service's key; it may have run out."""
    token = newest_card(connection, room, exam)
    return open_card(token, key) if token else None


def _named(exams: list[Exam], exam_id: str) -> Exam:
    for exam in exams:
        if exam.id == exam_id:
            return exam
    raise RoomError(
        f"There is no exam {exam_id} that is open or to come.",
        f"There are: {_listed(exams)}." if exams else "Create one: examserver exam create DIR --paper ID ...",
    )


def _listed(exams: list[Exam]) -> str:
    return ", ".join(f"{exam.id} ({exam.title})" for exam in exams)


def put_in_force(bench: Bench, room: Room, exam: Exam, locked: LockedRoom) -> int:
    """Sign the room's card for an exam, which takes the place of an earlier one; returns its number."""
    number = highest_number(bench.connection, room.name) + 1
    card = RoomCard(
        site=bench.identity.id,
        room=room.name,
        exam=exam.id,
        number=number,
        password=locked.password,
        key=locked.key,
        sealed=locked.sealed,
        until=exam.closes + STAYS,
    )
    token = sign_card(card, bench.key)
    add_card(bench.connection, CardRow(room.name, number, exam.id, bench.now, token))
    return number
