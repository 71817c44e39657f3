"""A paper's key as a file: only the service's word counts, and only for the exam that it names."""

import secrets

import pytest
from jwcrypto import jwk
from msgspec.structs import replace

from examprotocol.errors import ForgedError, UnreadableError, VersionError
from examprotocol.key_file import (
    KEY_FILE,
    LARGEST_KEY_FILE,
    VERSION,
    KeyFile,
    cards_in,
    open_key_file,
    open_share,
    share_for,
    sign_key_file,
)
from examprotocol.key_wrapping import wrap_for_key
from examprotocol.room import RoomCard, sign_card
from examprotocol.room_password import hash_password
from examprotocol.signing import new_signing_key, sign
from examprotocol.stick import STICK

SERVICE, STRANGER = new_signing_key(), new_signing_key()
ROOM, OTHER_ROOM = jwk.JWK.generate(kty="OKP", crv="X25519"), jwk.JWK.generate(kty="OKP", crv="X25519")
CONTENT_KEY = secrets.token_bytes(32)
SITE, EXAM = "d" * 32, "exam-1"
PASSWORD = hash_password("K7PQ2M9XRT4V")
CARD = RoomCard(SITE, "A", EXAM, 1, PASSWORD, ROOM.export_public(as_dict=True), "sealed", 1 << 60)


def a_file(*cards: RoomCard) -> KeyFile:
    """What the service writes for the rooms with these cards."""
    shares = tuple(share_for(sign_card(card, SERVICE), SERVICE, CONTENT_KEY) for card in cards or (CARD,))
    return KeyFile(SITE, EXAM, "数学", "a" * 64, 1_800_000_000_000, 1_800_000_000_001, shares)


def test_what_the_service_signed_is_read_and_opened_by_the_rooms_key() -> None:
    written = a_file()
    file = open_key_file(sign_key_file(written, SERVICE), SERVICE)
    assert file == written
    ((share, card),) = cards_in(file, SERVICE)
    assert card == CARD
    assert open_share(share, ROOM) == CONTENT_KEY


def test_the_key_of_another_room_does_not_open_it() -> None:
    with pytest.raises(ForgedError):
        open_share(a_file().rooms[0], OTHER_ROOM)


def test_what_is_wrapped_and_is_no_content_key_is_not_taken_for_one() -> None:
    public = ROOM.export_public(as_dict=True)
    with pytest.raises((ForgedError, UnreadableError)):
        open_share(replace(a_file().rooms[0], key=wrap_for_key(b"x" * 16, public)), ROOM)


@pytest.mark.parametrize("change", [{"exam": "exam-2"}, {"site": "e" * 32}], ids=["exam", "site"])
def test_a_card_of_another_exam_or_site_is_passed_over(change: dict[str, str]) -> None:
    file = a_file(replace(CARD, **change), CARD)
    assert [card for _, card in cards_in(file, SERVICE)] == [CARD]


def test_a_card_that_the_service_has_not_signed_spoils_the_file() -> None:
    share = replace(a_file().rooms[0], card=sign_card(CARD, STRANGER))
    with pytest.raises(ForgedError):
        cards_in(replace(a_file(), rooms=(share,)), SERVICE)


@pytest.mark.parametrize("typ", [KEY_FILE, STICK], ids=["by a stranger", "of another kind"])
def test_only_a_key_file_of_the_service_counts(typ: str) -> None:
    token = sign(a_file(), STRANGER if typ == KEY_FILE else SERVICE, typ)
    with pytest.raises(ForgedError):
        open_key_file(token.encode(), SERVICE)


def test_a_file_of_another_version_is_told_from_a_damaged_one() -> None:
    later = sign(replace(a_file(), version=VERSION + 1), SERVICE, KEY_FILE)
    with pytest.raises(VersionError, match=f"version {VERSION + 1}"):
        open_key_file(later.encode(), SERVICE)


def test_a_file_that_no_station_would_read_is_not_written() -> None:
    share = a_file().rooms[0]
    with pytest.raises(UnreadableError, match=str(LARGEST_KEY_FILE)):
        sign_key_file(replace(a_file(), rooms=(share,) * 100), SERVICE)
