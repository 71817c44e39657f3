"""The signed receipts of each attempt: number 1, and supplements after it.

A restored service may come to hold two of one number: its own and one that a client brought back.
"""

from dataclasses import dataclass

from sqlalchemy import Connection, insert, select

from examserver.storage import schema


@dataclass(frozen=True, slots=True)
class SignedReceipt:
    """A receipt as given out. `answers` is the digest of the answers that it states."""

    attempt: str
    number: int
    code: str
    answers: str
    token: str


def newest_receipt(connection: Connection, attempt: str) -> SignedReceipt | None:
    """The receipt of an attempt that counts."""
    table = schema.receipts
    query = select(table).where(table.c.attempt == attempt)
    query = query.order_by(table.c.number.desc(), table.c.code).limit(1)
    row = connection.execute(query).one_or_none()
    return SignedReceipt(**row._mapping) if row else None


def add_receipt(connection: Connection, receipt: SignedReceipt) -> None:
    """Store a receipt."""
    row = {
        "attempt": receipt.attempt,
        "number": receipt.number,
        "code": receipt.code,
        "answers": receipt.answers,
        "token": receipt.token,
    }
    connection.execute(insert(schema.receipts).values(row))


def has_receipt(connection: Connection, attempt: str, token: str) -> bool:
    """Whether this very receipt is there."""
    table = schema.receipts
    wanted = (table.c.attempt == attempt) & (table.c.token == token)
    return connection.execute(select(table.c.number).where(wanted)).first() is not None
