"""Which attempts a person has to look at: worked out only for those that changed, for a short time at once.

Rule: what one writer wrote before the end, or several one after the other, cannot contradict itself and is
not late; nobody folds it here.
"""

import time
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection

from examprotocol.errors import ChainError
from examserver.services.counting import grounds_of
from examserver.services.monitor.facts import Marked
from examserver.storage.monitor import Heads

PART_SECONDS = 0.1
"""So long attempts are folded for one look; the others keep their marks until the next one."""

SOUND = Marked()


@dataclass(frozen=True, slots=True)
class Doubtful:
    """An attempt that has to be folded, as it is now: how far it has come, its rulings, its own end."""

    attempt: str
    heads: Heads
    rulings: int
    ends: int
    is_cloned: bool
    is_parallel: bool


@dataclass(frozen=True, slots=True)
class _Known:
    """What was worked out of an attempt, as it then was, and in which turn that was."""

    then: Doubtful
    marked: Marked
    turn: int


class Marking:
    """Owns the marks that were worked out. Called by one look at a time."""

    def __init__(self) -> None:
        self._known: dict[str, _Known] = {}
        self._turn = 0

    def work_out(self, connection: Connection, attempts: Iterable[Doubtful]) -> None:
        """Fold some of those that are not as they were: first whose turn is longest ago."""
        due = [one for one in attempts if _is_doubtful(one) and self._before(one) != one]
        due.sort(key=lambda one: self._known[one.attempt].turn if one.attempt in self._known else 0)
        self._turn += 1
        until = time.perf_counter() + PART_SECONDS
        for one in due:
            self._known[one.attempt] = _Known(one, _marked(connection, one.attempt), self._turn)
            if time.perf_counter() >= until:
                break

    def of(self, attempt: str) -> Marked:
        """The marks of an attempt, as far as they are known."""
        known = self._known.get(attempt)
        return known.marked if known else SOUND

    def _before(self, one: Doubtful) -> Doubtful | None:
        known = self._known.get(one.attempt)
        return known.then if known else None


def _is_doubtful(one: Doubtful) -> bool:
    return one.is_parallel or one.is_cloned or one.heads.saved > one.ends


def _marked(connection: Connection, attempt: str) -> Marked:
    grounds = grounds_of(connection, attempt)
    try:
        answers = grounds.answers()
    except ChainError:
        return Marked(is_damaged=True)
    return Marked(len(answers.conflicts), grounds.marks().late)
