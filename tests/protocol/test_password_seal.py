"""Secrets sealed by a password: only it opens them, and only what this program writes is tried at all."""

import msgspec
import pytest
from jwcrypto import jwe, jwk
from jwcrypto.common import base64url_decode, base64url_encode

from examprotocol.canonical import canonical_bytes
from examprotocol.errors import ForgedError, UnreadableError
from examprotocol.password_seal import (
    Sealed,
    SealKind,
    is_exact,
    open_by_password,
    read_sealed,
    seal_by_password,
)

KIND = SealKind("exam-test", 1)
PASSWORD = "7K0M1P2QR5ST"


@pytest.fixture(scope="module")
def sealed() -> Sealed:
    return seal_by_password(b"the secret", PASSWORD, KIND)


def test_the_password_opens_it_and_no_other_does(sealed: Sealed) -> None:
    assert open_by_password(sealed, PASSWORD) == b"the secret"
    with pytest.raises(ForgedError):
        open_by_password(sealed, PASSWORD.lower())


def test_it_says_what_it_is_without_the_password(sealed: Sealed) -> None:
    read, kind = read_sealed(canonical_bytes(sealed))
    assert (read, kind) == (sealed, KIND)


@pytest.mark.parametrize("data", [b"", b"[]", b"{}", b"\xff\xfe", b'{"protected":"a"}'])
def test_anything_else_is_not_one(data: bytes) -> None:
    with pytest.raises(UnreadableError):
        read_sealed(data)


def test_every_changed_byte_is_seen_or_refused(sealed: Sealed) -> None:
    data = canonical_bytes(sealed)
    assert is_exact(sealed, data)
    for place in range(len(data)):
        changed = data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]
        try:
            read, kind = read_sealed(changed)
        except UnreadableError:
            continue
        assert not is_exact(read, data)
        assert read != sealed or kind != KIND or not is_exact(read, changed)


def test_other_rounds_are_not_even_tried(sealed: Sealed) -> None:
    header = msgspec.json.decode(base64url_decode(sealed.protected))
    costly = base64url_encode(canonical_bytes({**header, "p2c": 100_000_000}))
    changed = msgspec.structs.replace(sealed, protected=costly)
    assert not is_exact(changed, canonical_bytes(changed))


def test_a_plain_jose_library_opens_it(sealed: Sealed) -> None:
    token = jwe.JWE(algs=["PBES2-HS512+A256KW", "A256GCM"])
    token.deserialize(canonical_bytes(sealed).decode(), jwk.JWK.from_password(PASSWORD))
    assert token.payload == b"the secret"
