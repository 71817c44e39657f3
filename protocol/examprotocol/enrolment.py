"""The enrolment file: how a station comes to know its one service, and may register there.

Rule: the file is signed by the key that it names, so whoever compares the fingerprint of that key has
compared the whole file: address, authority, keys and room.
"""

import msgspec
from jwcrypto import jwk
from jwcrypto.common import base64url_decode

from examprotocol.errors import UnreadableError, VersionError
from examprotocol.short_code import grouped, letters_of
from examprotocol.signing import COMPACT, read_key, sign, verify

ENROLMENT = "exam-enrolment+jws"
FORMAT = 1
LARGEST = 1 << 20
"""The most bytes that an enrolment file may have."""

FINGERPRINT_LENGTH, GROUP = 20, 5


class Enrolment(msgspec.Struct, frozen=True):
    """What is in the file. The keys are public JWKs; `authority` is a PEM certificate.

    `token` lets stations register until `expires` (site time in milliseconds). `seats` has the seat of each
    hostname, in lower case. `cards` are the room's signed cards (`examprotocol.room`).
    """

    site: str
    site_id: str
    address: str
    signing_key: dict[str, str]
    opening_key: dict[str, str]
    authority: str
    room: str
    token: str
    expires: int
    seats: dict[str, str] = {}
    cards: tuple[str, ...] = ()
    format: int = FORMAT


class _Kind(msgspec.Struct, frozen=True):
    signing_key: dict[str, str]
    format: int


def seal_enrolment(enrolment: Enrolment, key: jwk.JWK) -> bytes:
    """The content of an enrolment file, signed by the service's key: ASCII with a line end."""
    return sign(enrolment, key, ENROLMENT).encode() + b"\n"


def open_enrolment(data: bytes) -> Enrolment:
    """Read an enrolment file and check that nobody changed it.

    Raises UnreadableError for another kind of file, VersionError for one of another format, ForgedError
    where the signature does not fit. Says nothing about whose file it is: people compare the fingerprint.
    """
    token = _token_in(data)
    kind = _payload_of(token)
    if kind.format != FORMAT:
        raise VersionError(f"an enrolment file of format {kind.format}, not {FORMAT}")
    return verify(token, read_key(kind.signing_key), ENROLMENT, Enrolment)


def fingerprint(signing_key: dict[str, str]) -> str:
    """What people compare: 20 Crockford base32 characters (100 bits) of the key's RFC 7638 thumbprint."""
    thumbprint = base64url_decode(read_key(signing_key).thumbprint())
    return grouped(letters_of(thumbprint, FINGERPRINT_LENGTH), GROUP)


def _token_in(data: bytes) -> str:
    try:
        token = data.decode("utf-8-sig").strip() if len(data) <= LARGEST else ""
    except UnicodeDecodeError as error:
        raise UnreadableError("not an enrolment file") from error
    if COMPACT.fullmatch(token) is None:
        raise UnreadableError("not an enrolment file")
    return token


def _payload_of(token: str) -> _Kind:
    """What the file says of itself, believed by nobody yet."""
    try:
        return msgspec.json.decode(base64url_decode(token.split(".")[1]), type=_Kind)
    except (ValueError, msgspec.MsgspecError) as error:
        raise UnreadableError("not an enrolment file") from error
