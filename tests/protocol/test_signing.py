"""Signed statements: only the service's own, and only for what they were signed as."""

import base64
import hashlib
import json

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from hypothesis import given
from hypothesis import strategies as st
from jwcrypto import jwk

from examprotocol.bundle import Manifest, Part
from examprotocol.errors import ForgedError, UnreadableError
from examprotocol.events import Head
from examprotocol.receipts import Receipt, open_receipt, sign_receipt
from examprotocol.short_code import ALPHABET, short_code
from examprotocol.signing import MANIFEST, RECEIPT, load_key, new_signing_key, sign, verify

KEY = new_signing_key()
PUBLIC = load_key(KEY.export_public())
RECEIPT_1 = Receipt(
    site="s",
    exam="e",
    attempt="a",
    admission_number="准001",
    manifest="0" * 64,
    answers="1" * 64,
    answered=2,
    questions=3,
    events=4,
    heads={"w": Head(4, "2" * 64)},
    at=1_800_000_000_000,
)


def unpadded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def opened(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


def test_a_receipt_comes_back_as_it_was_signed() -> None:
    token = sign_receipt(RECEIPT_1, KEY)
    assert open_receipt(token, PUBLIC) == RECEIPT_1
    assert sign_receipt(RECEIPT_1, KEY) == token
    assert token.isascii()


def test_other_hands_verify_it_with_nothing_of_ours() -> None:
    header, payload, signature = sign_receipt(RECEIPT_1, KEY).split(".")
    key = Ed25519PublicKey.from_public_bytes(opened(PUBLIC.export_public(as_dict=True)["x"]))
    key.verify(opened(signature), f"{header}.{payload}".encode())
    assert json.loads(opened(header)) == {"alg": "EdDSA", "kid": KEY["kid"], "typ": RECEIPT}
    assert json.loads(opened(payload))["admission_number"] == "准001"


def test_a_changed_character_anywhere_is_refused() -> None:
    token = sign_receipt(RECEIPT_1, KEY)
    for place in range(0, len(token), 7):
        other = "A" if token[place] != "A" else "Q"
        with pytest.raises((ForgedError, UnreadableError)):
            open_receipt(token[:place] + other + token[place + 1 :], PUBLIC)


def test_another_services_signature_is_refused() -> None:
    with pytest.raises(ForgedError):
        open_receipt(sign_receipt(RECEIPT_1, new_signing_key()), PUBLIC)


def test_a_receipt_never_passes_for_a_manifest() -> None:
    manifest = Manifest("p", 1, "0" * 64, (Part("0" * 64, 9),))
    with pytest.raises(ForgedError, match="is signed as"):
        verify(sign(RECEIPT_1, KEY, RECEIPT), PUBLIC, MANIFEST, Manifest)
    with pytest.raises(ForgedError, match="is signed as"):
        open_receipt(sign(manifest, KEY, MANIFEST), PUBLIC)


@pytest.mark.parametrize("alg", ["none", "HS256"])
def test_no_other_algorithm_is_accepted(alg: str) -> None:
    _, payload, signature = sign_receipt(RECEIPT_1, KEY).split(".")
    header = unpadded(json.dumps({"alg": alg, "typ": RECEIPT}).encode())
    for last in (signature, ""):
        with pytest.raises(ForgedError):
            open_receipt(f"{header}.{payload}.{last}", PUBLIC)


def test_only_the_compact_form_is_accepted() -> None:
    """The JSON form has headers that nobody signed; `typ` must not be read from those."""
    header, payload, signature = sign(RECEIPT_1, KEY, MANIFEST).split(".")
    bare = unpadded(json.dumps({"alg": "EdDSA"}).encode())
    forms = [
        {"protected": header, "payload": payload, "signature": signature},
        {"protected": bare, "header": {"typ": RECEIPT}, "payload": payload, "signature": signature},
        {"payload": payload, "signatures": [{"protected": header, "signature": signature}] * 2},
    ]
    for form in forms:
        with pytest.raises(ForgedError):
            verify(json.dumps(form), PUBLIC, MANIFEST, Receipt)


@pytest.mark.parametrize("token", ["", ".", "..", "a.b.c", "{}", "[]", "null", "x" * 10_000, "é.é.é", "\0"])
def test_what_is_no_token_is_refused(token: str) -> None:
    with pytest.raises(ForgedError):
        open_receipt(token, PUBLIC)


def test_signed_bytes_that_are_no_receipt_are_unreadable() -> None:
    with pytest.raises(UnreadableError):
        open_receipt(sign({"site": 7}, KEY, RECEIPT), PUBLIC)


def test_signed_bytes_that_are_nested_beyond_all_measure_are_unreadable() -> None:
    deep = msgspec.Raw(b"[" * 100_000 + b"]" * 100_000)
    with pytest.raises(UnreadableError):
        open_receipt(sign({**msgspec.to_builtins(RECEIPT_1), "more": deep}, KEY, RECEIPT), PUBLIC)


@pytest.mark.parametrize("text", ["", "{}", "[]", "null", "7", '{"kty":"OKP"}', "key"])
def test_what_is_no_key_is_unreadable(text: str) -> None:
    with pytest.raises(UnreadableError):
        load_key(text)


def test_a_key_is_named_by_its_thumbprint_and_its_public_half_tells_no_secret() -> None:
    assert KEY["kid"] == KEY.thumbprint()
    assert isinstance(PUBLIC, jwk.JWK)
    assert "d" not in PUBLIC.export(as_dict=True, private_key=False)
    assert not PUBLIC.has_private


@given(st.binary())
def test_a_short_code_is_the_beginning_of_the_hash_in_letters_that_can_be_read_aloud(content: bytes) -> None:
    """Against the base32 of RFC 4648, its letters exchanged for Crockford's."""
    standard = base64.b32encode(hashlib.sha256(content).digest()).decode()
    expected = standard.translate(str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", ALPHABET))
    assert short_code(content) == f"{expected[:5]}-{expected[5:10]}"
    assert not set("ILOU") & set(ALPHABET)
