"""Joining and giving by file, for a site whose line to the authority is down from the start.

Rule: the answer to a joining file names the site's keys and proves by that file's token that they are the
invited site's; the token itself is not in it. What is given is signed by the authority for one site, as a
whole: an older file never counts after newer word. Who sits an exam is sealed in it to that site's opening
key, so a file that is lost tells nobody a name.
"""

import hashlib
import hmac
import os

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from jwcrypto import jwk

from examprotocol.bundle import KEY_BYTES, NONCE_BYTES
from examprotocol.canonical import canonical_bytes
from examprotocol.errors import ForgedError, UnreadableError
from examprotocol.key_wrapping import ForKey, unwrap_by_key, wrap_for_key
from examprotocol.package_name import name_part
from examprotocol.signed_file import SignedFile, text_in
from examprotocol.signing import claimed, is_exact_token, read_key
from examprotocol.site_messages import GivenPaper, JoinRequest

ANSWER, GIVEN = "exam-joined+jws", "exam-given+jws"
ANSWER_SUFFIX, GIVEN_SUFFIX = ".examjoined", ".examgiven"
LARGEST_ANSWER, LARGEST_GIVEN = 64 << 10, 256 << 20
VERSION = 1


class JoinAnswer(msgspec.Struct, frozen=True):
    """The site joins: the authority's id, what it would ask by the line with an empty token, and the proof:
    HMAC-SHA256 of that request in hex, by the SHA-256 of the joining file's token.
    """

    authority: str
    request: JoinRequest
    proof: str
    version: int = VERSION


class GivenToken(msgspec.Struct, frozen=True):
    """A roster (`name` is its exam) or the networks, as `given_lists` signs them."""

    kind: str
    name: str
    token: str


class GivenFor(msgspec.Struct, frozen=True):
    """Whose file it is: the authority's id, the site by its proving key's id, and when it was made, in
    milliseconds by the authority's clock.
    """

    authority: str
    site: str
    at: int


class GivenFile(msgspec.Struct, frozen=True):
    """All that a site is given: the papers, the wrapped key, and by it sealed the rosters and networks.
    `card` is the authority's (`authority_card`).
    """

    about: GivenFor
    papers: tuple[GivenPaper, ...]
    key: ForKey
    sealed: bytes
    card: str = ""
    version: int = VERSION


class _Kind(msgspec.Struct, frozen=True):
    request: JoinRequest


_ANSWER = SignedFile(ANSWER, JoinAnswer, VERSION, LARGEST_ANSWER, "an answer to a joining file")
_GIVEN = SignedFile(GIVEN, GivenFile, VERSION, LARGEST_GIVEN, "a file of what a site is given")


def seal_answer(authority: str, request: JoinRequest, token: str, key: jwk.JWK) -> bytes:
    """The answer to the joining file with this token, signed by the site's service."""
    bare = msgspec.structs.replace(request, token="")
    proof = proof_of(bare, hashlib.sha256(token.encode()).hexdigest())
    return _ANSWER.sign(JoinAnswer(authority, bare, proof), key)


def open_answer(data: bytes) -> JoinAnswer:
    """Read an answer, and check that the key that it names has signed it.

    Raises UnreadableError, ForgedError and VersionError. Whether the proof fits the caller has to see.
    """
    token = text_in(data, LARGEST_ANSWER)
    if not is_exact_token(token):
        raise UnreadableError("no answer to a joining file")
    return _ANSWER.open(data, read_key(claimed(token, _Kind).request.key))


def proof_of(request: JoinRequest, token_hash: str) -> str:
    """What only who has the joining file can say of the request; the hash is hex."""
    return hmac.new(bytes.fromhex(token_hash), canonical_bytes(request), hashlib.sha256).hexdigest()


def is_proven(answer: JoinAnswer, token_hash: str) -> bool:
    """Whether who made the answer had the joining file with the token of this hash."""
    return not answer.request.token and hmac.compare_digest(
        proof_of(answer.request, token_hash), answer.proof
    )


def seal_given(given: GivenFile, key: jwk.JWK) -> bytes:
    """The file, signed by the authority's service; raises UnreadableError where it would be too large."""
    return _GIVEN.sign(given, key)


def given_file(
    about: GivenFor,
    papers: tuple[GivenPaper, ...],
    lists: tuple[GivenToken, ...],
    opening_key: dict[str, str],
    card: str = "",
) -> GivenFile:
    """What the site whose public X25519 JWK this is, is given; raises UnreadableError for another kind of
    key.
    """
    wrapping, nonce = os.urandom(KEY_BYTES), os.urandom(NONCE_BYTES)
    sealed = AESGCM(wrapping).encrypt(nonce, canonical_bytes(lists), canonical_bytes(about))
    return GivenFile(about, papers, wrap_for_key(wrapping, opening_key), nonce + sealed, card)


def lists_in(given: GivenFile, opening: jwk.JWK) -> tuple[GivenToken, ...]:
    """The rosters and networks, by the site's private opening key; raises ForgedError or UnreadableError."""
    wrapping = unwrap_by_key(given.key, opening)
    nonce, sealed = given.sealed[:NONCE_BYTES], given.sealed[NONCE_BYTES:]
    try:
        plain = AESGCM(wrapping).decrypt(nonce, sealed, canonical_bytes(given.about))
        return msgspec.json.decode(plain, type=tuple[GivenToken, ...])
    except (InvalidTag, ValueError) as error:
        raise ForgedError("what is sealed in the file is not what was put there") from error


def open_given(data: bytes, authority: jwk.JWK) -> GivenFile:
    """Read what the authority with this key gives; raises UnreadableError, ForgedError and VersionError.

    Whether it is of this site, and not older than what is known, the caller has to see.
    """
    return _GIVEN.open(data, authority)


def given_name(site: str) -> str:
    """What the file is called: `SITE.examgiven`, by the site's name as the authority knows it."""
    return f"{name_part(site)}{GIVEN_SUFFIX}"
