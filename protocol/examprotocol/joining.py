"""The joining file: how a site's service comes to know the authority's service, and may join it.

Rule: as with an enrolment file: it is signed by the key that it names, so whoever compares the fingerprint of
that key has compared the whole file. It serves one site, once, until it expires.
"""

import msgspec
from jwcrypto import jwk

from examprotocol.errors import UnreadableError, VersionError
from examprotocol.signed_file import text_in
from examprotocol.signing import claimed, is_exact_token, read_key, sign, verify

JOINING = "exam-joining+jws"
FORMAT = 1
LARGEST_JOINING = 64 << 10
"""The most bytes that a joining file may have."""


class Joining(msgspec.Struct, frozen=True):
    """What is in the file. `signing_key` is the authority's service's public JWK, `certificate` a PEM.

    `authority` is that service's name and `authority_id` its id, `name` what it calls the site. `token` lets
    one site join until `expires` (the authority's time in milliseconds). To `opening_key` the site seals
    what it reports; files from before it have none, and it comes by the line. `site` is the authority's id
    of the site, `""` in files from before.
    """

    authority: str
    authority_id: str
    address: str
    signing_key: dict[str, str]
    certificate: str
    name: str
    token: str
    expires: int
    format: int = FORMAT
    opening_key: dict[str, str] = {}
    site: str = ""


class _Kind(msgspec.Struct, frozen=True):
    signing_key: dict[str, str]
    format: int


def seal_joining(joining: Joining, key: jwk.JWK) -> bytes:
    """The content of a joining file, signed by the authority's service: ASCII with a line end."""
    return sign(joining, key, JOINING).encode() + b"\n"


def open_joining(data: bytes) -> Joining:
    """Read a joining file and check that nobody changed it.

    Raises UnreadableError for another kind of file, VersionError for one of another format, ForgedError
    where the signature does not fit. Says nothing about whose file it is: people compare the fingerprint.
    """
    token = text_in(data, LARGEST_JOINING)
    if not is_exact_token(token):
        raise UnreadableError("no joining file")
    kind = claimed(token, _Kind)
    if kind.format != FORMAT:
        raise VersionError(f"a joining file of format {kind.format}, not {FORMAT}")
    return verify(token, read_key(kind.signing_key), JOINING, Joining)
