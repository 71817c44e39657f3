"""The rulings on attempts, as canonical JSON. Nothing is ever changed or removed."""

import msgspec
from sqlalchemy import Connection, insert, select

from examprotocol.canonical import canonical_bytes
from examprotocol.rulings import Ruling
from examserver.storage import schema

_rulings = msgspec.json.Decoder(Ruling)


def add_ruling(connection: Connection, ruling: Ruling) -> None:
    """Store a ruling; its number must be new."""
    row = {"attempt": ruling.attempt, "number": ruling.number, "content": canonical_bytes(ruling)}
    connection.execute(insert(schema.rulings).values(row))


def rulings_of(connection: Connection, attempt: str) -> tuple[Ruling, ...]:
    """All rulings on an attempt, by their number."""
    table = schema.rulings
    query = select(table.c.content).where(table.c.attempt == attempt).order_by(table.c.number)
    return tuple(_rulings.decode(content) for content in connection.execute(query).scalars())
