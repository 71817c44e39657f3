"""A visit: what a station says when a proctor's stick has been there, signed by the station.

Rule: it names every package that the station put on the stick, by its hash, and what it could not put there.
So the service can tell a station that had nothing from one that was left out, and a package that got lost on
the way from one that never was.
"""

from typing import Annotated, Final

import msgspec
from jwcrypto import jwk

from examprotocol.errors import ForgedError, UnreadableError, VisitError, VisitFault
from examprotocol.exact_base64 import exact_text
from examprotocol.package_reading import StationKeys
from examprotocol.package_seal import Label
from examprotocol.signed_file import text_in
from examprotocol.signing import claimed, is_exact_token, sign, verify
from examprotocol.station_proof import station_id_of
from examprotocol.stick import StickId

VISIT = "exam-visit+jws"
VERSION: Final = 1
LARGEST_VISIT = 256 << 10
"""The most bytes that a visit may have: about 500 packages."""

BEGINNING = exact_text(b'{"alg":"EdDSA","kid":"')[:-1]
"""How every visit begins: its header is canonical JSON. The last letter of it hangs on what follows."""

SIGNATURE_LENGTH = 86
"""Letters of base64url in an Ed25519 signature."""

Digest = Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{64}$")]
Text = Annotated[str, msgspec.Meta(max_length=200)]
Count = Annotated[int, msgspec.Meta(ge=0, lt=1 << 53)]


class VisitedPackage(msgspec.Struct, frozen=True):
    """A package that the station put on the stick and read back.

    `name` is the signed name, `sha256` is over the file, `candidate` the admission number. `events` counts
    the events of all writers in it.
    """

    name: Label
    sha256: Digest
    attempt: Label
    candidate: Label
    events: Count


class Visit(msgspec.Struct, frozen=True):
    """One visit of a stick at a station. `stick` is the stick's id, `site` the site's.

    `room` and `seat` are the station's as it knows them, `station` is its id and `key` the RFC 7638
    thumbprint of its public key. `at` is the claimed site time in milliseconds. `left` has the ids of
    attempts that could not be exported; `done` says that all that the station holds is on the stick.
    """

    stick: StickId
    site: Label
    room: Text
    station: Label
    key: Label
    seat: Text
    at: Count
    packages: tuple[VisitedPackage, ...] = ()
    left: tuple[Label, ...] = ()
    done: bool = False
    version: int = VERSION


class _Signer(msgspec.Struct, frozen=True):
    station: str
    version: int


def sign_visit(visit: Visit, station: jwk.JWK) -> bytes:
    """The content of a visit's file, signed by the station's private key: ASCII with a line end.

    Raises VisitError for what no reader would take (CONTRADICTION, TOO_LARGE).
    """
    _check(visit, station)
    data = sign(visit, station, VISIT).encode() + b"\n"
    if len(data) > LARGEST_VISIT:
        raise VisitError(VisitFault.TOO_LARGE, str(len(data)))
    return data


def open_visit(data: bytes, stations: StationKeys) -> Visit:
    """What the station signed; raises VisitError.

    Whether it is about this site, and about a stick that there is, the caller has to see.
    """
    token = _token(data)
    signer = _signer(token)
    if signer.version != VERSION:
        raise VisitError(VisitFault.UNKNOWN_VERSION, str(signer.version))
    public = stations(signer.station)
    if public is None:
        raise VisitError(VisitFault.UNKNOWN_STATION, signer.station)
    visit = _verified(token, public, signer.station)
    _check(visit, public)
    return visit


def _token(data: bytes) -> str:
    """The three parts of it, each in its one spelling."""
    if len(data) > LARGEST_VISIT:
        raise VisitError(VisitFault.TOO_LARGE, str(len(data)))
    try:
        token = text_in(data, LARGEST_VISIT)
    except UnreadableError as error:
        raise VisitError(VisitFault.NOT_A_VISIT) from error
    if _is_cut(token):
        raise VisitError(VisitFault.TRUNCATED)
    if not is_exact_token(token):
        raise VisitError(VisitFault.NOT_A_VISIT)
    return token


def _is_cut(token: str) -> bool:
    """Whether this is the beginning of one: a signature has one length."""
    if not token.startswith(BEGINNING):
        return BEGINNING.startswith(token)
    parts = token.split(".")
    return len(parts) < 3 or (len(parts) == 3 and len(parts[2]) < SIGNATURE_LENGTH)


def _signer(token: str) -> _Signer:
    """Who says that they signed it, believed by nobody yet."""
    try:
        return claimed(token, _Signer)
    except UnreadableError as error:
        raise VisitError(VisitFault.NOT_A_VISIT) from error


def _verified(token: str, public: jwk.JWK, station: str) -> Visit:
    try:
        return verify(token, public, VISIT, Visit)
    except ForgedError as error:
        raise VisitError(VisitFault.FORGED, station) from error
    except UnreadableError as error:
        raise VisitError(VisitFault.UNREADABLE) from error


def _check(visit: Visit, key: jwk.JWK) -> None:
    """It is the signer's, and does not contradict itself."""
    if visit.version != VERSION:
        raise VisitError(VisitFault.CONTRADICTION, "version")
    if (visit.station, visit.key) != (station_id_of(key), key.thumbprint()):
        raise VisitError(VisitFault.CONTRADICTION, "station")
    if visit.done and visit.left:
        raise VisitError(VisitFault.CONTRADICTION, "done")
    if len({one.sha256 for one in visit.packages}) != len(visit.packages):
        raise VisitError(VisitFault.CONTRADICTION, "packages")
