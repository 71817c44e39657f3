"""The word of a life: always the same one, believed by the service's key alone, and for nothing else."""

import pytest

from examprotocol.errors import ForgedError
from examprotocol.life import Life, open_life, sign_life
from examprotocol.receipts import open_receipt
from examprotocol.signing import new_signing_key

LIFE = Life("site", 7)


def test_a_life_has_one_word_however_often_it_is_signed() -> None:
    """So a service compares words as text, and a save pays nothing for it."""
    key = new_signing_key()
    assert sign_life(LIFE, key) == sign_life(LIFE, key)
    assert open_life(sign_life(LIFE, key), key) == LIFE


def test_nobody_else_can_say_it() -> None:
    word = sign_life(LIFE, new_signing_key())
    with pytest.raises(ForgedError):
        open_life(word, new_signing_key())


def test_it_passes_for_no_other_statement() -> None:
    key = new_signing_key()
    with pytest.raises(ForgedError):
        open_receipt(sign_life(LIFE, key), key)
