"""The events, by writer and number, and the branches that contradict them.

Rule: nothing here is ever changed or removed but a writer's head, which moves on with its events.
"""

from dataclasses import dataclass

import msgspec
from sqlalchemy import Connection, bindparam, func, insert, select, update

from examprotocol.canonical import canonical_bytes
from examprotocol.chain import Appendable, Fork
from examprotocol.events import Epoch, Event, Head, Writer, WriterLog, event_hash
from examserver.storage import schema
from examserver.storage.prepared import Prepared


@dataclass(frozen=True, slots=True)
class KnownWriter:
    """A writer as stored: row, attempt, the canonical bytes of its header, and how far it has come."""

    key: int
    attempt: str
    header: bytes
    head: Head


_events = msgspec.json.Decoder(Event)
_headers = msgspec.json.Decoder(Writer)

_WRITER = Prepared(
    select(schema.writers).where(
        schema.writers.c.attempt == bindparam("of_attempt"), schema.writers.c.id == bindparam("named")
    ),
    "of_attempt",
)
_WRITERS = Prepared(
    select(schema.writers)
    .where(schema.writers.c.attempt == bindparam("of_attempt"))
    .order_by(schema.writers.c.key),
    "of_attempt",
)
_CONTENTS = Prepared(
    select(schema.events.c.writer, schema.events.c.content)
    .join(schema.writers)
    .where(schema.writers.c.attempt == bindparam("of_attempt"))
    .order_by(schema.events.c.writer, schema.events.c.seq),
    "of_attempt",
)
_HASH = Prepared(
    select(schema.events.c.hash).where(
        schema.events.c.writer == bindparam("of"), schema.events.c.seq == bindparam("numbered")
    )
)
_PARTED = Prepared(
    select(schema.forks.c.writer, func.min(schema.forks.c.seq).label("first"))
    .where(schema.forks.c.attempt == bindparam("of_attempt"))
    .group_by(schema.forks.c.writer),
    "of_attempt",
)
_KEPT_APART = Prepared(
    select(schema.forks.c.hash).where(
        schema.forks.c.attempt == bindparam("of_attempt"), schema.forks.c.writer == bindparam("by")
    )
)
_NEW_WRITER = Prepared(
    insert(schema.writers)
    .values({name: bindparam(f"its_{name}") for name in ("attempt", "id", "header", "head_seq", "head_hash")})
    .returning(schema.writers.c.key)
)
_NEW_EVENT = Prepared(insert(schema.events), rank=2)
_NEW_BRANCH = Prepared(insert(schema.forks))
_NEW_HEAD = Prepared(
    update(schema.writers)
    .where(schema.writers.c.key == bindparam("of"))
    .values(head_seq=bindparam("seq"), head_hash=bindparam("hash")),
    rank=2,
    last="of",
)


def expect_writer(connection: Connection, attempt: str, writer_id: str) -> None:
    """Say that this writer will be looked for before anything is changed: a server answers both at once."""
    _WRITER.ask(connection, {"of_attempt": attempt, "named": writer_id})


def expect_heads(connection: Connection, attempt: str) -> None:
    """Say that an attempt's writers, events and branches will be looked for before anything is changed."""
    _WRITERS.ask(connection, {"of_attempt": attempt})
    _CONTENTS.ask(connection, {"of_attempt": attempt})
    _PARTED.ask(connection, {"of_attempt": attempt})


def find_writer(connection: Connection, attempt: str, writer_id: str) -> KnownWriter | None:
    """The writer of an attempt with this id."""
    row = _WRITER.first(connection, {"of_attempt": attempt, "named": writer_id})
    if row is None:
        return None
    return KnownWriter(row.key, attempt, row.header, Head(row.head_seq, row.head_hash))


def add_writer(connection: Connection, writer: Writer) -> KnownWriter:
    """Store a writer without any event yet."""
    header = canonical_bytes(writer)
    row = {
        "its_attempt": writer.attempt,
        "its_id": writer.id,
        "its_header": header,
        "its_head_seq": 0,
        "its_head_hash": Head(0).hash,
    }
    return KnownWriter(_NEW_WRITER.add(connection, row, writer.attempt).key, writer.attempt, header, Head(0))


