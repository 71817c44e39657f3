"""What has come to a site since it reported an exam: whatever a report would carry that was made now.

Rule: whether something came is seen by the digests that the authority has signed; only what it was is told
by times. Reads only.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from sqlalchemy import Connection

from examprotocol.canonical import digest
from examserver.services.checkin.record import record_of
from examserver.services.reporting.collecting import entry_digest, marker_here
from examserver.services.reporting.records import held_by
from examserver.services.reporting.sent import SentReport, taken_of
from examserver.storage.attempts import Attempt, attempts_of
from examserver.storage.collecting import newest_finishing
from examserver.storage.exams import Exam
from examserver.storage.extensions import extensions_of
from examserver.storage.folder import ServiceFolder
from examserver.storage.gathering import (
    arrived_at,
    count_apart,
    count_receipts,
    count_rulings,
    file_records,
    files_in,
    heads_at,
)
from examserver.storage.handed_files import missing_chunks
from examserver.storage.imports import all_imports
from examserver.storage.paper_shelf import PaperShelf
from examserver.storage.reports import EntryPlace, acknowledged_digests, places_of
from examserver.storage.rulings import rulings_of
from examserver.storage.site_orders import dealt_with, standing_orders

MOST_TOLD = 20
"""Of so many candidates it is said what came; the others are counted."""


class Came(StrEnum):
    """What of a candidate came, or changed."""

    PACKAGE = "package"
    """An answer package was taken in."""

    ANSWERS = "answers"
    """Answers came from a machine."""

    RULING = "ruling"
    """Somebody has ruled on which answers count."""

    PERSON = "person"
    """Name, number, room, seat, time, points or receipt are others, or the candidate is new."""


@dataclass(frozen=True, slots=True)
class Changed:
    """A candidate of whom the authority has not what is here."""

    candidate: str
    name: str
    came: tuple[Came, ...]


@dataclass(frozen=True, slots=True)
class Since:
    """What the authority has not of an exam that was reported: candidates, `more` of them, and so many files.

    `is_finished`: the collection was finished, or taken up again, after the last report. `still` is how many
    candidates the authority has as they are here. `is_recorded`: something of the door or of a room is not
    there.
    """

    candidates: tuple[Changed, ...] = ()
    more: int = 0
    files: int = 0
    is_finished: bool = False
    still: int = 0
    is_recorded: bool = False

    def __bool__(self) -> bool:
        """Whether there is anything."""
        return bool(self.candidates or self.files or self.is_finished or self.is_recorded)


@dataclass(frozen=True, slots=True)
class Digests:
    """The digests of entries as they were last seen: of one at which nothing has changed, none is made
    again.
    """

    _known: dict[tuple[str, str], tuple[str, str]] = field(default_factory=dict)

    def of(self, entry: tuple[str, str], mark: str, make: Callable[[], str]) -> str:
        """The digest of an entry (exam, candidate); `mark` is of all that is in it."""
        known = self._known.get(entry)
        if known is None or known[0] != mark:
            known = self._known[entry] = (mark, make())
        return known[1]


@dataclass(frozen=True, slots=True)
class Ground:
    """Where to look: the tables at one state, the files, the papers, and what was seen before."""

    connection: Connection
    folder: ServiceFolder
    shelf: PaperShelf
    digests: Digests = field(default_factory=Digests)


def since_reports(ground: Ground, exam: Exam, reports: tuple[SentReport, ...]) -> Since:
    """What came since the reports of this exam that the authority took in; nothing where it took none."""
    connection = ground.connection
    known, taken = acknowledged_digests(connection, exam.id), tuple(taken_of(connection, reports))
    if not taken:
        return Since()
    newest, teller = taken[0], _Teller(connection, exam, taken)
    changed = tuple(_changed(ground, exam, known))
    finished = newest_finishing(connection, exam.id)
    return Since(
        tuple(teller.told(place) for place in changed[:MOST_TOLD]),
        max(0, len(changed) - MOST_TOLD),
        _files(ground, exam, newest),
        finished is not None and max(finished.at, finished.resumed) > newest.row.at,
        len(known) - sum(place.candidate.admission_number in known for place in changed),
        held_by(newest.said).lacks(record_of(connection, exam), ground.folder),
    )


def _changed(ground: Ground, exam: Exam, known: Mapping[str, str]) -> Iterator[EntryPlace]:
    marks, marker = _Marks(ground.connection, exam), marker_here(ground.shelf, exam)
    for place in places_of(ground.connection, exam.id):
        number = place.candidate.admission_number
        now = ground.digests.of(
            (exam.id, number),
            marks.of(place, is_scored=marker is not None),
            lambda place=place: entry_digest(ground.connection, exam, place, marker),  # type: ignore[misc]
        )
        if known.get(number) != now:
            yield place


class _Marks:
    """What is asked of the tables once for all entries of an exam: all by which one of them may change."""

    def __init__(self, connection: Connection, exam: Exam) -> None:
        self._attempts: dict[str, Attempt] = {one.candidate: one for one in attempts_of(connection, exam.id)}
        self._heads = heads_at(connection, exam.id)
        self._counts = [
            count(connection, exam.id) for count in (count_receipts, count_rulings, count_apart, file_records)
        ]
        extensions = [one.id for one in extensions_of(connection, exam.id)]
        self._times = repr((exam, extensions, standing_orders(connection), _lifted(connection)))

    def of(self, place: EntryPlace, *, is_scored: bool) -> str:
        attempt = self._attempts.get(place.candidate.admission_number)
        if attempt is None:
            return repr(place)
        counts = [one.get(attempt.id) for one in self._counts]
        heads = sorted(self._heads.get(attempt.id, {}).items())
        return digest([repr((place, attempt, heads, counts, is_scored)), self._times])


def _lifted(connection: Connection) -> list[tuple[str, list[str]]]:
    return sorted((order, sorted(dealt.lifted)) for order, dealt in dealt_with(connection).items())


class _Teller:
    """Says what came of whoever has changed: by what is here of later than the report that has them."""

    def __init__(self, connection: Connection, exam: Exam, reports: tuple[SentReport, ...]) -> None:
        self._connection = connection
        self._reports = reports
        self._attempts = {one.candidate: one.id for one in attempts_of(connection, exam.id)}
        self._imports = [one for one in all_imports(connection, exam.id) if not one.fault]

    def told(self, place: EntryPlace) -> Changed:
        number = place.candidate.admission_number
        attempt = self._attempts.get(number)
        came = tuple(self._came(attempt, self._since(number))) if attempt else ()
        return Changed(number, place.candidate.name, came or (Came.PERSON,))

    def _since(self, number: str) -> int:
        return next((one.row.at for one in self._reports if one.said and number in one.said.taken), 0)

    def _came(self, attempt: str, since: int) -> Iterator[Came]:
        if any(one.attempt == attempt and one.at > since for one in self._imports):
            yield Came.PACKAGE
        elif arrived_at(self._connection, attempt) > since:
            yield Came.ANSWERS
        if any(one.at > since for one in rulings_of(self._connection, attempt)):
            yield Came.RULING


def _files(ground: Ground, exam: Exam, newest: SentReport) -> int:
    """How many files are here whole now of those that the authority lacked when it signed."""
    if newest.said is None or not newest.said.lacking:
        return 0
    lacking = sum(bool(missing_chunks(ground.folder, one)) for one in files_in(ground.connection, exam.id))
    return max(0, newest.said.lacking - lacking)
