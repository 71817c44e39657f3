"""Seals a result package, and opens it: the index by its signature, each part by its hash and its place.

Rule: nothing of a part is believed, or even decrypted, before its bytes are those that the signed index
names. Nothing is compressed, so nothing can grow while it is opened. Sources: RFC 7515, RFC 7518
(ECDH-ES+A256KW).
"""

import hashlib
import os
from dataclasses import dataclass

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from jwcrypto import jwk

from examprotocol.canonical import canonical_bytes, digest
from examprotocol.errors import ForgedError, UnreadableError
from examprotocol.key_wrapping import unwrap_by_key, wrap_for_key
from examprotocol.package_name import name_part
from examprotocol.result_package import (
    LARGEST_CONTENT,
    LARGEST_INDEX,
    SIGNED_AS,
    VERSION,
    Content,
    ReportAbout,
    ResultIndex,
    ResultPart,
)
from examprotocol.signed_file import SignedFile, text_in
from examprotocol.signing import claimed, is_exact_token

KEY_BYTES, NONCE_BYTES = 32, 12
RESULTS_SUFFIX = ".examresults"

_INDEX = SignedFile(SIGNED_AS, ResultIndex, VERSION, LARGEST_INDEX, "a result package")
_contents = msgspec.json.Decoder(Content)


@dataclass(frozen=True, slots=True)
class PartSealer:
    """Seals the content parts of one package. `name` is the package's own, by which no part fits another."""

    name: str
    key: bytes

    def seal(self, content: Content, number: int) -> tuple[ResultPart, bytes]:
        """The `number`-th content part, counted from 1; raises UnreadableError for one that is too large."""
        plain = canonical_bytes(content)
        if len(plain) > LARGEST_CONTENT:
            raise UnreadableError(f"a part of {len(plain)} bytes, of which {LARGEST_CONTENT} may be")
        nonce = os.urandom(NONCE_BYTES)
        sealed = nonce + AESGCM(self.key).encrypt(nonce, plain, _place(self.name, number))
        return ResultPart("content", hashlib.sha256(sealed).hexdigest(), len(sealed)), sealed

    def open(self, sealed: bytes, number: int) -> Content:
        """What is in the `number`-th content part; raises ForgedError or UnreadableError."""
        try:
            cipher = AESGCM(self.key)
            plain = cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], _place(self.name, number))
        except (InvalidTag, ValueError) as error:
            raise ForgedError("a part of a result package is not what was put there") from error
        try:
            return _contents.decode(plain)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
            raise UnreadableError("a part of a result package that this version cannot read") from error


def new_sealer(about: ReportAbout) -> PartSealer:
    """Seals a new package under a random key. Of `about` only what names the package has to be right yet."""
    return PartSealer(package_id(about), os.urandom(KEY_BYTES))


def package_id(about: ReportAbout) -> str:
    """What no two packages share: who reports which exam to whom, in which life, as which number, when."""
    about_id = (about.authority, about.site, about.service, about.generation, about.exam, about.number)
    return digest((*about_id, about.at))


def sign_index(
    about: ReportAbout, sealer: PartSealer, opening_key: dict[str, str], parts: list[ResultPart], key: jwk.JWK
) -> str:
    """The index, signed by the site's key; raises UnreadableError for another kind of opening key."""
    index = ResultIndex(about, wrap_for_key(sealer.key, opening_key), tuple(parts))
    return _INDEX.sign(index, key).decode().strip()


def claimed_index(data: bytes) -> ResultIndex:
    """What an index says of itself, believed by nobody yet; raises UnreadableError."""
    token = text_in(data, LARGEST_INDEX)
    if not is_exact_token(token):
        raise UnreadableError("this is no result package")
    return claimed(token, ResultIndex)


def open_index(data: bytes, site: jwk.JWK) -> ResultIndex:
    """Read an index and check the site's signature.

    Raises UnreadableError for another kind of file, ForgedError where the signature does not fit,
    VersionError for one of another version. Whether it is for this authority the caller has to see.
    """
    return _INDEX.open(data, site)


def open_sealer(index: ResultIndex, opening: jwk.JWK) -> PartSealer:
    """Opens the content parts, by the authority's opening key; raises ForgedError where it is for another."""
    return PartSealer(package_id(index.about), unwrap_by_key(index.key, opening))


def index_id(token: str) -> str:
    """By what an index is known: the SHA-256 of its characters."""
    return hashlib.sha256(token.encode()).hexdigest()


def results_name(exam: str, number: int, site: str) -> str:
    """What the file is called: `SITE-EXAM-NUMBER.examresults`, by the site's name."""
    return f"{name_part(site)}-{name_part(exam)}-{number}{RESULTS_SUFFIX}"


def _place(package: str, number: int) -> bytes:
    """Associated data: a part opens only as the `number`-th of its own package."""
    return f"{SIGNED_AS}/{VERSION}\n{package}\n{number}".encode()