def add_events(connection: Connection, known: KnownWriter, new: Appendable, now: int) -> None:
    """Store events after the head, and move the head. `now` is the site time in milliseconds."""
    hashes = [*(event.prev for event in new.events[1:]), new.after.hash]
    row = {"writer": known.key, "received": now}
    pairs = zip(new.events, hashes, strict=True)
    _NEW_EVENT.run(connection, [{**row, **_numbered(event, own)} for event, own in pairs], known.attempt)
    head = {"of": known.key, "seq": new.after.seq, "hash": new.after.hash}
    _NEW_HEAD.run(connection, [head], known.attempt)


def stored_hash(connection: Connection, key: int, seq: int) -> str:
    """The hash of an event that is there."""
    return str(_HASH.first(connection, {"of": key, "numbered": seq}).hash)


def heads_of(connection: Connection, attempt: str) -> dict[str, Head]:
    """How far each writer of an attempt has come, by its id."""
    rows = _WRITERS.all(connection, {"of_attempt": attempt})
    return {row.id: Head(row.head_seq, row.head_hash) for row in rows}


def has_written(connection: Connection, attempt: str, epoch: Epoch) -> bool:
    """Whether there is an event of a writer that began at this epoch."""
    table = schema.writers
    query = select(table.c.header).where(table.c.attempt == attempt, table.c.head_seq > 0)
    headers = connection.execute(query).scalars()
    return any(_headers.decode(header).epoch == epoch for header in headers)


def logs_of(connection: Connection, attempt: str) -> tuple[WriterLog, ...]:
    """All writers of an attempt with all their events."""
    writers = _WRITERS.all(connection, {"of_attempt": attempt})
    events: dict[int, list[Event]] = {row.key: [] for row in writers}
    for row in _CONTENTS.all(connection, {"of_attempt": attempt}):
        events[row.writer].append(_events.decode(row.content))
    return tuple(WriterLog(_headers.decode(row.header), tuple(events[row.key])) for row in writers)


def has_hash(connection: Connection, attempt: str, writer_id: str, head: Head) -> bool:
    """Whether the writer's event `head.seq` is there with this hash."""
    if head.seq == 0:
        return head == Head(0)
    known = find_writer(connection, attempt, writer_id)
    if known is None or head.seq > known.head.seq:
        return False
    if head.seq == known.head.seq:
        return head.hash == known.head.hash
    return stored_hash(connection, known.key, head.seq) == head.hash


def add_fork(connection: Connection, writer: Writer, fork: Fork, now: int) -> int:
    """Keep a branch that contradicts what is there; returns how many of its events were not kept yet."""
    kept = _KEPT_APART.all(connection, {"of_attempt": writer.attempt, "by": writer.id})
    known = {row.hash for row in kept}
    hashes = [*(event.prev for event in fork.events[1:]), event_hash(writer, fork.events[-1])]
    new = [pair for pair in zip(fork.events, hashes, strict=True) if pair[1] not in known]
    row = {"attempt": writer.attempt, "writer": writer.id, "header": canonical_bytes(writer), "received": now}
    _NEW_BRANCH.run(connection, [{**row, **_numbered(event, own)} for event, own in new], writer.attempt)
    return len(new)


def parted_at(connection: Connection, attempt: str) -> dict[str, int]:
    """The writers of an attempt that have two branches, and the first number that these differ in."""
    return {row.writer: row.first for row in _PARTED.all(connection, {"of_attempt": attempt})}


def count_branches(connection: Connection, attempt: str) -> int:
    """How many events are kept apart from what counts."""
    query = select(func.count()).select_from(schema.forks).where(schema.forks.c.attempt == attempt)
    return connection.execute(query).scalar_one()


def branches_of(connection: Connection, attempt: str) -> tuple[tuple[Writer, Event], ...]:
    """The events that contradict what counts, kept apart from it."""
    table = schema.forks
    query = select(table.c.header, table.c.content).where(table.c.attempt == attempt)
    rows = connection.execute(query.order_by(table.c.writer, table.c.seq, table.c.hash))
    return tuple((_headers.decode(row.header), _events.decode(row.content)) for row in rows)


def _numbered(event: Event, own: str) -> dict[str, int | str | bytes]:
    return {"seq": event.seq, "hash": own, "content": canonical_bytes(event)}
