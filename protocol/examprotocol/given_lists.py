"""What the authority gives a site besides papers: who sits an exam there, and the site's networks.

Rule: signed by the authority for one site, so that neither another's list nor an older one passes for it. The
site takes in what is new by itself; what changes anything that is there waits for a person.
"""

from typing import Annotated

import msgspec
from jwcrypto import jwk

from examprotocol.signing import sign, verify

ROSTER, NETWORKS = "exam-roster+jws", "exam-networks+jws"
LARGEST_LIST = 16 << 20
MOST_CANDIDATES, MOST_NETWORKS = 20_000, 200

Number = Annotated[str, msgspec.Meta(min_length=1, max_length=40)]


class GivenCandidate(msgspec.Struct, frozen=True):
    """Who sits the exam, and where; `room` and `seat` are `""` where the site says it."""

    number: Number
    name: Annotated[str, msgspec.Meta(min_length=1, max_length=100)]
    identity: Number
    room: Annotated[str, msgspec.Meta(max_length=40)] = ""
    seat: Annotated[str, msgspec.Meta(max_length=20)] = ""


class GivenRoster(msgspec.Struct, frozen=True):
    """An exam at the site: `exam` is the authority's id of it, times are milliseconds, `at` when it was
    given.
    """

    authority: str
    site: str
    exam: Annotated[str, msgspec.Meta(pattern="^[a-z0-9][a-z0-9_-]{0,30}$")]
    title: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
    paper: Annotated[str, msgspec.Meta(pattern="^[a-z0-9][a-z0-9_-]{0,39}$")]
    starts: int
    ends: int
    key_release: int
    closes: int
    show_seconds: bool
    look_through: bool
    at: int
    candidates: Annotated[tuple[GivenCandidate, ...], msgspec.Meta(min_length=1, max_length=MOST_CANDIDATES)]


class GivenNetworks(msgspec.Struct, frozen=True):
    """The networks of the site's stations, as CIDR; `at` is when they were given, in milliseconds."""

    authority: str
    site: str
    networks: Annotated[tuple[str, ...], msgspec.Meta(max_length=MOST_NETWORKS)]
    at: int


def sign_list(given: GivenRoster | GivenNetworks, key: jwk.JWK) -> str:
    """The list as a compact JWS by the authority's key."""
    return sign(given, key, ROSTER if isinstance(given, GivenRoster) else NETWORKS)


def open_roster(token: str, key: jwk.JWK) -> GivenRoster:
    """Verify and read a roster; raises ForgedError or UnreadableError."""
    return verify(token, key, ROSTER, GivenRoster)


def open_networks(token: str, key: jwk.JWK) -> GivenNetworks:
    """Verify and read networks; raises ForgedError or UnreadableError."""
    return verify(token, key, NETWORKS, GivenNetworks)
