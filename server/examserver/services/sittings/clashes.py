"""Finds who would sit two exams at once: a warning for people, since a candidate may choose between them."""

from sqlalchemy import Connection, or_, select

from examserver.storage import schema

MOST_NAMED = 5


def clashes(connection: Connection, sitting_id: str) -> tuple[str, ...]:
    """The admission numbers of those who have an exam of this sitting at the same time as another, sorted."""
    one, other = schema.exams.alias("one"), schema.exams.alias("other")
    here, there = schema.entries.alias("here"), schema.entries.alias("there")
    query = (
        select(here.c.candidate)
        .join(there, (there.c.candidate == here.c.candidate) & (there.c.exam > here.c.exam))
        .join(one, one.c.id == here.c.exam)
        .join(other, other.c.id == there.c.exam)
        .where(one.c.starts < other.c.ends, other.c.starts < one.c.ends)
        .where(or_(one.c.sitting == sitting_id, other.c.sitting == sitting_id))
        .where(one.c.cancelled.is_(False), other.c.cancelled.is_(False))
        .distinct()
        .order_by(here.c.candidate)
    )
    return tuple(connection.execute(query).scalars())


def clashes_said(connection: Connection, sitting_id: str) -> tuple[str, ...]:
    """A line about them for a terminal; none where nobody has two exams at once."""
    found = clashes(connection, sitting_id)
    if not found:
        return ()
    more = f" and {len(found) - MOST_NAMED} more" if len(found) > MOST_NAMED else ""
    return (f"These candidates have two exams at once: {', '.join(found[:MOST_NAMED])}{more}.",)
