"""The key backup: what a new machine needs to be the same service to every station.

Rule: the file is exactly what this program writes, byte for byte, or it is refused before any key is derived.
Sources: RFC 7516 (JWE, flattened JSON), RFC 7518 section 4.8 (PBES2).
"""

import secrets
from pathlib import Path

import msgspec
from jwcrypto import jwa, jwe, jwk
from jwcrypto.common import JWException, base64url_decode, base64url_encode

from examprotocol.canonical import canonical_bytes
from examprotocol.errors import UnreadableError
from examprotocol.signing import read_key
from examserver.errors import FolderError, KeyBackupError
from examserver.services.authority import load_authority
from examserver.services.keys import ServiceKeys
from examserver.services.recovery_code import plain_code
from examserver.services.setup import Service, SiteCard
from examserver.storage.files import write_file
from examserver.storage.site import SiteIdentity

TYP, VERSION = "exam-key-backup", 1
KEY_WRAPPING, ENCRYPTION = "PBES2-HS512+A256KW", "A256GCM"
ROUNDS, SALT_BYTES = 210_000, 32
LARGEST = 65_536
"""Bytes; a backup has about 2,700."""

jwa.default_max_pbkdf2_iterations = ROUNDS  # the library's cap, raised to exactly what is used here


class SealedBackup(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The members of the file: a JWE with one recipient; each is base64url."""

    ciphertext: str
    encrypted_key: str
    iv: str
    protected: str
    tag: str


class _Kind(msgspec.Struct, frozen=True):
    typ: str
    version: int


class _Header(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    p2s: str
    alg: str = KEY_WRAPPING
    enc: str = ENCRYPTION
    p2c: int = ROUNDS
    typ: str = TYP
    version: int = VERSION


class _Contents(msgspec.Struct, frozen=True):
    """`card` is what stations have; the rest are the private halves, two JWKs and a PEM."""

    generation: int
    card: SiteCard
    signing_key: dict[str, str]
    opening_key: dict[str, str]
    authority_key: str


def seal(service: Service, code: str) -> SealedBackup:
    """Encrypt a service under a recovery code."""
    header = canonical_bytes(_Header(p2s=base64url_encode(secrets.token_bytes(SALT_BYTES)))).decode()
    token = jwe.JWE(canonical_bytes(_contents(service)), protected=header)
    token.add_recipient(jwk.JWK.from_password(plain_code(code)))
    return msgspec.json.decode(token.serialize(), type=SealedBackup)


def write_backup(file: Path, service: Service, code: str) -> None:
    """Write a key backup and open it again from the disk; raises KeyBackupError."""
    try:
        write_file(file, canonical_bytes(seal(service, code)), secret=True)
    except OSError as error:
        raise KeyBackupError(
            f"The key backup {file} cannot be written: {error.strerror}.",
            "Name a file in a folder that is there and that this account may write to.",
        ) from error
    if unseal(read_sealed(file), code).card() != service.card():
        raise _damaged(file)


def read_sealed(file: Path) -> SealedBackup:
    """Read a key backup and check all that can be checked without the code; raises KeyBackupError."""
    data = _read(file).strip()
    try:
        sealed = msgspec.json.decode(data, type=SealedBackup)
        kind = msgspec.json.decode(base64url_decode(sealed.protected), type=_Kind)
    except ValueError as error:
        raise _foreign(file) from error
    if kind.typ != TYP:
        raise _foreign(file)
    if kind.version != VERSION:
        raise KeyBackupError(
            f"{file} was written by another version of this program (format {kind.version}, not {VERSION}).",
            "Set the service up with that version.",
        )
    if not _is_exact(sealed, data):
        raise _damaged(file)
    return sealed


def unseal(sealed: SealedBackup, code: str) -> Service:
    """The service in a backup, as it was then; raises KeyBackupError where the code does not open it."""
    token = jwe.JWE(algs=[KEY_WRAPPING, ENCRYPTION])
    try:
        token.deserialize(canonical_bytes(sealed).decode(), jwk.JWK.from_password(plain_code(code)))
        return _service(msgspec.json.decode(token.payload, type=_Contents))
    except (JWException, ValueError, UnreadableError, FolderError) as error:
        raise KeyBackupError(
            "The recovery code does not open this key backup.",
            "Compare the code character by character. If it is the right one, the file is damaged: "
            "use another copy of it.",
        ) from error


def _contents(service: Service) -> _Contents:
    keys = service.keys
    return _Contents(
        generation=service.identity.generation,
        card=service.card(),
        signing_key=keys.signing.export_private(as_dict=True),
        opening_key=keys.opening.export_private(as_dict=True),
        authority_key=keys.authority.key_pem.decode("ascii"),
    )


def _service(contents: _Contents) -> Service:
    card = contents.card
    authority = load_authority(card.authority.encode(), contents.authority_key.encode())
    keys = ServiceKeys(read_key(contents.signing_key), read_key(contents.opening_key), authority)
    return Service(SiteIdentity(card.site_id, card.site, contents.generation), card.address, keys)


def _is_exact(sealed: SealedBackup, data: bytes) -> bool:
    """Base64 and JSON forgive much: a byte that they would overlook is damage all the same."""
    try:
        header = msgspec.json.decode(base64url_decode(sealed.protected), type=_Header)
        members = (*(getattr(sealed, name) for name in sealed.__struct_fields__), header.p2s)
        exact = all(base64url_encode(base64url_decode(member)) == member for member in members)
    except ValueError:
        return False
    salt_fits = len(base64url_decode(header.p2s)) == SALT_BYTES
    ours = canonical_bytes(_Header(p2s=header.p2s)) == base64url_decode(sealed.protected)
    return exact and salt_fits and ours and canonical_bytes(sealed) == data


def _read(file: Path) -> bytes:
    try:
        with file.open("rb") as opened:
            data = opened.read(LARGEST + 1)
    except OSError as error:
        raise KeyBackupError(
            f"{file} cannot be read: {error.strerror}.",
            "Check the file's name and that this account may read it.",
        ) from error
    if len(data) > LARGEST:
        raise _foreign(file)
    return data


def _foreign(file: Path) -> KeyBackupError:
    return KeyBackupError(
        f"{file} is no key backup of a site service.",
        "Name the file that `examserver init` wrote. If this is it, it is damaged: use another copy of it.",
    )


def _damaged(file: Path) -> KeyBackupError:
    return KeyBackupError(f"The key backup {file} is damaged.", "Use another copy of it.")
