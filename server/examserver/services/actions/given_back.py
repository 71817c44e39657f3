"""What pauses take of an exam, and what of it extensions have given back already.

Rule: a minute that stood still is given back once, however many pauses had it. So what a pause that is over
gave is told by its own extensions: their ids follow from the pause, the exam and whose they are.
"""

import hashlib
import itertools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from sqlalchemy import Connection

from examserver.services.actions.spans import Span, covered_without
from examserver.storage.exams import MINUTE, Exam
from examserver.storage.extensions import EVERYBODY, minutes_by_id
from examserver.storage.site_orders import OrderRow, ended_pauses, lifts_of


def ids_of_return(pause: str, exam: str, candidate: str) -> Iterator[str]:
    """The ids of the extensions that give a pause back: the first one, and what others would have that give
    more of the same pause. A restored service, at which it stands once more, may need them.
    """
    for number in itertools.count():
        yield hashlib.sha256(f"{pause} {exam} {candidate} {number}".encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class GivenBack:
    """The pauses that are over, the minutes of extensions by their ids, and since when a pause counts no more
    for an attempt: by the pause's id.
    """

    pauses: tuple[OrderRow, ...] = ()
    minutes: Mapping[str, int] = field(default_factory=dict)
    lifts: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

    def spans(self, exam: Exam, candidate: str = EVERYBODY, attempt: str = "") -> tuple[Span, ...]:
        """The time that a candidate of an exam has back; of EVERYBODY only what all have.

        Where somebody said fewer minutes than a pause took, the first ones of it were given back.
        """
        return tuple(self.spans_by_pause(exam, candidate, attempt).values())

    def spans_by_pause(self, exam: Exam, candidate: str = EVERYBODY, attempt: str = "") -> dict[str, Span]:
        """The same by the ids of the pauses."""
        found: dict[str, Span] = {}
        for pause in sorted(self.pauses, key=lambda one: (one.ended, one.at, one.id)):
            span = self._span(pause, exam, attempt)
            minutes = self.of(pause.id, exam.id, candidate) * MINUTE
            if minutes < covered_without((span,), found.values()):
                span = Span(span.begins, min(span.ends, span.begins + minutes))
            if span.ends > span.begins:
                found[pause.id] = span
        return found

    def of(self, pause: str, exam: str, candidate: str) -> int:
        """The minutes that a pause gave a candidate back, whatever was taken off again."""
        return sum(self._returned(pause, exam, who) for who in {EVERYBODY, candidate})

    def _returned(self, pause: str, exam: str, candidate: str) -> int:
        ids = itertools.takewhile(self.minutes.__contains__, ids_of_return(pause, exam, candidate))
        return sum(self.minutes[one] for one in ids)

    def _span(self, pause: OrderRow, exam: Exam, attempt: str) -> Span:
        """When it stood still for an attempt."""
        lifted = self.lifts.get(pause.id, {}).get(attempt, pause.ended)
        return Span(max(pause.since, exam.starts), min(pause.ended, lifted))


NOTHING = GivenBack()


def read_given(connection: Connection, since: int, but: OrderRow | None = None) -> GivenBack:
    """What pauses that were not over at `since` (site time in milliseconds) gave back; of these those that
    ended before `but`, and not that one itself.
    """
    pauses = ended_pauses(connection, since)
    if but is not None:
        pauses = tuple(one for one in pauses if one.id != but.id and one.ended <= but.ended)
    if not pauses:
        return NOTHING
    return GivenBack(
        pauses, minutes_by_id(connection, since), lifts_of(connection, [one.id for one in pauses])
    )


def taken(exam: Exam, pauses: Iterable[OrderRow], given: Iterable[Span], now: int) -> int:
    """The milliseconds that pauses have taken of an exam by the site time `now`, and that are not given back;
    none of one that was ended for everybody.
    """
    if exam.ended:
        return 0
    spans = [Span(max(one.since, exam.starts), one.ended or now) for one in pauses if one.since < exam.ends]
    return covered_without(spans, given)


def minutes_taken(exam: Exam, pause: OrderRow, given: Iterable[Span], now: int) -> int:
    """The whole minutes, rounded up, that a pause has taken of an exam by now."""
    return -(-taken(exam, (pause,), given, now) // MINUTE)
