"""What an attempt comes to by a package, worked out before the transaction, in which saves would wait for it.

Rule: a guess. The transaction takes it only where all that decides has come so; else it works it out again.
"""

from dataclasses import replace

from sqlalchemy import Connection

from examprotocol.errors import ChainError
from examprotocol.events import WriterLog
from examprotocol.package import Package
from examserver.services.counting import Grounds, deadline_of, grounds_of
from examserver.storage.exams import exam_for


def foresee(connection: Connection, package: Package) -> Grounds:
    """All that decides what counts of the package's attempt once it is taken in, and the answers then."""
    held = grounds_of(connection, package.attempt)
    exam = exam_for(connection, package.exam, package.candidate)
    deadline = held.deadline or (deadline_of(exam) if exam else None)
    return _folded(replace(held, logs=_together(held.logs, package.logs), deadline=deadline))


def _together(held: tuple[WriterLog, ...], brought: tuple[WriterLog, ...]) -> tuple[WriterLog, ...]:
    """Of each writer the longer log."""
    longest = {log.writer.id: log for log in held}
    for log in brought:
        known = longest.get(log.writer.id)
        if len(log.events) > (len(known.events) if known else 0):
            longest[log.writer.id] = log
    return tuple(longest.values())


def _folded(grounds: Grounds) -> Grounds:
    try:
        return replace(grounds, folded=grounds.answers())
    except ChainError:
        return grounds
