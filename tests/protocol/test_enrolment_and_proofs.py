"""The enrolment file, the fingerprint that people compare, and the proof in every request."""

import hashlib
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st
from jwcrypto import jwk

from examprotocol.credential import Credential, open_credential, sign_credential
from examprotocol.enrolment import Enrolment, fingerprint, open_enrolment, seal_enrolment
from examprotocol.errors import ForgedError, UnreadableError
from examprotocol.short_code import ALPHABET
from examprotocol.signing import new_signing_key
from examprotocol.station_proof import (
    Asked,
    asked,
    is_proven,
    private_half,
    prove,
    public_half,
    station_id_of,
)

# RFC 8037, appendix A: an Ed25519 key, and its thumbprint by RFC 7638 in A.3
RFC_KEY = {
    "kty": "OKP",
    "crv": "Ed25519",
    "d": "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A",
    "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
}
RFC_PUBLIC = {name: value for name, value in RFC_KEY.items() if name != "d"}
RFC_THUMBPRINT = "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"

KEY = new_signing_key()
PUBLIC = {name: str(value) for name, value in KEY.export_public(as_dict=True).items()}


def enrolment_of(**fields: object) -> Enrolment:
    fixed = Enrolment("Site", "1" * 32, "https://10.0.0.5:8460", PUBLIC, PUBLIC, "PEM", "A", "token", 5)
    return msgspec.structs.replace(fixed, **fields)


def test_the_fingerprint_is_the_beginning_of_the_keys_thumbprint_in_crockfords_letters() -> None:
    number = int.from_bytes(urlsafe_b64decode(RFC_THUMBPRINT + "="))
    letters = "".join(ALPHABET[number >> (256 - 5 * (place + 1)) & 31] for place in range(20))
    said = fingerprint(RFC_PUBLIC)
    assert said.replace("-", "") == letters
    assert re.fullmatch("([0-9A-HJKMNP-TV-Z]{5}-){3}[0-9A-HJKMNP-TV-Z]{5}", said)
    assert fingerprint(RFC_KEY) == said, "the private half changes nothing"
    assert fingerprint({**RFC_PUBLIC, "kid": "another name"}) == said
    assert fingerprint(PUBLIC) != said


@given(
    site=st.text(max_size=40),
    room=st.text(max_size=20),
    seats=st.dictionaries(st.text(max_size=10), st.text(max_size=5), max_size=5),
    cards=st.lists(st.text(max_size=20), max_size=3).map(tuple),
)
def test_what_is_sealed_is_read_again(
    site: str, room: str, seats: dict[str, str], cards: tuple[str, ...]
) -> None:
    enrolment = enrolment_of(site=site, room=room, seats=seats, cards=cards)
    sealed = seal_enrolment(enrolment, KEY)
    assert open_enrolment(sealed) == enrolment
    assert sealed.isascii()
    assert sealed.endswith(b"\n")


@given(place=st.integers(0, 10_000), change=st.integers(1, 255))
def test_a_file_with_a_changed_byte_is_never_read_as_another_file(place: int, change: int) -> None:
    sealed = bytearray(seal_enrolment(enrolment_of(), KEY).strip())
    sealed[place % len(sealed)] ^= change
    try:
        opened = open_enrolment(bytes(sealed))
    except (ForgedError, UnreadableError):
        return
    assert opened == enrolment_of(), "white space at its ends, or bits that base64 leaves over"


def test_a_stations_id_is_the_hash_of_its_public_key_alone() -> None:
    expected = hashlib.sha256(urlsafe_b64decode(RFC_PUBLIC["x"] + "=")).hexdigest()[:32]
    assert station_id_of(jwk.JWK(**RFC_KEY)) == station_id_of(jwk.JWK(**RFC_PUBLIC)) == expected


REQUEST = asked("POST", "/api/1/sync?a=b", "token", b'{"x":1}')


def test_what_is_signed_is_the_whole_request_in_one_form() -> None:
    digest = hashlib.sha256(b'{"x":1}').hexdigest()
    assert Asked("POST", "/api/1/sync?a=b", "token", digest) == REQUEST
    signed = (
        f'{{"body":"{digest}","method":"POST","path":"/api/1/sync?a=b","purpose":"exam-request",'
        '"token":"token"}'
    )
    proof = prove(REQUEST, private_half(jwk.JWK(**RFC_KEY)))
    raw = Ed25519PrivateKey.from_private_bytes(urlsafe_b64decode(RFC_KEY["d"] + "=")).sign(signed.encode())
    assert proof == urlsafe_b64encode(raw).decode().rstrip("=")
    assert is_proven(REQUEST, proof, public_half(RFC_PUBLIC))


@pytest.mark.parametrize(
    "other",
    [
        asked("GET", "/api/1/sync?a=b", "token", b'{"x":1}'),
        asked("POST", "/api/1/sync", "token", b'{"x":1}'),
        asked("POST", "/api/1/sync?a=b", "", b'{"x":1}'),
        asked("POST", "/api/1/sync?a=b", "token", b'{"x":2}'),
        msgspec.structs.replace(REQUEST, purpose="another purpose"),
    ],
    ids=["method", "path", "token", "body", "purpose"],
)
def test_a_proof_is_worth_nothing_for_another_request(other: Asked) -> None:
    key = jwk.JWK(**RFC_KEY)
    assert not is_proven(other, prove(REQUEST, private_half(key)), public_half(RFC_PUBLIC))


def test_nobody_elses_proof_counts() -> None:
    assert not is_proven(REQUEST, prove(REQUEST, private_half(KEY)), public_half(RFC_PUBLIC))


@pytest.mark.parametrize("proof", ["", "x", "not base64 ???", "AAAA", "é", "A" * 86, "=" * 88, "A" * 10_000])
def test_a_proof_that_is_none_is_no_error_but_no_proof(proof: str) -> None:
    assert not is_proven(REQUEST, proof, public_half(RFC_PUBLIC))


@pytest.mark.parametrize(
    "members",
    [
        {},
        {"kty": "OKP"},
        {"kty": "OKP", "crv": "X25519", "x": RFC_PUBLIC["x"]},
        {"kty": "oct", "k": "c2VjcmV0"},
        {"kty": "OKP", "crv": "Ed25519", "x": "AAAA"},
        {"kty": "OKP", "crv": "Ed25519"},
        {"kty": "EC", "crv": "Ed25519", "x": RFC_PUBLIC["x"]},
    ],
)
def test_only_a_whole_ed25519_key_is_a_stations(members: dict[str, str]) -> None:
    with pytest.raises(UnreadableError):
        public_half(members)


CREDENTIAL = Credential("1" * 32, "2" * 32, RFC_PUBLIC, "PC-07", "A", "12", 5)


def test_a_credential_is_the_services_word_and_nobody_elses() -> None:
    token = sign_credential(CREDENTIAL, KEY)
    assert open_credential(token, KEY) == CREDENTIAL
    with pytest.raises(ForgedError):
        open_credential(token, new_signing_key())
    with pytest.raises(ForgedError):
        open_credential(seal_enrolment(enrolment_of(), KEY).decode().strip(), KEY)
