"""The authority's service that this site has joined, at most one, and the papers that come from it."""

from dataclasses import asdict, dataclass, field

import msgspec
from sqlalchemy import Connection, delete, insert, select, update

from examprotocol.canonical import canonical_bytes
from examprotocol.site_key import PaperFor
from examserver.storage import schema_sites


@dataclass(frozen=True, slots=True)
class Upstream:
    """The authority's service by its id; `signing_key` is its public JWK, on `certificate` its TLS rests.

    What the site reports is sealed to `opening_key`, empty while that has not come. There this site has the
    id `site` and is `called` so. `asked` and `answered` are when it was last, in milliseconds, and `trouble`
    says what was wrong then, `""` for nothing. `heard` is when, by the authority's clock, it said last what
    it gives: no older word counts after it.
    """

    authority: str
    name: str
    address: str
    signing_key: dict[str, str]
    certificate: str
    site: str
    called: str
    joined: int
    paused: bool = False
    asked: int = 0
    answered: int = 0
    trouble: str = ""
    opening_key: dict[str, str] = field(default_factory=dict)
    heard: int = 0


@dataclass(frozen=True, slots=True)
class UpstreamPaper:
    """A paper from the authority. `manifest_digest` is that of the manifest which the authority signed.

    `release` is when stations may have the key and `key_from` when this service gets it, both 0 where the
    authority has not said; `given` is False once it does not name the paper any more, `key_at` is when the
    key came.
    """

    paper: str
    manifest_digest: str
    release: int
    key_from: int
    answer_keys: bool
    given: bool = True
    key_at: int = 0


KEYS = ("signing_key", "opening_key")

_ONE, _PAPERS = schema_sites.upstream, schema_sites.upstream_papers


def read_upstream(connection: Connection) -> Upstream | None:
    """The authority's service, None where none is joined."""
    row = connection.execute(select(_ONE)).one_or_none()
    if row is None:
        return None
    keys = {name: msgspec.json.decode(row._mapping[name], type=dict[str, str]) for name in KEYS}
    return Upstream(**{**row._mapping, **keys})


def write_upstream(connection: Connection, upstream: Upstream | None) -> None:
    """Store the one authority in place of any other, or none."""
    connection.execute(delete(_ONE))
    if upstream is not None:
        keys = {name: canonical_bytes(getattr(upstream, name)).decode() for name in KEYS}
        connection.execute(insert(_ONE).values({**asdict(upstream), **keys}))


def note_answer(connection: Connection, asked: int, *, answered: bool, trouble: str) -> None:
    """Store what came of the last round."""
    told: dict[str, int | str] = {"asked": asked, "trouble": trouble}
    connection.execute(update(_ONE).values({**told, "answered": asked} if answered else told))


def note_heard(connection: Connection, at: int) -> None:
    """Store when, by its own clock, the authority said what it gives."""
    connection.execute(update(_ONE).values(heard=at))


def keep_opening_key(connection: Connection, key: dict[str, str]) -> None:
    """Store to which key the site seals what it reports."""
    connection.execute(update(_ONE).values(opening_key=canonical_bytes(key).decode()))


def upstream_papers(connection: Connection) -> tuple[UpstreamPaper, ...]:
    """All papers from the authority, by id."""
    rows = connection.execute(select(_PAPERS).order_by(_PAPERS.c.paper))
    return tuple(UpstreamPaper(**row._mapping) for row in rows)


def find_upstream_paper(connection: Connection, paper: str) -> UpstreamPaper | None:
    """The paper with this id, if it comes from the authority."""
    return next((one for one in upstream_papers(connection) if one.paper == paper), None)


def put_upstream_paper(connection: Connection, paper: UpstreamPaper) -> None:
    """Store a paper, in place of what was known of it."""
    connection.execute(delete(_PAPERS).where(_PAPERS.c.paper == paper.paper))
    connection.execute(insert(_PAPERS).values(asdict(paper)))


def key_has_come(connection: Connection, about: PaperFor, at: int) -> None:
    """Store when a paper's key came, and the release that was signed with it: the line may have been cut
    since before that was said.
    """
    told = {"key_at": at, "release": about.release} if about.release else {"key_at": at}
    connection.execute(update(_PAPERS).where(_PAPERS.c.paper == about.paper).values(told))
