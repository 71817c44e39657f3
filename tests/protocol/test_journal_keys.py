"""The keys and records of a journal: what was written once opens for ever, and nothing else does."""

import json
from base64 import urlsafe_b64encode
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jwcrypto import jwe, jwk

from examprotocol.errors import ForgedError, ProtocolError, UnreadableError
from examprotocol.journal_keys import (
    new_journal_key,
    unwrap_journal_key,
    wrap_journal_key,
    wrapped_for,
)
from examprotocol.journal_records import RecordSeal
from examprotocol.key_wrapping import key_id
from examprotocol.signing import load_key, new_signing_key
from tests.protocol.make_golden_journal import EVENT, KEY, NOTE, WRITER

GOLDEN = Path(__file__).parent / "golden" / "journal-v1"
MINE, OTHER = (jwk.JWK.generate(kty="OKP", crv="X25519") for _ in range(2))
PLACES = [
    ({"attempt": "b" * 32}, 7),
    ({"id": "2" * 32}, 7),
    ({"inc": 4}, 7),
    ({}, 8),
]


def public(key: jwk.JWK) -> dict[str, str]:
    return {name: str(value) for name, value in key.export_public(as_dict=True).items()}


def golden(name: str) -> bytes:
    return (GOLDEN / name).read_bytes()


def test_what_the_first_version_wrote_still_opens() -> None:
    private = load_key(golden("recipient.jwk").decode())
    wrapped = golden("wrapped.jwe").decode()
    assert wrapped_for(wrapped) == private["kid"]
    key = unwrap_journal_key(wrapped, private)
    assert key == KEY
    assert RecordSeal(key).open_event(WRITER, EVENT.seq, golden("event.bin")) == EVENT
    assert RecordSeal(key).open_note("receipt", golden("note.bin")) == NOTE


def test_a_key_opens_for_whom_it_was_wrapped_and_for_nobody_else() -> None:
    key = new_journal_key()
    token = wrap_journal_key(key, public(MINE))
    assert unwrap_journal_key(token, MINE) == key
    assert wrapped_for(token) == key_id(public(MINE)) == MINE.thumbprint()
    with pytest.raises(ForgedError):
        unwrap_journal_key(token, OTHER)


def test_every_key_and_every_wrap_is_another() -> None:
    assert len({new_journal_key() for _ in range(100)}) == 100
    assert len({wrap_journal_key(KEY, public(MINE)) for _ in range(20)}) == 20


def test_a_key_of_another_kind_is_refused() -> None:
    signing = new_signing_key()
    with pytest.raises(UnreadableError):
        wrap_journal_key(KEY, public(signing))
    with pytest.raises(UnreadableError):
        unwrap_journal_key(wrap_journal_key(KEY, public(MINE)), signing)


@pytest.mark.parametrize("part", range(5))
def test_a_changed_wrap_does_not_open(part: int) -> None:
    parts = wrap_journal_key(KEY, public(MINE)).split(".")
    text = parts[part]
    parts[part] = text[:10] + ("A" if text[10] != "A" else "B") + text[11:]
    with pytest.raises(ProtocolError):
        unwrap_journal_key(".".join(parts), MINE)


@pytest.mark.parametrize(
    "change", [{"typ": "other"}, {"enc": "A128GCM"}, {"alg": "dir"}, {"zip": "DEF"}, {"epk": None}]
)
def test_other_algorithms_are_refused_before_a_key_is_derived(change: dict[str, object]) -> None:
    head, *rest = wrap_journal_key(KEY, public(MINE)).split(".")
    header = jwe.JWE()
    header.deserialize(".".join([head, *rest]))
    changed = json.dumps({**header.jose_header, **change}).encode()
    token = ".".join([urlsafe_b64encode(changed).decode().rstrip("="), *rest])
    with pytest.raises(UnreadableError):
        wrapped_for(token)


def test_what_is_too_long_is_not_even_looked_at() -> None:
    with pytest.raises(UnreadableError):
        wrapped_for(wrap_journal_key(KEY, public(MINE)) + "A" * 2_000)


@given(st.text(max_size=300))
def test_any_other_text_is_no_wrapped_key(text: str) -> None:
    with pytest.raises(UnreadableError):
        wrapped_for(text)


@pytest.mark.parametrize(("change", "seq"), PLACES)
def test_a_record_opens_in_its_own_place_only(change: dict[str, object], seq: int) -> None:
    seal = RecordSeal(KEY)
    sealed = seal.seal_event(WRITER, EVENT)
    assert seal.open_event(WRITER, EVENT.seq, sealed) == EVENT
    with pytest.raises(ForgedError):
        seal.open_event(msgspec.structs.replace(WRITER, **change), seq, sealed)


def test_a_note_opens_under_its_own_name_only() -> None:
    seal = RecordSeal(KEY)
    with pytest.raises(ForgedError):
        seal.open_note("starts", seal.seal_note("receipt", NOTE))


@given(st.integers(0, 10_000))
def test_a_flipped_bit_anywhere_in_a_record_is_noticed(place: int) -> None:
    seal = RecordSeal(KEY)
    sealed = bytearray(golden("event.bin"))
    sealed[place // 8 % len(sealed)] ^= 1 << place % 8
    with pytest.raises(ForgedError):
        seal.open_event(WRITER, EVENT.seq, bytes(sealed))


@pytest.mark.parametrize("length", [0, 5, 12, 27])
def test_a_record_that_was_cut_is_noticed(length: int) -> None:
    with pytest.raises(ForgedError):
        RecordSeal(KEY).open_event(WRITER, EVENT.seq, golden("event.bin")[:length])


def test_equal_events_lie_differently_on_the_disk() -> None:
    seal = RecordSeal(KEY)
    assert len({seal.seal_event(WRITER, EVENT) for _ in range(100)}) == 100
