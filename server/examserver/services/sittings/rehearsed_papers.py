"""Keeps papers closed while sittings are moved: a rehearsal after an exam may sit its paper, none before.

Rule: no move lets a rehearsal open a paper before a real exam that has opened it first until then.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, select

from examserver.errors import SittingError
from examserver.storage import schema
from examserver.storage.sittings import rehearsed_exams


@contextmanager
def papers_kept_closed(connection: Connection, now: int) -> Iterator[None]:
    """Times may be changed within; raises SittingError where a rehearsal would be first then.

    Somebody may have wished it so when the rehearsal was made; and what a rehearsal has opened at `now`, a
    site time in milliseconds, is known.
    """
    before, opened = _first_in_rehearsal(connection), _opened(connection, now)
    yield
    for rehearsal, exam in sorted(_first_in_rehearsal(connection) - before):
        if rehearsal not in opened:
            raise SittingError(
                f"The rehearsal {rehearsal} sits the paper of {exam}, and would open it before.",
                "Let the rehearsal begin after that exam, or cancel it first: its candidates would see the "
                "questions.",
            )


def _first_in_rehearsal(connection: Connection) -> frozenset[tuple[str, str]]:
    """The exams in rehearsals, each with a real one that opens the same paper later."""
    one, real = schema.exams.alias("one"), schema.exams.alias("real")
    query = (
        select(one.c.id, real.c.id)
        .join(real, (real.c.paper == one.c.paper) & (real.c.key_release > one.c.key_release))
        .where(one.c.cancelled.is_(False), one.c.ended == 0)
        .where(real.c.cancelled.is_(False), real.c.reported_by == "")
    )
    rehearsed = rehearsed_exams(connection)
    return frozenset(
        (first, later)
        for first, later in connection.execute(query)
        if first in rehearsed and later not in rehearsed
    )


def _opened(connection: Connection, now: int) -> frozenset[str]:
    """The exams of which stations may have had the key already."""
    exams = schema.exams
    query = select(exams.c.id).where(exams.c.key_release <= now, exams.c.cancelled.is_(False))
    return frozenset(connection.execute(query).scalars())
