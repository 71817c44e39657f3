"""The authority's card: the public key to which sites seal what they report, signed by the key they know.

Rule: it comes with the joining file, and to a site that joined before by the line; the signature decides.
"""

import msgspec
from jwcrypto import jwk

from examprotocol.signing import sign, verify

CARD = "exam-authority+jws"


class AuthorityCard(msgspec.Struct, frozen=True):
    """`authority` is the id of the authority's service, `opening_key` its public X25519 JWK."""

    authority: str
    opening_key: dict[str, str]


def sign_card(card: AuthorityCard, key: jwk.JWK) -> str:
    """The card as a compact JWS."""
    return sign(card, key, CARD)


def open_card(token: str, key: jwk.JWK) -> AuthorityCard:
    """Verify and read a card; raises ForgedError or UnreadableError."""
    return verify(token, key, CARD, AuthorityCard)
