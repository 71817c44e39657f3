"""How a site reports to the authority, below `/api/1`; proven by the site as `site_messages` says.

    POST sites/report                  ReportOffer -> ReportReply  (what is missing, or what is signed for it)
    POST sites/report/REPORT/SHA256    bytes       -> PartReply    (one part of it)
    POST sites/list                    ListRequest -> ListReply    (a roster, or the networks)

Rule: each may be asked again at any time, after any break on either side: what is there is there once. The
site offers its signed index until the acknowledgement comes, and sends what is named as missing in between.
"""

from typing import Literal

import msgspec
from jwcrypto import jwk

from examprotocol.errors import ForgedError
from examprotocol.place import INSIDE, Place
from examprotocol.signing import sign, verify

ACKNOWLEDGEMENT = "exam-report-receipt+jws"
MOST_MISSING = 1_000
"""So many missing parts are named at once; the next offer names others."""


class ReportOffer(msgspec.Struct, frozen=True):
    """The signed index of a result package."""

    index: str


class ReportReply(msgspec.Struct, frozen=True, omit_defaults=True):
    """Which parts are missing, by SHA-256; `done` of `parts` are taken in. Nothing missing and no
    acknowledgement: it is still at work, ask again.
    """

    now: int
    missing: tuple[str, ...] = ()
    done: int = 0
    parts: int = 0
    acknowledgement: str = ""
    place: Place = INSIDE


class PartReply(msgspec.Struct, frozen=True):
    """The part is on the authority's disk."""

    now: int
    place: Place = INSIDE


class EntryFault(msgspec.Struct, frozen=True):
    """An entry that the authority keeps in the package and has not taken in, and why (a code)."""

    candidate: str
    fault: str


class Acknowledgement(msgspec.Struct, frozen=True, omit_defaults=True):
    """States that the authority holds a report whole: `report` is the SHA-256 of its index.

    `taken` has the digest of each entry that was taken in with it, by admission number; `entries` is how many
    the authority has of the exam now, `events` how many were new, `files` how many of the attached files it
    lacks. `fault` says why nothing of it was taken in yet, `""` where it was.

    `record` is the digest of the record of door and rooms that it holds, as the report's summary has it;
    `""` where it holds another, None where it takes none in. `photos` are those of it that it holds.
    """

    authority: str
    site: str
    exam: str
    number: int
    report: str
    at: int
    taken: dict[str, str] = {}
    entries: int = 0
    events: int = 0
    lacking: int = 0
    faults: tuple[EntryFault, ...] = ()
    fault: str = ""
    record: str | None = None
    photos: tuple[str, ...] = ()


class ListName(msgspec.Struct, frozen=True):
    """A list that the site is given: the roster of an exam, or its networks (`name` is `""`); `digest` is the
    SHA-256 of the signed list.
    """

    kind: Literal["roster", "networks"]
    name: str
    digest: str


class ListThere(msgspec.Struct, frozen=True, omit_defaults=True):
    """What has become of a list at the site: `taken` in, or it waits there for a person's word."""

    kind: str
    name: str
    digest: str
    taken: bool = False


class ListRequest(msgspec.Struct, frozen=True):
    """This list is wanted."""

    kind: str
    name: str


class ListReply(msgspec.Struct, frozen=True):
    """The list, signed by the authority."""

    now: int
    token: str
    place: Place = INSIDE


def sign_acknowledgement(acknowledgement: Acknowledgement, key: jwk.JWK) -> str:
    """As a compact JWS by the authority's key."""
    return sign(acknowledgement, key, ACKNOWLEDGEMENT)


def open_acknowledgement(token: str, key: jwk.JWK, report: str) -> Acknowledgement:
    """Verify and read what the authority says of the report with this SHA-256.

    Raises ForgedError where it is not signed by that key, or of another report, UnreadableError where it
    cannot be read.
    """
    acknowledgement = verify(token, key, ACKNOWLEDGEMENT, Acknowledgement)
    if acknowledgement.report != report:
        raise ForgedError("the acknowledgement of another report")
    return acknowledgement
