"""What the events of one attempt say of how it ended: read only where something may be wrong with it."""

from collections.abc import Callable
from dataclasses import dataclass, field

from sqlalchemy import Connection

from examprotocol.errors import ChainError
from examprotocol.events import EXPORT, ProctorActed, Submitted
from examserver.services.counting import Grounds, grounds_of, is_answer
from examserver.storage.attempts import Attempt
from examserver.storage.events import has_hash


@dataclass(frozen=True, slots=True)
class Read:
    """`is_whole`: the candidate, or the clock there, handed in, and all that was named then is here."""

    is_whole: bool
    has_answers: bool
    was_exported: bool
    has_conflicts: bool
    is_damaged: bool


@dataclass(frozen=True, slots=True)
class Reads:
    """What was read of attempts: of one at which nothing has changed since, nothing is read again."""

    _known: dict[tuple[str, str], Read] = field(default_factory=dict)

    def of(self, attempt: str, mark: str, read: Callable[[], Read]) -> Read:
        """What the events say; `mark` is of what is here of the attempt."""
        if (attempt, mark) not in self._known:
            self._known[attempt, mark] = read()
        return self._known[attempt, mark]


def read_attempt(connection: Connection, attempt: Attempt) -> Read:
    """Read the events of an attempt."""
    grounds = grounds_of(connection, attempt.id)
    bodies = [event.body for log in grounds.logs for event in log.events]
    conflicts, is_damaged = _conflicts(grounds)
    return Read(
        is_whole=_is_whole(connection, attempt, [body for body in bodies if isinstance(body, Submitted)]),
        has_answers=any(is_answer(event) for log in grounds.logs for event in log.events),
        was_exported=any(isinstance(body, ProctorActed) and body.action == EXPORT for body in bodies),
        has_conflicts=conflicts,
        is_damaged=is_damaged,
    )


def _is_whole(connection: Connection, attempt: Attempt, handed_in: list[Submitted]) -> bool:
    """Of several the one that names the most decides: another machine went on after the first."""
    if not handed_in:
        return False
    last = max(handed_in, key=lambda one: sum(head.seq for head in one.heads.values()))
    return all(
        head.seq == 0 or has_hash(connection, attempt.id, writer, head) for writer, head in last.heads.items()
    )


def _conflicts(grounds: Grounds) -> tuple[bool, bool]:
    """Whether questions are in dispute, and whether the events cannot be folded at all."""
    try:
        return bool(grounds.answers().conflicts), False
    except ChainError:
        return False, True
