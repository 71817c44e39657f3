"""A journal on a stolen disk says nothing; this machine, the service and the room open it."""

import shutil
import stat
from base64 import b64encode
from collections.abc import Callable, Iterable
from pathlib import Path

import msgspec
import pytest
from jwcrypto import jwk

from examclient.domain.site import Membership
from examclient.storage import dpapi
from examclient.storage.journal import open_journal
from examclient.storage.journal_errors import LockedError
from examclient.storage.journal_recipients import SERVICE, JournalRecipients
from examclient.storage.journal_safe import JOURNALS, KEY_FILE, Wraps
from examclient.storage.journal_salvage import OpenKey, read_loosely
from examclient.storage.journal_setting import Setting
from examprotocol.journal_keys import unwrap_journal_key
from examprotocol.room import RoomCard, sign_card
from tests.client import cards
from tests.client.writing import Pen

ANSWER = "春眠不觉晓 and nobody else may read it"
RECEIPT = "the.signed.receipt"
NAME = "attempt.journal"


def new_key() -> jwk.JWK:
    key = jwk.JWK.generate(kty="OKP", crv="X25519")
    return jwk.JWK(**{**key.export(as_dict=True), "kid": key.thumbprint()})


def public(key: jwk.JWK) -> dict[str, str]:
    return {name: str(value) for name, value in key.export_public(as_dict=True).items()}


SERVICE_KEY, ROOM_KEY, NEXT_ROOM_KEY = new_key(), new_key(), new_key()


def member() -> Membership:
    return msgspec.structs.replace(cards.membership(), opening_key=public(SERVICE_KEY))


def room_card(
    key: jwk.JWK = ROOM_KEY, number: int = 1, exam: str = cards.EXAM, room: str = cards.ROOM
) -> str:
    known = cards.HASHES[cards.PASSWORD]
    return sign_card(
        RoomCard(cards.SITE, room, exam, number, known, public(key), "", cards.FOR_EVER), cards.SITE_KEY
    )


class Room:
    """The station's cards, which may change while a journal is open."""

    def __init__(self, *tokens: str) -> None:
        self.tokens: tuple[str, ...] = tokens
        self.setting = Setting(recipients=JournalRecipients(member(), lambda: self.tokens))


def by(private: jwk.JWK, name: str) -> OpenKey:
    """Opens with a key that somebody else holds."""

    def open_key(found: Iterable[Wraps]) -> bytes:
        return unwrap_journal_key(next(iter(found))[name], private)

    return open_key


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / JOURNALS / NAME


@pytest.fixture
def stolen(tmp_path: Path) -> Path:
    """Where a copy of the journal lies, without the rest of the disk."""
    return tmp_path / "stolen" / JOURNALS / NAME


@pytest.fixture
def write(path: Path, stolen: Path) -> Callable[[Room], Pen]:
    """Writes an attempt, and copies its file."""

    def written(room: Room) -> Pen:
        pen = Pen()
        journal = open_journal(path, room.setting)
        journal.append(pen.writer, (*pen.begin(), *pen.type("q1", ANSWER)))
        journal.note("receipt", RECEIPT)
        journal.close()
        shutil.copytree(path.parent, stolen.parent, dirs_exist_ok=True)
        return pen

    return written


def test_no_byte_of_an_answer_or_a_receipt_stands_on_the_disk_while_it_is_written_or_later(
    path: Path,
) -> None:
    pen = Pen()
    journal = open_journal(path, Room(room_card()).setting)
    journal.append(pen.writer, (*pen.begin(), *pen.type("q1", ANSWER)))
    journal.note("receipt", RECEIPT)
    for _ in range(2):
        disk = b"".join(file.read_bytes() for file in path.parent.parent.rglob("*") if file.is_file())
        assert len(disk) > 10_000
        for word in (ANSWER.encode(), ANSWER.encode("utf-16-le"), ANSWER[:5].encode(), RECEIPT.encode()):
            assert word not in disk
            assert b64encode(word)[:-4] not in disk
        journal.close()


def test_a_journal_copied_alone_opens_by_none_of_its_own_keys(
    write: Callable[[Room], Pen], stolen: Path
) -> None:
    write(Room(room_card()))
    with pytest.raises(LockedError):
        read_loosely(stolen)


@pytest.mark.parametrize(("name", "key"), [(SERVICE, SERVICE_KEY), (f"room {cards.EXAM}", ROOM_KEY)])
def test_the_service_and_the_room_open_a_stolen_journal(
    write: Callable[[Room], Pen], stolen: Path, name: str, key: jwk.JWK
) -> None:
    pen = write(Room(room_card()))
    content = read_loosely(stolen, by(key, name))
    assert content.logs == (pen.log,)
    assert content.notes == {"receipt": RECEIPT}


def test_this_machine_opens_it_by_its_own_key(write: Callable[[Room], Pen], path: Path) -> None:
    pen = write(Room())
    assert read_loosely(path).logs == (pen.log,)


@pytest.mark.skipif(dpapi.IS_HERE, reason="Windows keeps the key itself")
def test_the_machines_key_is_its_owners_only(write: Callable[[Room], Pen], path: Path) -> None:
    write(Room())
    key = path.parent.parent / KEY_FILE
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert key.stat().st_size == 32


def test_a_card_that_comes_while_the_journal_is_open_lets_the_room_open_it(path: Path) -> None:
    room, pen = Room(), Pen()
    journal = open_journal(path, room.setting)
    journal.append(pen.writer, pen.begin())
    room.tokens = (room_card(),)
    journal.append(pen.writer, pen.choose("q1", "a"))
    journal.close()
    assert read_loosely(path, by(ROOM_KEY, f"room {cards.EXAM}")).logs == (pen.log,)


def test_a_new_room_password_opens_and_the_old_one_does_not(path: Path, write: Callable[[Room], Pen]) -> None:
    pen = write(Room(room_card()))
    room = Room(room_card(), room_card(NEXT_ROOM_KEY, number=2))
    journal = open_journal(path, room.setting)
    journal.append(pen.writer, pen.choose("q1", "a"))
    journal.close()
    name = f"room {cards.EXAM}"
    assert read_loosely(path, by(NEXT_ROOM_KEY, name)).logs == (pen.log,)
    assert read_loosely(path, by(ROOM_KEY, name)).logs == ()


def test_only_cards_of_this_room_that_the_service_has_signed_count() -> None:
    foreign = cards.card(key=cards.OTHER_KEY)
    found = JournalRecipients(member(), lambda: (foreign, "no card", room_card(room="Room 2")))()
    assert list(found) == [SERVICE]


def test_every_record_has_a_nonce_of_its_own(path: Path) -> None:
    pen = Pen()
    journal = open_journal(path)
    journal.append(pen.writer, pen.begin())
    for _ in range(500):
        journal.append(pen.writer, pen.choose("q1", "a"))
    file = journal._places._file
    assert file is not None
    rows = file._connection.execute("SELECT event FROM events").fetchall()
    assert len({row[0][:12] for row in rows}) == len(rows) == 501
    journal.close()


def test_each_attempt_has_a_key_of_its_own(tmp_path: Path) -> None:
    keys = set()
    for number in range(3):
        journal = open_journal(tmp_path / f"{number}.journal")
        file = journal._places._file
        assert file is not None
        keys.add(file._key)
        journal.close()
    assert len(keys) == 3
