"""Offline codes as the site's staff gives them out: to move an exam, and to tell of an extension.

Rule: who has no room password gets no code: it opens the room's key, which the service holds sealed only.
"""

from jwcrypto import jwk
from sqlalchemy import Connection

from examprotocol.errors import ProtocolError, UnreadableError
from examprotocol.events import Epoch
from examprotocol.offline_code import MOST_HOPS, OfflineExtension, code_key, extension_code, move_code
from examprotocol.password_seal import is_exact, open_by_password, read_sealed
from examprotocol.room import ROOM_KEY, RoomCard
from examprotocol.room_password import plain_password
from examprotocol.signing import load_key
from examserver.errors import AttemptError, ExamSetupError, RoomError
from examserver.services.holding import is_handed_in
from examserver.services.room_passwords import card_in_force
from examserver.services.rooms import require_room
from examserver.storage.attempts import Attempt
from examserver.storage.exams import find_exam
from examserver.storage.extensions import ExtensionRow, extensions_of
from examserver.storage.site import read_site


def card_of_room(connection: Connection, room: str, exam: str, key: jwk.JWK) -> RoomCard:
    """The card of the room that a person means, for an exam; raises RoomError. `key` is the service's."""
    if find_exam(connection, exam) is None:
        raise ExamSetupError(
            f"There is no exam with the id {exam}.", "See which there are: examserver exam list DIR"
        )
    name = require_room(connection, room).name
    card = card_in_force(connection, name, exam, key)
    if card is None:
        raise RoomError(
            f"Room {name} has no password for {exam}, and codes are made by it.",
            f"Make one while its stations are reachable: examserver room password DIR --room {name}",
        )
    return card


def open_codes(card: RoomCard, typed: str) -> bytes:
    """The key of a room's codes, by the password as typed; raises RoomError. Takes about 0.1 s."""
    try:
        data = card.sealed.encode()
        sealed, kind = read_sealed(data)
        if kind != ROOM_KEY or not is_exact(sealed, data):
            raise UnreadableError("not the key of a room")
        return code_key(load_key(open_by_password(sealed, plain_password(typed)).decode()))
    except (ProtocolError, UnicodeDecodeError) as error:
        raise RoomError(
            f"This is not the password of room {card.room} for {card.exam}.",
            "It is on the proctor's sheet; the newest one counts.",
        ) from error


def next_by_code(connection: Connection, attempt: Attempt) -> Epoch:
    """The epoch that a code may say: above all that is known of the attempt, and below its next login.

    So it names the grants that are counted here, 0 where no login is known, and of a restored service the new
    generation: that is above what the backup has forgotten too. Raises AttemptError.
    """
    if is_handed_in(connection, attempt):
        raise AttemptError("The attempt is handed in.", "There is nothing to go on with at another machine.")
    newest, generation = attempt.epoch, read_site(connection).generation
    if generation > newest.generation:
        newest = Epoch(generation, attempt.granted)
    if newest.hop >= MOST_HOPS:
        raise AttemptError(
            f"The exam has moved by code {newest.hop} times without a login.",
            "Bring one of its machines to the network: a login counts anew.",
        )
    return Epoch(newest.generation, newest.grant, newest.hop + 1)


def code_to_move(key: bytes, attempt: str, epoch: Epoch) -> str:
    """The code by which a machine may go on at this epoch; raises AttemptError."""
    try:
        return move_code(key, attempt, epoch)
    except UnreadableError as error:
        raise AttemptError(
            f"The candidate has logged in {epoch.grant} times, more than a code can say.",
            "Move the exam with a network.",
        ) from error


def extension_called(connection: Connection, exam: str, number: int, candidate: str) -> ExtensionRow:
    """The extension of an exam with this number; `candidate` tells two of one number apart.

    Raises ExamSetupError.
    """
    rows = [row for row in extensions_of(connection, exam) if row.number == number]
    meant = [row for row in rows if not candidate or row.candidate == candidate]
    if len(meant) == 1:
        return meant[0]
    if meant:
        names = ", ".join(row.candidate or "all candidates" for row in meant)
        raise ExamSetupError(
            f"{exam} has {len(meant)} extensions {number}: for {names}.", "Say which one with --candidate."
        )
    raise ExamSetupError(
        f"{exam} has no extension {number}{f' for {candidate}' if candidate else ''}.",
        "See which there are: examserver exam list DIR",
    )


def code_of_extension(key: bytes, row: ExtensionRow) -> str:
    """The code that tells of an extension; raises ExamSetupError."""
    extension = OfflineExtension(row.number, row.minutes, everybody=not row.candidate)
    try:
        return extension_code(key, row.exam, row.candidate, extension)
    except UnreadableError as error:
        raise ExamSetupError(
            f"Extension {row.number} is one that no code can say.", "Stations hear of it by the network."
        ) from error
