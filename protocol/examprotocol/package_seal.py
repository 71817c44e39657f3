"""The answer package as a file: what the station signed, sealed for the room password and for the service.

Rule: the one form that is written stands here, and `package_form` takes no other. Sources: RFC 7516 (JWE,
general JSON serialization, `aad`), RFC 7518, and docs/answer-package.md for what is ours.
"""

import hashlib
import secrets
from typing import Annotated, Final, Literal

import msgspec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from jwcrypto import jwk

from examprotocol.canonical import canonical_bytes
from examprotocol.errors import PackageError, PackageFault
from examprotocol.exact_base64 import exact_text
from examprotocol.key_wrapping import (
    ENCRYPTION,
    KEY_BITS,
    ForKey,
    ForPassword,
    wrap_by_password,
    wrap_for_key,
)
from examprotocol.package import SIGNED_AS, VERSION, Package, check_package
from examprotocol.package_name import is_package_name
from examprotocol.signing import sign
from examprotocol.station_proof import station_id_of

TYP: Final = "exam-answers+jwe"
LARGEST = 16 << 20
"""The most bytes that a package may have."""

IV_BYTES, TAG_BYTES = 12, 16

Label = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]


class Header(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a package says of itself without being opened; `candidate` is the admission number."""

    typ: Literal["exam-answers+jwe"]
    version: Literal[1]
    enc: Literal["A256GCM"]
    site: Label
    exam: Label
    candidate: Label
    name: Label


class Members(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The members of the file in the order in which they are written; all but `recipients` are base64url."""

    protected: str
    recipients: tuple[ForPassword, ForKey]
    aad: str
    iv: str
    tag: str
    ciphertext: str


def seal_package(package: Package, station: jwk.JWK, password: str, service: dict[str, str]) -> bytes:
    """The content of the file. Takes about 0.1 s, and more for long attempts.

    `station` is the station's private key, `password` the plain room password (`examprotocol.room_password`),
    `service` the public opening key. Raises PackageError for what no reader would take (CONTRADICTION, or
    TOO_LARGE), UnreadableError for an opening key that is none.
    """
    _check_signer(package, station)
    check_package(package)
    if not is_package_name(package.name):
        raise PackageError(PackageFault.CONTRADICTION, "name")
    key = secrets.token_bytes(KEY_BITS // 8)
    recipients = (wrap_by_password(key, password), wrap_for_key(key, service))
    token = sign(package, station, SIGNED_AS).encode()
    return _written(header_of(package), recipients, key, token)


def header_of(package: Package) -> Header:
    """What stands outside of a package, from what stands in it."""
    return Header(TYP, VERSION, ENCRYPTION, package.site, package.exam, package.candidate, package.name)


def digest_of_recipients(recipients: object) -> bytes:
    """The SHA-256 over the canonical JSON of `recipients`: by it they are part of what is authenticated."""
    return hashlib.sha256(canonical_bytes(recipients)).digest()


def authenticated(protected: str, aad: str) -> bytes:
    """What the content is sealed together with: RFC 7516, section 5.1, step 14."""
    return f"{protected}.{aad}".encode()


def _written(header: Header, recipients: tuple[ForPassword, ForKey], key: bytes, token: bytes) -> bytes:
    protected = exact_text(msgspec.json.encode(header))
    aad = exact_text(digest_of_recipients(recipients))
    iv = secrets.token_bytes(IV_BYTES)
    sealed = AESGCM(key).encrypt(iv, token, authenticated(protected, aad))
    content, tag = sealed[:-TAG_BYTES], sealed[-TAG_BYTES:]
    members = Members(protected, recipients, aad, exact_text(iv), exact_text(tag), exact_text(content))
    data = msgspec.json.encode(members)
    if len(data) > LARGEST:
        raise PackageError(PackageFault.TOO_LARGE, str(len(data)))
    return data


def _check_signer(package: Package, station: jwk.JWK) -> None:
    if (package.station, package.key) != (station_id_of(station), station.thumbprint()):
        raise PackageError(PackageFault.CONTRADICTION, "station")
