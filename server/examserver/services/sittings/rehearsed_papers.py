"""Keeps papers closed while exams are moved: a rehearsal after an exam may sit its paper, none before.

Rule: no move, and no list of the authority, lets a rehearsal open a paper before a real exam that has opened
it first until then.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from examserver.errors import SittingError
from examserver.storage.exams import Exam, all_exams
from examserver.storage.sittings import rehearsed_exams


@dataclass(frozen=True, slots=True)
class Openings:
    """When each exam opens its paper; `rehearsed` are the ids of those in rehearsals."""

    exams: tuple[Exam, ...] = ()
    rehearsed: frozenset[str] = frozenset()

    def with_changed(self, exam: Exam) -> "Openings":
        """The same, were this exam so."""
        return replace(self, exams=tuple(exam if one.id == exam.id else one for one in self.exams))

    def too_early(self, before: "Openings", now: int) -> tuple[tuple[str, str], ...]:
        """The exams in rehearsals that would come first now, and did not before, each with the real one.

        Somebody may have wished it so when the rehearsal was made; and what a rehearsal has opened at `now`,
        a site time in milliseconds, is known.
        """
        opened = {one.id for one in before.exams if one.key_release <= now and not one.cancelled}
        newly = self._first_in_rehearsal() - before._first_in_rehearsal()
        return tuple(sorted(pair for pair in newly if pair[0] not in opened))

    def _first_in_rehearsal(self) -> frozenset[tuple[str, str]]:
        """The exams in rehearsals, each with a real one that opens the same paper later."""
        standing = [one for one in self.exams if not one.cancelled]
        rehearsals = [one for one in standing if one.id in self.rehearsed and not one.ended]
        real = [one for one in standing if one.id not in self.rehearsed and not one.reported_by]
        return frozenset(
            (first.id, later.id)
            for first in rehearsals
            for later in real
            if later.paper == first.paper and later.key_release > first.key_release
        )


def openings(connection: Connection) -> Openings:
    """As they are now."""
    return Openings(all_exams(connection), rehearsed_exams(connection))


@contextmanager
def papers_kept_closed(connection: Connection, now: int) -> Iterator[None]:
    """Times may be changed within; raises SittingError where a rehearsal would be first then: see
    `Openings.too_early`.
    """
    before = openings(connection)
    yield
    for rehearsal, exam in openings(connection).too_early(before, now):
        raise SittingError(
            f"The rehearsal {rehearsal} sits the paper of {exam}, and would open it before.",
            "Let the rehearsal begin after that exam, or cancel it first: its candidates would see the "
            "questions.",
        )
