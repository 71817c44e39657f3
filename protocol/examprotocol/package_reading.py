"""Opens an answer package: by the room password or the service's key, then by the station's signature.

Rule: nothing is derived from a password or a key before the whole form has been checked, so a file that is
not ours costs no more than reading it. A changed bit anywhere is refused, whoever opens it: the content is
sealed together with the digest of the recipients, and JSON and base64 have one spelling only.
"""

from collections.abc import Callable
from dataclasses import dataclass

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from jwcrypto import jwk

from examprotocol.credential import open_credential
from examprotocol.errors import ForgedError, PackageError, PackageFault, UnreadableError
from examprotocol.exact_base64 import exact_bytes
from examprotocol.key_wrapping import unwrap_by_key, unwrap_by_password
from examprotocol.package import SIGNED_AS, Package, check_package
from examprotocol.package_form import read_form
from examprotocol.package_seal import Header, Members, authenticated, header_of
from examprotocol.signing import claimed, read_key, verify
from examprotocol.station_proof import station_id_of

StationKeys = Callable[[str], jwk.JWK | None]
"""The public Ed25519 key of the station with this id, None where nobody knows it."""


@dataclass(frozen=True, slots=True)
class SealedPackage:
    """A package whose form is right and which nobody has opened: `header` may still be a lie."""

    header: Header
    members: Members


class _Signer(msgspec.Struct, frozen=True):
    station: str
    credential: str = ""


def read_package(data: bytes) -> SealedPackage:
    """Check the form of a file without opening it; raises PackageError."""
    return SealedPackage(*read_form(data))


def unlock_by_password(sealed: SealedPackage, password: str) -> bytes:
    """The content's key, by the plain room password; about 0.1 s. Raises PackageError (WRONG_PASSWORD)."""
    try:
        return unwrap_by_password(sealed.members.recipients[0], password)
    except ForgedError as error:
        raise PackageError(PackageFault.WRONG_PASSWORD) from error


def unlock_by_key(sealed: SealedPackage, private: jwk.JWK) -> bytes:
    """The content's key, by the service's opening key; raises PackageError (NOT_FOR_THIS_KEY)."""
    wrapped = sealed.members.recipients[1]
    try:
        return unwrap_by_key(wrapped, private)
    except ForgedError as error:
        raise PackageError(PackageFault.NOT_FOR_THIS_KEY, wrapped.header.kid) from error


def open_package(
    sealed: SealedPackage, key: bytes, stations: StationKeys, service: jwk.JWK | None = None
) -> Package:
    """What the station signed, with the content's key; raises PackageError.

    `service` is the service's signing key, for stations that are forgotten: it once signed their credentials.
    What comes back is what that station said, and does not contradict itself. Whether it is about this site,
    and about an attempt that there is, the caller has to see.
    """
    token = _opened(sealed.members, key)
    signer = _signer(token)
    public = stations(signer.station) or _vouched_for(signer, sealed.header.site, service)
    if public is None:
        raise PackageError(PackageFault.UNKNOWN_STATION, signer.station)
    package = _verified(token, public, signer.station)
    _check_outside(package, sealed.header, public)
    check_package(package)
    return package


def _opened(members: Members, key: bytes) -> str:
    sealed = exact_bytes(members.ciphertext) + exact_bytes(members.tag)
    outside = authenticated(members.protected, members.aad)
    try:
        return AESGCM(key).decrypt(exact_bytes(members.iv), sealed, outside).decode()
    except (InvalidTag, ValueError) as error:
        raise PackageError(PackageFault.DAMAGED) from error


def _signer(token: str) -> _Signer:
    """Who says that they signed it, believed by nobody yet."""
    try:
        return claimed(token, _Signer)
    except UnreadableError as error:
        raise PackageError(PackageFault.UNREADABLE) from error


def _vouched_for(signer: _Signer, site: str, service: jwk.JWK | None) -> jwk.JWK | None:
    """The key by which the service enrolled the station, if it did."""
    if service is None or not signer.credential:
        return None
    try:
        credential = open_credential(signer.credential, service)
        public = read_key(credential.key)
    except (ForgedError, UnreadableError):
        return None
    return public if (credential.site, credential.station) == (site, signer.station) else None


def _verified(token: str, public: jwk.JWK, station: str) -> Package:
    try:
        return verify(token, public, SIGNED_AS, Package)
    except ForgedError as error:
        raise PackageError(PackageFault.FORGED, station) from error
    except UnreadableError as error:
        raise PackageError(PackageFault.UNREADABLE) from error


def _check_outside(package: Package, header: Header, public: jwk.JWK) -> None:
    """What stands outside is what stands inside, and the signer is who it says."""
    inside = header_of(package)
    for name in header.__struct_fields__:
        if getattr(inside, name) != getattr(header, name):
            raise PackageError(PackageFault.CONTRADICTION, name)
    if (package.station, package.key) != (station_id_of(public), public.thumbprint()):
        raise PackageError(PackageFault.CONTRADICTION, "station")
