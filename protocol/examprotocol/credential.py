"""The service's word that a station is enrolled, by which a service set up anew knows its stations again.

Rule: it proves nothing without the station's key, and a service that knows the station goes by its own table.
"""

import msgspec
from jwcrypto import jwk

from examprotocol.signing import sign, verify

CREDENTIAL = "exam-station+jws"


class Credential(msgspec.Struct, frozen=True):
    """A station as the service enrolled it: its id, its public JWK, and where it stands.

    `site` is the site's id, `enrolled` the site time in milliseconds.
    """

    site: str
    station: str
    key: dict[str, str]
    name: str
    room: str
    seat: str
    enrolled: int


def sign_credential(credential: Credential, key: jwk.JWK) -> str:
    """The credential as a compact JWS."""
    return sign(credential, key, CREDENTIAL)


def open_credential(token: str, key: jwk.JWK) -> Credential:
    """Verify and read a credential; raises ForgedError or UnreadableError."""
    return verify(token, key, CREDENTIAL, Credential)
