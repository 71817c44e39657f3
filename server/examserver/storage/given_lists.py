"""The rosters and networks that the authority gives: at the authority to whom, at a site what has come of
them.

Times are site times in milliseconds.
"""

from dataclasses import asdict, dataclass

from sqlalchemy import Connection, delete, insert, select, update

from examserver.storage import schema_reporting

ROSTER, NETWORKS = "roster", "networks"


@dataclass(frozen=True, slots=True)
class GivenList:
    """A list that a site is given: a `roster` by its exam, or `networks` with no name. `size` counts what is
    in it. `fetched` is when the site has fetched this one and `taken` when it said that it took it in, 0
    where it has not; `waits`: it lies there for a person's word.
    """

    site: str
    kind: str
    name: str
    digest: str
    at: int
    size: int
    token: str
    fetched: int = 0
    taken: int = 0
    waits: bool = False


@dataclass(frozen=True, slots=True)
class UpstreamList:
    """A list that came from the authority. `taken` is the digest of what was taken in last, and `held` that
    list itself; where it is another, this one waits for a person, and `trouble` says why it did not come in
    by itself.
    """

    kind: str
    name: str
    digest: str
    at: int
    came: int
    token: str
    taken: str = ""
    trouble: str = ""
    held: str = ""

    @property
    def waits(self) -> bool:
        """Whether a person has to say that it may come in."""
        return self.taken != self.digest


_GIVEN, _UPSTREAM = schema_reporting.given_lists, schema_reporting.upstream_lists


def given_lists(connection: Connection, site: str) -> tuple[GivenList, ...]:
    """What a site is given."""
    query = select(_GIVEN).where(_GIVEN.c.site == site).order_by(_GIVEN.c.kind, _GIVEN.c.name)
    return tuple(GivenList(**row._mapping) for row in connection.execute(query))


def find_given_list(connection: Connection, site: str, kind: str, name: str) -> GivenList | None:
    """This list of a site."""
    return next((one for one in given_lists(connection, site) if (one.kind, one.name) == (kind, name)), None)


def put_given_list(connection: Connection, given: GivenList) -> None:
    """Give a list in place of the one that was given."""
    where = (_GIVEN.c.site == given.site, _GIVEN.c.kind == given.kind, _GIVEN.c.name == given.name)
    connection.execute(delete(_GIVEN).where(*where))
    connection.execute(insert(_GIVEN).values(asdict(given)))


def note_fetched(connection: Connection, given: GivenList, now: int) -> None:
    """Note that the site has taken the list."""
    where = (_GIVEN.c.site == given.site, _GIVEN.c.kind == given.kind, _GIVEN.c.name == given.name)
    connection.execute(update(_GIVEN).where(*where).values(fetched=now))


def note_there(connection: Connection, given: GivenList, *, now: int, is_taken: bool) -> None:
    """Note what the site says of the list: it was taken in there, or it waits for a person's word."""
    where = (_GIVEN.c.site == given.site, _GIVEN.c.kind == given.kind, _GIVEN.c.name == given.name)
    told = {"taken": now if is_taken else 0, "waits": not is_taken, "fetched": given.fetched or now}
    connection.execute(update(_GIVEN).where(*where).values(told))


def upstream_lists(connection: Connection) -> tuple[UpstreamList, ...]:
    """What came from the authority: networks, then rosters."""
    query = select(_UPSTREAM).order_by(_UPSTREAM.c.kind, _UPSTREAM.c.name)
    return tuple(UpstreamList(**row._mapping) for row in connection.execute(query))


def find_upstream_list(connection: Connection, kind: str, name: str) -> UpstreamList | None:
    """This list from the authority."""
    return next((one for one in upstream_lists(connection) if (one.kind, one.name) == (kind, name)), None)


def put_upstream_list(connection: Connection, row: UpstreamList) -> None:
    """Store a list in place of the one that came before."""
    where = (_UPSTREAM.c.kind == row.kind, _UPSTREAM.c.name == row.name)
    connection.execute(delete(_UPSTREAM).where(*where))
    connection.execute(insert(_UPSTREAM).values(asdict(row)))
