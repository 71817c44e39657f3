"""The rulings on attempts, as canonical JSON. Nothing is ever changed or removed."""

import msgspec
from sqlalchemy import Connection, bindparam, insert, select

from examprotocol.canonical import canonical_bytes
from examprotocol.rulings import Ruling
from examserver.storage import schema
from examserver.storage.prepared import Prepared

_rulings = msgspec.json.Decoder(Ruling)


_OF_ATTEMPT = Prepared(
    select(schema.rulings.c.content)
    .where(schema.rulings.c.attempt == bindparam("of_attempt"))
    .order_by(schema.rulings.c.number),
    "of_attempt",
)


def add_ruling(connection: Connection, ruling: Ruling) -> None:
    """Store a ruling; its number must be new."""
    row = {"attempt": ruling.attempt, "number": ruling.number, "content": canonical_bytes(ruling)}
    connection.execute(insert(schema.rulings).values(row))


def expect_rulings(connection: Connection, attempt: str) -> None:
    """Say that they will be asked for, before anything is changed."""
    _OF_ATTEMPT.ask(connection, {"of_attempt": attempt})


def rulings_of(connection: Connection, attempt: str) -> tuple[Ruling, ...]:
    """All rulings on an attempt, by their number."""
    rows = _OF_ATTEMPT.all(connection, {"of_attempt": attempt})
    return tuple(_rulings.decode(row.content) for row in rows)
