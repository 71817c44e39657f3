"""The signed receipts of each attempt: number 1, and supplements after it.

A restored service may come to hold two of one number: its own and one that a client brought back.
"""

from dataclasses import dataclass

from sqlalchemy import Connection, Integer, bindparam, insert, literal_column, select

from examserver.storage import schema
from examserver.storage.prepared import Prepared


@dataclass(frozen=True, slots=True)
class SignedReceipt:
    """A receipt as given out. `answers` is the digest of the answers that it states."""

    attempt: str
    number: int
    code: str
    answers: str
    token: str


_NEWEST = Prepared(
    select(schema.receipts)
    .where(schema.receipts.c.attempt == bindparam("of_attempt"))
    .order_by(schema.receipts.c.number.desc(), schema.receipts.c.code)
    .limit(literal_column("1", Integer)),
    "of_attempt",
)
_NEW = Prepared(insert(schema.receipts), rank=2)


def expect_receipt(connection: Connection, attempt: str) -> None:
    """Say that the newest will be asked for, before anything is changed."""
    _NEWEST.ask(connection, {"of_attempt": attempt})


def newest_receipt(connection: Connection, attempt: str) -> SignedReceipt | None:
    """The receipt of an attempt that counts."""
    row = _NEWEST.first(connection, {"of_attempt": attempt})
    return SignedReceipt(**row._asdict()) if row else None


def receipts_of(connection: Connection, attempt: str) -> tuple[SignedReceipt, ...]:
    """All receipts of an attempt, by their number."""
    table = schema.receipts
    query = select(table).where(table.c.attempt == attempt).order_by(table.c.number, table.c.code)
    return tuple(SignedReceipt(**row._asdict()) for row in connection.execute(query))


def add_receipt(connection: Connection, receipt: SignedReceipt) -> None:
    """Store a receipt."""
    row = {
        "attempt": receipt.attempt,
        "number": receipt.number,
        "code": receipt.code,
        "answers": receipt.answers,
        "token": receipt.token,
    }
    _NEW.run(connection, [row], receipt.attempt)


def has_receipt(connection: Connection, attempt: str, token: str) -> bool:
    """Whether this very receipt is there."""
    table = schema.receipts
    wanted = (table.c.attempt == attempt) & (table.c.token == token)
    return connection.execute(select(table.c.number).where(wanted)).first() is not None
