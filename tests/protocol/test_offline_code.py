"""Codes that are read aloud: what they say, and all that they must not be taken for."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jwcrypto import jwk

from examprotocol.errors import ForgedError, ProtocolError, UnreadableError
from examprotocol.events import Epoch
from examprotocol.offline_code import (
    OfflineExtension,
    code_key,
    extension_code,
    move_code,
    read_extension,
    read_move,
)
from examprotocol.short_code import ALPHABET

ROOM = {
    "kty": "OKP",
    "crv": "X25519",
    "d": "dwdtCnMYpX08FsFyUbJmRd9ML4frwJkqsXf7pR25LCo",
    "x": "hSDwCYkwp1R0i33ctD73Wg2_Og0mOBr066SpjqqbTmo",
}
KEY = code_key(jwk.JWK(**ROOM))
MINE, YOURS = "a" * 32, "b" * 32

numbers = st.builds(Epoch, st.integers(1, 2**31 - 1), st.integers(1, 1023), st.integers(0, 63))
extensions = st.builds(OfflineExtension, st.integers(1, 2047), st.integers(1, 1440), st.booleans())


@given(numbers)
def test_a_move_says_its_epoch(epoch: Epoch) -> None:
    code = move_code(KEY, MINE, epoch)
    assert len(code.replace("-", "")) == (12 if epoch.generation < 128 else 16)
    assert read_move(KEY, MINE, code.lower().replace("-", " ")) == epoch


@given(extensions)
def test_an_extension_is_for_its_candidate_or_for_everybody(extension: OfflineExtension) -> None:
    code = extension_code(KEY, "math", "1001", extension)
    assert read_extension(KEY, "math", "1001", code) == extension
    if extension.everybody:
        assert read_extension(KEY, "math", "1002", code) == extension
    else:
        with pytest.raises(ForgedError):
            read_extension(KEY, "math", "1002", code)
    with pytest.raises(ForgedError):
        read_extension(KEY, "art", "1001", code)


@settings(max_examples=300)
@given(numbers, st.data())
def test_one_wrong_letter_says_nothing(epoch: Epoch, data: st.DataObject) -> None:
    letters = move_code(KEY, MINE, epoch).replace("-", "")
    place = data.draw(st.integers(0, len(letters) - 1))
    wrong = data.draw(st.sampled_from([letter for letter in ALPHABET if letter != letters[place]]))
    with pytest.raises(ForgedError):
        read_move(KEY, MINE, letters[:place] + wrong + letters[place + 1 :])


def test_a_code_is_for_one_attempt_of_one_room_and_one_purpose() -> None:
    code = move_code(KEY, MINE, Epoch(1, 2, 1))
    with pytest.raises(ForgedError):
        read_move(KEY, YOURS, code)
    with pytest.raises(ForgedError):
        read_move(bytes(32), MINE, code)
    with pytest.raises(ForgedError):
        read_extension(KEY, MINE, "", code)
    with pytest.raises(ForgedError):
        read_move(KEY, MINE, extension_code(KEY, MINE, "", OfflineExtension(1, 10, everybody=True)))


@pytest.mark.parametrize("typed", ["", "ABCD", "ABCD-EFGH-JKM", "ABCD-EFGH-JKMU", "中文中文中文中文中文中文"])
def test_what_is_no_code_is_refused(typed: str) -> None:
    with pytest.raises(UnreadableError):
        read_move(KEY, MINE, typed)


@pytest.mark.parametrize("epoch", [Epoch(1, 1024, 0), Epoch(1, 1, 64), Epoch(2**31, 1, 0)])
def test_what_no_code_can_say_is_not_cut_short(epoch: Epoch) -> None:
    with pytest.raises(ProtocolError):
        move_code(KEY, MINE, epoch)


def test_version_1_stays_readable() -> None:
    """These codes were read aloud by version 1."""
    assert read_move(KEY, MINE, "00G4-1A7Z-RTQZ") == Epoch(1, 2, 1)
    assert read_move(KEY, MINE, "80R0-CXWM-41F7-CS69") == Epoch(217_000_000, 3, 0)
    assert read_extension(KEY, "math", "1001", "G0C0-YM1N-WW29") == OfflineExtension(3, 15, everybody=False)
