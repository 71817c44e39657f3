"""What an extension still has to do for those who had handed in: kept, so that a crash leaves nobody out.

Rule: it stands beside the site's settings, in the same transaction as the extension.
"""

from collections.abc import Iterable

import msgspec
from sqlalchemy import Connection, delete, insert, select

from examserver.storage import schema

NAME = "reviews"


class Review(msgspec.Struct, frozen=True):
    """All who have handed in up to the admission number `after` were looked at; `opened` of them may go on.

    `at` is the site time in milliseconds by which it is judged whether they have time again. `ordered`:
    whoever gave the extension waits for the end of it.
    """

    extension: str
    exam: str
    candidate: str
    at: int
    ordered: bool = False
    after: str = ""
    opened: int = 0


def read_reviews(connection: Connection) -> tuple[Review, ...]:
    """All that are not at their end."""
    table = schema.settings
    value = connection.execute(select(table.c.value).where(table.c.name == NAME)).scalar()
    return msgspec.json.decode(value, type=tuple[Review, ...]) if value else ()


def write_reviews(connection: Connection, reviews: Iterable[Review]) -> None:
    """These and no others are not at their end."""
    table, kept = schema.settings, tuple(reviews)
    connection.execute(delete(table).where(table.c.name == NAME))
    if kept:
        text = msgspec.json.encode(kept).decode()
        connection.execute(insert(table).values(name=NAME, value=text))
