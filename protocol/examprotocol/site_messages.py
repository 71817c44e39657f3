"""What a site's service and the authority's service say to each other, below `/api/1`.

    POST sites/join      JoinRequest   -> JoinReply        (proven by the key that is registered)
    POST sites/papers    SiteReport    -> GivenPapersReply (proven by the site, as all that follows)
    GET  sites/parts/SHA256            -> bytes            (of papers given to it; ranges as in RFC 9110)
    POST sites/key       SiteKeyRequest -> SiteKeyReply    (from its time on, from a registered network)

Rule: the site's service proves each request by its own signing key as a station does by its key
(`examprotocol.station_proof`). It is asked for nothing that it was not given by name. Times are milliseconds.
"""

import msgspec

from examprotocol.place import INSIDE, Place
from examprotocol.report_messages import ListName, ListThere


class JoinRequest(msgspec.Struct, frozen=True):
    """A site's service joins: the token of its joining file, its id and name, and its two public keys."""

    token: str
    site_id: str
    name: str
    key: dict[str, str]
    opening_key: dict[str, str]
    version: str


class JoinReply(msgspec.Struct, frozen=True):
    """The site is known by this id now, and called so by the authority."""

    now: int
    site: str
    name: str
    place: Place = INSIDE


class SiteReport(msgspec.Struct, frozen=True):
    """How many bytes of each paper lie at the site whole, by the paper's id, and what became of the lists."""

    here: dict[str, int] = {}
    lists: tuple[ListThere, ...] = ()


class GivenPaper(msgspec.Struct, frozen=True):
    """A paper that the site is given: its signed manifest, and what a list of papers shows of it.

    `release` is when stations may have its key, `key_from` when the site gets it; both 0 where the authority
    has not said so yet. With `answer_keys` those come with the key, else the authority scores.
    """

    manifest: str
    title: str
    questions: int
    points: str
    release: int = 0
    key_from: int = 0
    answer_keys: bool = False


class GivenPapersReply(msgspec.Struct, frozen=True):
    """All papers that the site is given, and which lists; `card` is the authority's (`authority_card`)."""

    now: int
    papers: tuple[GivenPaper, ...] = ()
    place: Place = INSIDE
    lists: tuple[ListName, ...] = ()
    card: str = ""


class SiteKeyRequest(msgspec.Struct, frozen=True):
    """The key of this paper is wanted."""

    paper: str


class SiteKeyReply(msgspec.Struct, frozen=True):
    """What a site key file has in it (`examprotocol.site_key`): sealed for this one site."""

    now: int
    key: str
    place: Place = INSIDE
