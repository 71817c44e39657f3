"""What came of each candidate of an exam, and what is wrong with it: values only.

Rule: what is decided is decided for what was here then. Whatever comes later makes the case open again.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from examprotocol.canonical import digest
from examprotocol.events import Head
from examserver.storage.collecting import Decision
from examserver.storage.gathering import Seated

MARK = 16
"""Hex digits of a mark."""


class Way(StrEnum):
    """How the answers of a candidate came; each candidate is in one.

    CLOSED: nobody handed in, and the service closed the attempt when time and grace were over.
    """

    ABSENT = "absent"
    OPEN = "open"
    SUBMITTED = "submitted"
    CLOSED = "closed"


class Trouble(StrEnum):
    """Why somebody must look before a collection is finished. Each is a case of one candidate."""

    STILL_OPEN = "still_open"
    """The attempt is neither handed in nor closed."""

    NOT_HANDED_IN = "not_handed_in"
    """Closed by time; nothing shows that all that was answered is here."""

    NOTHING_CAME = "nothing_came"
    """The candidate logged in, and no answer is here."""

    EXPORTED = "exported"
    """The answers were exported at a station, and no package was taken in."""

    REFUSED = "refused"
    """A package that names this candidate was refused, and none was taken in since."""

    HELD = "held"
    """A station is known to hold what is not here."""

    FILES_MISSING = "files_missing"
    """A file that an answer names is not here whole."""

    CONFLICT = "conflict"
    """Two machines contradict each other, and nobody has decided."""

    DAMAGED = "damaged"
    """The events cannot be put together."""


NOT_BY_DECISION = frozenset({Trouble.STILL_OPEN, Trouble.CONFLICT, Trouble.DAMAGED})
"""To choose a source does not settle these: they go when what they name is settled."""


@dataclass(frozen=True, slots=True)
class Here:
    """What the service has of an attempt: all by which one sees that something came later.

    `files` counts those that are missing, `held` the events known to lie at stations, `refused` the files
    (SHA-256) that were refused. `outside` are packages (SHA-256) that are on sticks and nobody has brought,
    `is_left` says that a visit could not export what lies at a station.
    """

    way: Way
    heads: dict[str, Head]
    rulings: int = 0
    files: int = 0
    held: int = 0
    refused: tuple[str, ...] = ()
    outside: tuple[str, ...] = ()
    is_left: bool = False

    @property
    def mark(self) -> str:
        """The same mark for the same state, and for no other."""
        heads = {writer: head.hash for writer, head in self.heads.items()}
        rest: list[object] = [self.way.value, self.rulings, self.files, self.held, sorted(self.refused)]
        if self.outside or self.is_left:
            rest += [sorted(self.outside), self.is_left]
        return digest([heads, rest])[:MARK]


@dataclass(frozen=True, slots=True)
class Standing:
    """One candidate: what is here, what is wrong with it, and what somebody has decided about that.

    `attempt` is its id, `""` where nobody logged in. `troubles` are all that were found, also those that the
    decision settles. `packages` are the numbers of the imports that were taken in, `away` the names of
    packages that a stick's visit says are on it, and that nobody has brought.
    """

    who: Seated
    attempt: str
    here: Here
    troubles: tuple[Trouble, ...] = ()
    decision: Decision | None = None
    packages: tuple[int, ...] = ()
    away: tuple[str, ...] = ()

    @property
    def mark(self) -> str:
        """What is here now."""
        return self.here.mark

    @property
    def open(self) -> tuple[Trouble, ...]:
        """What is wrong and not settled."""
        if self.decision is None or self.decision.mark != self.mark:
            return self.troubles
        return tuple(one for one in self.troubles if one in NOT_BY_DECISION)

    @property
    def came_after_decision(self) -> bool:
        """Whether something has changed since somebody decided."""
        return bool(self.troubles) and self.decision is not None and self.decision.mark != self.mark

    @property
    def is_case(self) -> bool:
        """Whether somebody must look."""
        return bool(self.open)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many candidates of an exam there are, and how many of each kind. `sat`: those who logged in.

    `exported`, `nothing` and `files` count those with that trouble, settled or not; `cases` the open ones.
    """

    entered: int = 0
    sat: int = 0
    submitted: int = 0
    closed: int = 0
    still_open: int = 0
    absent: int = 0
    exported: int = 0
    nothing: int = 0
    files: int = 0
    cases: int = 0


def tally_of(standings: Iterable[Standing]) -> Tally:
    """Count them."""
    ways: dict[Way, int] = dict.fromkeys(Way, 0)
    troubles: dict[Trouble, int] = dict.fromkeys(Trouble, 0)
    entered = cases = 0
    for one in standings:
        entered, cases = entered + 1, cases + one.is_case
        ways[one.here.way] += 1
        for trouble in one.troubles:
            troubles[trouble] += 1
    return Tally(
        entered=entered,
        sat=entered - ways[Way.ABSENT],
        submitted=ways[Way.SUBMITTED],
        closed=ways[Way.CLOSED],
        still_open=ways[Way.OPEN],
        absent=ways[Way.ABSENT],
        exported=troubles[Trouble.EXPORTED],
        nothing=troubles[Trouble.NOTHING_CAME],
        files=troubles[Trouble.FILES_MISSING],
        cases=cases,
    )
