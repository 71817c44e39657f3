"""The audit log: one row for each thing that the site's staff did, each with the hash of the one before.

Rule: rows are added, never changed or removed (`audit_guard`), and only in the transaction that does what
they tell of. The hash is SHA-256 over the row's canonical JSON with the hash before it; so who changes a row
has to make every later one anew, and then the newest hash is another than the one that backups have signed.
"""

from collections.abc import Generator, Mapping
from dataclasses import dataclass

import msgspec
from sqlalchemy import Connection, Row, insert, select

from examprotocol.canonical import canonical_bytes, digest
from examserver.storage import schema
from examserver.storage.texts import without_nul

GENESIS = "0" * 64
"""Stands for the hash before the first row."""

LONGEST_WHO, LONGEST_WHY, LONGEST_TEXT = 100, 500, 200

Told = str | int | bool | tuple[str, ...]


class AuditRow(msgspec.Struct, frozen=True, omit_defaults=True):
    """What somebody did.

    `at` is the site time in milliseconds, `way` where from (`console`, `web`, `service`), `who` a name of
    the staff or `""`. `what` is what was done, `about` on what: ids, numbers and rooms by their field.
    `hash` is left out of what is hashed; `before` is the hash of the row before.
    """

    number: int
    at: int
    way: str
    who: str
    what: str
    about: dict[str, Told] = {}
    why: str = ""
    before: str = GENESIS
    hash: str = ""

    def hashed(self) -> str:
        """The hash that this row must have."""
        return digest(msgspec.structs.replace(self, hash=""))


class AuditHead(msgspec.Struct, frozen=True):
    """How far the log goes: the number of its newest row, and that row's hash."""

    number: int = 0
    hash: str = GENESIS


@dataclass(frozen=True, slots=True)
class AuditWish:
    """Which rows somebody wants to see, the newest first; what is empty or 0 does not choose.

    `since` and `until` are site times in milliseconds; `text` stands in who, what it was about, or why, and
    its capitals do not count; `older_than` is the number before which the rows begin.
    """

    who: str = ""
    what: tuple[str, ...] = ()
    text: str = ""
    since: int = 0
    until: int = 0
    older_than: int = 0
    most: int = 100


_TABLE = schema.audit
_abouts = msgspec.json.Decoder(dict[str, Told])


def audit_head(connection: Connection) -> AuditHead:
    """How far the log goes."""
    query = select(_TABLE.c.number, _TABLE.c.hash).order_by(_TABLE.c.number.desc()).limit(1)
    row = connection.execute(query).one_or_none()
    return AuditHead(row.number, row.hash) if row else AuditHead()


def add_audit(connection: Connection, row: AuditRow) -> AuditRow:
    """Add a row after the newest; returns it with its number and hashes. What is too long is cut.

    What is hashed is what any database can hold: in a reason that was typed there may be a U+0000.
    """
    head = audit_head(connection)
    about = {name: _cut(value) for name, value in row.about.items()}
    who, why = without_nul(row.who[:LONGEST_WHO]), without_nul(row.why[:LONGEST_WHY])
    row = msgspec.structs.replace(
        row, number=head.number + 1, who=who, why=why, about=about, before=head.hash, hash=""
    )
    row = msgspec.structs.replace(row, hash=row.hashed())
    columns = msgspec.structs.asdict(row) | {"about": canonical_bytes(about).decode()}
    del columns["before"]
    connection.execute(insert(_TABLE).values(columns))
    return row


def audit_rows(connection: Connection, first: int = 1) -> Generator[AuditRow]:
    """The rows from this number on, in their order, each with the hash that stands before it."""
    query = select(_TABLE).where(_TABLE.c.number >= first - 1).order_by(_TABLE.c.number)
    before = GENESIS
    with connection.execute(query.execution_options(yield_per=1000)) as found:
        for row in found:
            if row.number >= first:
                yield _row(row, before)
            before = row.hash


def wanted_rows(connection: Connection, wish: AuditWish) -> tuple[AuditRow, ...]:
    """The rows that somebody wants to see, the newest first; without the hash before them."""
    query = select(_TABLE).order_by(_TABLE.c.number.desc()).limit(wish.most)
    for is_chosen, condition in (
        (wish.who, _TABLE.c.who == wish.who),
        (wish.what, _TABLE.c.what.in_(wish.what)),
        (
            wish.text,
            _TABLE.c.about.icontains(_in_json(wish.text), autoescape=True)
            | _TABLE.c.who.icontains(wish.text, autoescape=True)
            | _TABLE.c.why.icontains(wish.text, autoescape=True),
        ),
        (wish.since, _TABLE.c.at >= wish.since),
        (wish.until, _TABLE.c.at < wish.until),
        (wish.older_than, _TABLE.c.number < wish.older_than),
    ):
        if is_chosen:
            query = query.where(condition)
    return tuple(_row(row, GENESIS) for row in connection.execute(query))


def has_about(connection: Connection, name: str, value: str, since: int) -> bool:
    """Whether a row since a site time in milliseconds was about this: a field, and a text without quotes."""
    said = canonical_bytes({name: value}).decode()[1:-1]
    query = select(_TABLE.c.number).where(
        _TABLE.c.at >= since, _TABLE.c.about.contains(said, autoescape=True)
    )
    return connection.execute(query.limit(1)).first() is not None


def names_in_audit(connection: Connection) -> tuple[str, ...]:
    """Everybody who stands in the log, by name."""
    query = select(_TABLE.c.who).where(_TABLE.c.who != "").distinct().order_by(_TABLE.c.who)
    return tuple(connection.execute(query).scalars())


def _row(row: Row[*tuple[object, ...]], before: str) -> AuditRow:
    columns: Mapping[str, object] = dict(row._mapping)
    try:
        about = _abouts.decode(str(columns["about"]))
    except msgspec.MsgspecError:
        about = {"unreadable": str(columns["about"])}  # such a row cannot have the hash that it states
    return AuditRow(**{**columns, "about": about, "before": before})  # type: ignore[arg-type] # as stored


def _in_json(text: str) -> str:
    """The text as it stands within what a row was about."""
    return canonical_bytes(text).decode()[1:-1]


def _cut(value: Told) -> Told:
    if isinstance(value, str):
        return value[:LONGEST_TEXT]
    return tuple(text[:LONGEST_TEXT] for text in value) if isinstance(value, tuple) else value
