"""The service's keys: made once, read by what needs them.

Rule: private parts lie in keys/, for the owner only, and leave it in the encrypted key backup only.
Sources: RFC 8037 (X25519 in JOSE), RFC 7638 (thumbprint).
"""

from dataclasses import dataclass
from pathlib import Path

from jwcrypto import jwk

from examprotocol.errors import UnreadableError
from examprotocol.signing import load_key
from examserver.errors import FolderError
from examserver.services.authority import Authority, load_authority
from examserver.storage.files import write_file
from examserver.storage.folder import ServiceFolder, not_allowed


@dataclass(frozen=True, slots=True)
class ServiceKeys:
    """By these its stations know the service: it signs (Ed25519), opens (X25519), and vouches for TLS."""

    signing: jwk.JWK
    opening: jwk.JWK
    authority: Authority


def new_opening_key() -> jwk.JWK:
    """A new X25519 key; its `kid` is the RFC 7638 thumbprint."""
    key = jwk.JWK.generate(kty="OKP", crv="X25519")
    return jwk.JWK(**{**key.export(as_dict=True), "kid": key.thumbprint()})


def write_keys(folder: ServiceFolder, keys: ServiceKeys) -> None:
    """Store the keys, each for the owner only; the directory must be there."""
    write_file(folder.signing_key, private_text(keys.signing).encode(), secret=True)
    write_file(folder.opening_key, private_text(keys.opening).encode(), secret=True)
    write_file(folder.authority_certificate, keys.authority.certificate_pem, secret=True)
    write_file(folder.authority_key, keys.authority.key_pem, secret=True)


def private_text(key: jwk.JWK) -> str:
    """The whole JWK, private part and all."""
    return str(key.export_private())


def signing_key(folder: ServiceFolder) -> jwk.JWK:
    """The service's private signing key; raises FolderError."""
    return _key_in(folder, folder.signing_key)


def opening_key(folder: ServiceFolder) -> jwk.JWK:
    """The service's private opening key; raises FolderError, also for a service that has none yet."""
    return _key_in(folder, folder.opening_key)


def tls_authority(folder: ServiceFolder) -> Authority:
    """The service's authority for TLS; raises FolderError, also for a service that has none yet."""
    certificate = _read(folder, folder.authority_certificate)
    return load_authority(certificate, _read(folder, folder.authority_key))


def _key_in(folder: ServiceFolder, path: Path) -> jwk.JWK:
    try:
        return load_key(_read(folder, path).decode())
    except (UnreadableError, UnicodeDecodeError) as error:
        raise _unreadable(path) from error


def _read(folder: ServiceFolder, path: Path) -> bytes:
    try:
        return path.read_bytes()
    except PermissionError as error:
        raise not_allowed(folder.root) from error
    except OSError as error:
        raise _unreadable(path) from error


def _unreadable(path: Path) -> FolderError:
    return FolderError(
        f"The service's key {path} is missing or cannot be read.",
        "Set the service up anew from its key backup: examserver init DIR --from-key-backup FILE",
    )
