"""Writes the key of an exam's paper into a file for its rooms, where no network carries it at its release.

Rule: before the key's release there is no such file, unless somebody says that it is to be.
"""

from jwcrypto import jwk
from sqlalchemy import Connection

from examprotocol.errors import UnreadableError
from examprotocol.key_file import KeyFile, share_for, sign_key_file
from examserver.errors import ExamSetupError, RoomError
from examserver.services.exams import key_release_of
from examserver.services.rooms import require_room
from examserver.site_times import shown
from examserver.storage.exams import Exam, find_exam
from examserver.storage.folder import ServiceFolder
from examserver.storage.paper_rows import find_paper
from examserver.storage.paper_shelf import PaperShelf
from examserver.storage.room_cards import newest_card, rooms_with_card
from examserver.storage.site import read_site


def exam_called(connection: Connection, exam_id: str) -> Exam:
    """The exam with this id; raises ExamSetupError."""
    exam = find_exam(connection, exam_id)
    if exam is None:
        raise ExamSetupError(f"There is no exam {exam_id}.", "See which there are: examserver exam list DIR")
    return exam


def require_released(connection: Connection, exam: Exam, now: int) -> None:
    """Raise ExamSetupError before the key's release; `now` is the site time in milliseconds."""
    release = key_release_of(connection, exam)
    if now < release:
        raise ExamSetupError(
            f"The key of {exam.id} is released at {shown(release)}, and not before.",
            "Wait until then. If the file has to leave earlier, --now writes it all the same: whoever has it "
            "and the room password can open the paper.",
        )


def make_key_file(
    connection: Connection, folder: ServiceFolder, key: jwk.JWK, exam: Exam, room: str, now: int
) -> tuple[bytes, tuple[str, ...]]:
    """The content of an exam's key file, and the rooms that it is for: one, or with `""` all that have a
    password. Raises RoomError where none has.
    """
    rooms = (
        (require_room(connection, room).name,)
        if room
        else tuple(sorted(rooms_with_card(connection, exam.id)))
    )
    cards = [card for card in (newest_card(connection, one, exam.id) for one in rooms) if card is not None]
    if not cards:
        raise RoomError(
            f"{f'Room {room}' if room else 'No room'} has a password for {exam.id}: nobody could open it.",
            f"Make one first: examserver room password DIR --room {room or 'R'} --exam {exam.id}",
        )
    content_key = PaperShelf(folder.papers, key).content_key(exam.paper)
    row = find_paper(connection, exam.paper)
    assert row is not None, "an exam has its paper"
    file = KeyFile(
        site=read_site(connection).id,
        exam=exam.id,
        title=exam.title,
        manifest=row.manifest_digest,
        release=key_release_of(connection, exam),
        at=now,
        rooms=tuple(share_for(card, key, content_key) for card in cards),
    )
    try:
        return sign_key_file(file, key), rooms
    except UnreadableError as error:
        raise RoomError(
            f"{len(cards)} rooms are more than fit into one key file.", "Name one with --room."
        ) from error
