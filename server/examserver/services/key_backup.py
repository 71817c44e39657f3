"""The key backup: what a new machine needs to be the same service to every station.

Rule: the file is exactly what this program writes, byte for byte, or it is refused before any key is derived.
Sources: RFC 7516 (JWE, flattened JSON), RFC 7518 section 4.8 (PBES2).
"""

from pathlib import Path

import msgspec

from examprotocol.canonical import canonical_bytes
from examprotocol.errors import ForgedError, UnreadableError
from examprotocol.password_seal import Sealed, SealKind, is_exact, open_by_password, seal_by_password
from examprotocol.password_seal import read_sealed as read_sealed_secret
from examprotocol.signing import read_key
from examserver.errors import FolderError, KeyBackupError
from examserver.services.authority import load_authority
from examserver.services.keys import ServiceKeys
from examserver.services.recovery_code import plain_code
from examserver.services.setup import Service, SiteCard
from examserver.storage.files import write_file
from examserver.storage.site import SiteIdentity

TYP, VERSION = "exam-key-backup", 1
LARGEST = 65_536
"""Bytes; a backup has about 2,700."""


class _Contents(msgspec.Struct, frozen=True):
    """`card` is what stations have; the rest are the private halves, two JWKs and a PEM."""

    generation: int
    card: SiteCard
    signing_key: dict[str, str]
    opening_key: dict[str, str]
    authority_key: str


def seal(service: Service, code: str) -> Sealed:
    """Encrypt a service under a recovery code."""
    return seal_by_password(canonical_bytes(_contents(service)), plain_code(code), SealKind(TYP, VERSION))


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


def read_sealed(file: Path) -> Sealed:
    """Read a key backup and check all that can be checked without the code; raises KeyBackupError."""
    data = _read(file).strip()
    try:
        sealed, kind = read_sealed_secret(data)
    except UnreadableError as error:
        raise _foreign(file) from error
    if kind.typ != TYP:
        raise _foreign(file)
    if kind.version != VERSION:
        raise KeyBackupError(
            f"{file} was written by another version of this program (format {kind.version}, not {VERSION}).",
            "Set the service up with that version.",
        )
    if not is_exact(sealed, data):
        raise _damaged(file)
    return sealed


def unseal(sealed: Sealed, code: str) -> Service:
    """The service in a backup, as it was then; raises KeyBackupError where the code does not open it."""
    try:
        return _service(msgspec.json.decode(open_by_password(sealed, plain_code(code)), type=_Contents))
    except (ForgedError, ValueError, UnreadableError, FolderError) as error:
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
