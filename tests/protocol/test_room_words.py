"""The room's word: who knows the room password, or holds the service's key, can write it, and nobody else."""

import pytest
from jwcrypto import jwk

from examprotocol.errors import ForgedError, UnreadableError
from examprotocol.events import Epoch
from examprotocol.grants import Grant
from examprotocol.room_words import read_word, require_genuine, word_key, write_word

GRANT = Grant("site", "station", "attempt", "exam-1", "2026A001", Epoch(1, 2, 1))


def new_key() -> jwk.JWK:
    return jwk.JWK.generate(kty="OKP", crv="X25519")


def public(key: jwk.JWK) -> jwk.JWK:
    return jwk.JWK(**key.export_public(as_dict=True))


def test_the_service_reads_what_the_room_wrote() -> None:
    room, service = new_key(), new_key()
    word = read_word(write_word(GRANT, "card", word_key(room, public(service))))
    require_genuine(word, word_key(service, public(room)))
    assert (word.grant, word.card) == (GRANT, "card")


def test_a_word_under_another_key_or_changed_is_refused() -> None:
    room, service = new_key(), new_key()
    key = word_key(service, public(room))
    with pytest.raises(ForgedError):
        require_genuine(read_word(write_word(GRANT, "card", word_key(new_key(), public(service)))), key)
    text = write_word(GRANT, "card", key)
    for before, after in (
        ("2026A001", "2026A002"),
        ('"card":"card"', '"card":"other"'),
        ("[1,2,1]", "[1,2,2]"),
    ):
        changed = text.replace(before, after)
        if changed != text:
            with pytest.raises(ForgedError):
                require_genuine(read_word(changed), key)
    assert text.replace("2026A001", "2026A002") != text != text.replace('"card":"card"', '"card":"other"')


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"grant":1}', "\ud800"])
def test_what_is_no_word_is_said_to_be_none(text: str) -> None:
    with pytest.raises(UnreadableError):
        read_word(text)


def test_only_keys_of_that_kind_make_one() -> None:
    own = new_key()
    with pytest.raises(UnreadableError):
        word_key(own, jwk.JWK.generate(kty="oct", size=256))
    with pytest.raises(UnreadableError):
        word_key(public(own), own)
