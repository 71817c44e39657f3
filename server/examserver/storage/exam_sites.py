"""The sites below this service, and the papers that each is given. Times are site times in milliseconds."""

from dataclasses import asdict, dataclass
from enum import StrEnum

import msgspec
from sqlalchemy import Connection, Row, delete, insert, select, update

from examprotocol.canonical import canonical_bytes
from examserver.storage.schema_sites import exam_sites, given_papers

MINUTE = 60_000


class ExamSiteState(StrEnum):
    """A site has its joining file, has joined by it, or is refused everything."""

    INVITED = "invited"
    JOINED = "joined"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class ExamSite:
    """A site. Before it has joined its keys are empty and `proof`, the id that its requests name, is `""`.

    `token_hash` is that of its joining file's token. `seen` and `address` are of its last request.
    `service` is the id that the site's service gives itself, by which the ids of its attempts are made.
    """

    id: str
    name: str
    token_hash: str
    made: int
    expires: int
    state: ExamSiteState = ExamSiteState.INVITED
    proof: str = ""
    key: dict[str, str] | None = None
    opening_key: dict[str, str] | None = None
    joined: int = 0
    seen: int = 0
    address: str = ""
    service: str = ""


@dataclass(frozen=True, slots=True)
class GivenRow:
    """A paper that a site is given. `release` is when stations may have its key, 0 where nobody has said.

    The site gets the key `lead` minutes before that; `here` bytes of the paper are there, and `key_at` is
    when its service was given the key last.
    """

    site: str
    paper: str
    at: int
    release: int
    lead: int
    answer_keys: bool
    here: int = 0
    key_at: int = 0

    @property
    def key_from(self) -> int:
        """From when on the site gets the key, 0 where nobody has said."""
        return max(1, self.release - self.lead * MINUTE) if self.release else 0


def all_exam_sites(connection: Connection) -> tuple[ExamSite, ...]:
    """All sites, in the order in which they were added."""
    rows = connection.execute(select(exam_sites).order_by(exam_sites.c.made, exam_sites.c.id))
    return tuple(_site(row) for row in rows)


def find_exam_site(connection: Connection, proof: str) -> ExamSite | None:
    """The site whose requests name this id; of several that had the key the one that has not been removed."""
    if not proof:
        return None
    wanted = select(exam_sites).where(exam_sites.c.proof == proof).order_by(exam_sites.c.joined.desc())
    found = [_site(row) for row in connection.execute(wanted)]
    welcome = (site for site in found if site.state is not ExamSiteState.REMOVED)
    return next(welcome, found[0] if found else None)


def invited_by(connection: Connection, token_hash: str) -> ExamSite | None:
    """The site whose joining file has the token of this hash."""
    row = connection.execute(select(exam_sites).where(exam_sites.c.token_hash == token_hash)).one_or_none()
    return _site(row) if row else None


def add_exam_site(connection: Connection, site: ExamSite) -> None:
    """Store a site that is not there yet."""
    connection.execute(insert(exam_sites).values(_row(site)))


def change_exam_site(connection: Connection, site: ExamSite) -> None:
    """Replace what is stored of a site."""
    connection.execute(update(exam_sites).where(exam_sites.c.id == site.id).values(_row(site)))


def given_to(connection: Connection, site: str) -> tuple[GivenRow, ...]:
    """What a site is given, by the paper's id."""
    wanted = select(given_papers).where(given_papers.c.site == site).order_by(given_papers.c.paper)
    return tuple(GivenRow(**row._mapping) for row in connection.execute(wanted))


def put_given(connection: Connection, row: GivenRow) -> None:
    """Store that a site is given a paper, in place of what was said of it before."""
    take_given(connection, row.site, row.paper)
    connection.execute(insert(given_papers).values(asdict(row)))


def take_given(connection: Connection, site: str, paper: str) -> bool:
    """A site is not given a paper any more; returns whether it was."""
    which = (given_papers.c.site == site) & (given_papers.c.paper == paper)
    return connection.execute(delete(given_papers).where(which)).rowcount > 0


def _row(site: ExamSite) -> dict[str, str | int]:
    keys = {"key": site.key, "opening_key": site.opening_key}
    return {**asdict(site), **{name: canonical_bytes(key or {}).decode() for name, key in keys.items()}}


def _site(row: Row[*tuple[object, ...]]) -> ExamSite:
    columns = dict(row._mapping)
    read = {name: msgspec.json.decode(columns[name], type=dict[str, str]) for name in ("key", "opening_key")}
    keys = {name: members or None for name, members in read.items()}
    return ExamSite(**{**columns, **keys, "state": ExamSiteState(columns["state"])})
