"""The service's word for which of its lives it is: by it the machine that was taken over learns that it was.

Rule: a generation that somebody only names proves nothing; this word is signed by the key that all lives of a
service have. Stations show the newest that they have heard with every request, and believe no older one; the
service of an earlier life takes nothing any more from then on. The same life always has the same word.
"""

import msgspec
from jwcrypto import jwk

from examprotocol.signing import sign, verify

LIFE = "Exam-Life"
"""The header with the word: of the service in a reply, the newest that is known in a station's request."""

OWN_LIFE = "Exam-Own-Life"
"""The header with which a site's service shows the authority's its own word."""

TYP = "exam-life+jws"


class Life(msgspec.Struct, frozen=True):
    """A life of the service `site` (its id): a restored service begins another, of a higher generation."""

    site: str
    generation: int


def sign_life(life: Life, key: jwk.JWK) -> str:
    """The word as a compact JWS."""
    return sign(life, key, TYP)


def open_life(token: str, key: jwk.JWK) -> Life:
    """Verify and read a word; raises ForgedError or UnreadableError."""
    return verify(token, key, TYP, Life)
