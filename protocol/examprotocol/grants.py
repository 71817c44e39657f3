"""The service's word that a station had a session in an attempt, by which a restored service knows it again.

Rule: it proves nothing without the station's key, and it opens no session: by it a station hands over what it
holds, and does nothing else.
"""

import msgspec
from jwcrypto import jwk

from examprotocol.events import Epoch
from examprotocol.signing import sign, verify

GRANT = "exam-grant+jws"


class Grant(msgspec.Struct, frozen=True):
    """The newest epoch that a station was given in an attempt.

    `site` is the site's id; `exam` and `candidate` (an admission number) are what its id is made of.
    """

    site: str
    station: str
    attempt: str
    exam: str
    candidate: str
    epoch: Epoch


def sign_grant(grant: Grant, key: jwk.JWK) -> str:
    """The grant as a compact JWS."""
    return sign(grant, key, GRANT)


def open_grant(token: str, key: jwk.JWK) -> Grant:
    """Verify and read a grant; raises ForgedError or UnreadableError."""
    return verify(token, key, GRANT, Grant)
