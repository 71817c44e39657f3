"""The room password: what of the typing counts, and that only the right one fits."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from examprotocol.errors import UnreadableError
from examprotocol.room_password import fits, hash_password, new_room_password, plain_password
from examprotocol.short_code import ALPHABET


def test_a_new_password_has_sixty_bits_in_three_groups_and_is_never_the_same() -> None:
    made = {new_room_password() for _ in range(100)}
    assert len(made) == 100
    for password in made:
        groups = password.split("-")
        assert [len(group) for group in groups] == [4, 4, 4]
        assert set("".join(groups)) <= set(ALPHABET)


@pytest.mark.parametrize(
    "typed",
    ["7K0M-1P2Q-R5ST", "7k0m 1p2q r5st", "7KOM-IP2Q-R5ST", "7kom–lp2q—r5st", " ７Ｋ０Ｍ１Ｐ２Ｑ Ｒ５ＳＴ\n"],
)
def test_however_it_is_typed_the_same_counts(typed: str) -> None:
    assert plain_password(typed) == "7K0M1P2QR5ST"


@given(st.text("abcXYZ01oilOIL -–—\t\n\u3000\u200b７ＫO密码éÇ"))
def test_what_counts_stays_what_counts(typed: str) -> None:
    assert plain_password(plain_password(typed)) == plain_password(typed)


def test_only_the_right_password_fits() -> None:
    known = hash_password("7K0M1P2QR5ST")
    assert fits("7K0M1P2QR5ST", known)
    assert not fits("7K0M1P2QR5SV", known)
    assert not fits("", known)


def test_equal_passwords_have_different_hashes() -> None:
    assert hash_password("7K0M1P2QR5ST").hash != hash_password("7K0M1P2QR5ST").hash


def test_a_hash_of_another_cost_is_not_tried() -> None:
    with pytest.raises(UnreadableError):
        fits("7K0M1P2QR5ST", msgspec.structs.replace(hash_password("7K0M1P2QR5ST"), cost=1 << 30))


def test_a_hash_that_is_none_is_said_to_be_none() -> None:
    with pytest.raises(UnreadableError):
        fits("7K0M1P2QR5ST", msgspec.structs.replace(hash_password("7K0M1P2QR5ST"), salt="a"))
