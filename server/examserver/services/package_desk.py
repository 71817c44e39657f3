"""What people look at before they decide about packages: the log of imports, and a candidate's dossier.

Rule: reads only, each on one state of the tables, in a thread of its own.
"""

import logging
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial

import msgspec
from sqlalchemy import Connection

from examprotocol.errors import ChainError, ProtocolError
from examprotocol.paper import Part, Question, answerable_parts, questions_of
from examprotocol.responses import Response
from examprotocol.richtext import plain_text
from examserver.errors import AttemptError, SiteError
from examserver.services.attempts import Detail, attempt_at, detail_of
from examserver.services.comparing import Comparison, compare
from examserver.services.counting import grounds_of
from examserver.services.forms import paper_as_seen
from examserver.services.settling import Pick, answers_at
from examserver.storage.attempts import find_attempt_by_id
from examserver.storage.candidates import Registered, find_candidate
from examserver.storage.exams import Exam, all_exams, exam_for
from examserver.storage.imports import ImportRow, imports_of, newest_imports
from examserver.storage.paper_shelf import PaperShelf
from examserver.storage.places import place_of
from examserver.storage.rulings import rulings_of
from examserver.storage.store import Store

log = logging.getLogger(__name__)

PAGE = 100
"""So many imports are listed at once."""


@dataclass(frozen=True, slots=True)
class Listing:
    """Imports, the newest first, the names of their candidates, and whether there are older ones."""

    rows: tuple[ImportRow, ...]
    names: Mapping[str, str]
    has_more: bool


@dataclass(frozen=True, slots=True)
class Dossier:
    """All that a person needs in order to decide about one attempt.

    `comparison` is None where the events cannot be folded. `questions` are those of the paper by id, in the
    order of their numbers for this candidate. `picks` are the answers shown that can be let count; one that
    lies on a branch that was kept apart cannot.
    """

    candidate: Registered
    exam: Exam
    detail: Detail
    comparison: Comparison | None
    imports: tuple[ImportRow, ...]
    questions: Mapping[str, Part]
    picks: frozenset[Pick]


class PackageDesk:
    """Owns nothing but the way to the tables and the papers."""

    def __init__(self, store: Store, shelf: PaperShelf) -> None:
        self._store = store
        self._shelf = shelf

    async def listed(self, before: int = 0) -> Listing:
        """One page of the log; `before` is the number before which it begins, 0 for the newest."""
        return await self._store.read(partial(_listing, before=before))

    async def names(self, candidates: Iterable[str]) -> Mapping[str, str]:
        """The names of candidates, by admission number; who is not registered has none."""
        return await self._store.read(partial(_names, numbers=tuple(candidates)))

    async def exams(self) -> tuple[Exam, ...]:
        """All exams."""
        return await self._store.read(all_exams)

    async def attempt_of(self, exam: str, candidate: str) -> str:
        """The id of a candidate's attempt; raises AttemptError."""
        return (await self._store.read(partial(attempt_at, exam=exam, candidate=candidate))).id

    async def dossier(self, attempt: str) -> Dossier:
        """One attempt with all that was said about it; raises AttemptError."""
        return await self._store.read(partial(self._dossier, attempt))

    async def count_rulings(self, attempt: str) -> int:
        """How many rulings there are on an attempt."""
        return len(await self._store.read(partial(rulings_of, attempt=attempt)))

    def _dossier(self, attempt_id: str, connection: Connection) -> Dossier:
        attempt = find_attempt_by_id(connection, attempt_id)
        candidate = find_candidate(connection, attempt.candidate) if attempt else None
        exam = exam_for(connection, attempt.exam, attempt.candidate) if attempt else None
        if attempt is None or candidate is None or exam is None:
            raise AttemptError(
                "There is no such attempt.", "See which there are: examserver attempts list DIR"
            )
        detail, comparison = detail_of(connection, attempt), _compared(connection, attempt.id)
        place = place_of(connection, exam.id, candidate.admission_number)
        return Dossier(
            candidate=replace(candidate, seat=place.seat) if place is not None else candidate,
            exam=exam,
            detail=detail,
            comparison=comparison,
            imports=imports_of(connection, attempt.id),
            questions=self._questions(connection, attempt.id, exam.paper),
            picks=frozenset(_picks(connection, attempt.id, comparison, detail)),
        )

    def _questions(self, connection: Connection, attempt: str, paper: str) -> Mapping[str, Part]:
        """Without the paper people still see the questions' ids."""
        try:
            seen = paper_as_seen(connection, attempt, self._shelf.paper(paper))
            return {part.id: part for question in questions_of(seen) for part in _told(question)}
        except (ProtocolError, SiteError, OSError) as error:
            log.warning("paper %s cannot be read: %s", paper, type(error).__name__)
            return {}


def _told(question: Question) -> Iterator[Part]:
    """What takes an answer; a part without a text of its own is known by that of its passage."""
    for part in answerable_parts((question,)):
        own = plain_text(part.stem).strip()
        yield part if own else msgspec.structs.replace(part, stem=question.stem)


def _listing(connection: Connection, before: int) -> Listing:
    rows = newest_imports(connection, before, PAGE + 1)
    shown = rows[:PAGE]
    return Listing(shown, _names(connection, tuple(row.candidate for row in shown)), len(rows) > PAGE)


def _names(connection: Connection, numbers: tuple[str, ...]) -> dict[str, str]:
    found = {number: find_candidate(connection, number) for number in dict.fromkeys(numbers) if number}
    return {number: candidate.name for number, candidate in found.items() if candidate}


def _compared(connection: Connection, attempt: str) -> Comparison | None:
    try:
        return compare(connection, attempt)
    except ChainError:
        return None


def _picks(
    connection: Connection, attempt: str, comparison: Comparison | None, detail: Detail
) -> Iterator[Pick]:
    """Of all answers shown, those which stand so on the main branch."""
    shown: dict[Pick, Response] = {}
    for one in comparison.questions if comparison else ():
        sides = [side for side in (one.package, one.service) if side]
        shown.update({Pick(one.question, side.writer, side.seq): side.response for side in sides})
    for question, disputed in detail.disputes.items():
        shown.update({Pick(question, side.writer, side.seq): side.response for side in disputed})
    there = answers_at(grounds_of(connection, attempt), shown)
    return (pick for pick, response in shown.items() if there.get(pick) == response)
