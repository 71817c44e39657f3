"""Gathers what a site reports of an exam: each entry with all that decides what counts, and its events.

Rule: read candidate by candidate, each on one state of the tables, so that nothing holds the saves up.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sqlalchemy import Connection

from examprotocol.canonical import digest
from examprotocol.events import Event, Head, Writer, WriterLog, event_hash
from examprotocol.result_package import BranchLog, EntryRecord, ImportRecord, Points, Summary
from examserver.errors import PaperSealedError
from examserver.services.actions.times import own_deadline
from examserver.services.reporting.readiness import Readiness
from examserver.services.results import Marked, marker_of
from examserver.storage.attempts import Attempt, find_attempt
from examserver.storage.audit import audit_head
from examserver.storage.candidates import Registered
from examserver.storage.events import branches_of, heads_of, logs_of
from examserver.storage.exams import Exam
from examserver.storage.extensions import extensions_of
from examserver.storage.forms import find_form
from examserver.storage.handed_files import records_of
from examserver.storage.imports import all_imports
from examserver.storage.paper_shelf import PaperShelf
from examserver.storage.receipts import receipts_of
from examserver.storage.reports import EntryPlace
from examserver.storage.rulings import rulings_of
from examserver.storage.sittings import find_sitting


@dataclass(frozen=True, slots=True)
class Collected:
    """One entry with its events; without them where there is no attempt."""

    record: EntryRecord
    logs: tuple[WriterLog, ...] = ()
    branches: tuple[BranchLog, ...] = ()

    @property
    def events(self) -> int:
        """How many events there are of it."""
        return sum(head.seq for head in self.record.heads.values())


Marker = Callable[[Connection, Registered], Marked]


def marker_here(shelf: PaperShelf, exam: Exam) -> Marker | None:
    """Gives each candidate's result; None where the authority scores, or the paper is still sealed."""
    if not shelf.is_scored_here(exam.paper):
        return None
    try:
        return marker_of(shelf, exam)
    except PaperSealedError:
        return None


def collect_entry(connection: Connection, exam: Exam, place: EntryPlace, mark: Marker | None) -> Collected:
    """All that is here of a candidate's entry; `mark` gives the result where this site scores."""
    record, branches = _record(connection, exam, place, mark)
    if not record.attempt:
        return Collected(record)
    return Collected(record, logs_of(connection, record.attempt), branches)


def entry_digest(connection: Connection, exam: Exam, place: EntryPlace, mark: Marker | None) -> str:
    """By what an entry would be known if it were reported now."""
    return _record(connection, exam, place, mark)[0].digest


def _record(
    connection: Connection, exam: Exam, place: EntryPlace, mark: Marker | None
) -> tuple[EntryRecord, tuple[BranchLog, ...]]:
    candidate = place.candidate
    record = EntryRecord(
        candidate.admission_number, candidate.name, candidate.identity_number, place.room, place.seat
    )
    attempt = find_attempt(connection, exam.id, candidate.admission_number)
    if attempt is None:
        return record, ()
    marked = mark(connection, candidate) if mark else None
    branches = tuple(_branches(connection, attempt.id))
    return _with_attempt(connection, record, attempt, branches, marked), branches


def summary_of(connection: Connection, exam: Exam, ready: Readiness, *, scored: bool) -> Summary:
    """What is true of the exam as a whole, still without the lines of its entries."""
    audit = audit_head(connection)
    sitting = find_sitting(connection, exam.sitting)
    return Summary(
        starts=exam.starts,
        ends=exam.ends,
        closes=exam.closes,
        lines=(),
        extensions=tuple(one.token for one in extensions_of(connection, exam.id)),
        imports=tuple(
            ImportRecord(
                one.number,
                one.at,
                one.by,
                one.file,
                one.sha256,
                one.candidate,
                one.station,
                one.verdict,
                one.fault,
                one.new,
            )
            for one in all_imports(connection, exam.id)
        ),
        audit_number=audit.number,
        audit_hash=audit.hash,
        sitting=exam.sitting,
        sitting_title=sitting.title if sitting else "",
        collected=ready.finished,
        scored=scored,
        open_cases=ready.cases,
        came_later=ready.later,
    )


def _with_attempt(
    connection: Connection,
    record: EntryRecord,
    attempt: Attempt,
    branches: tuple[BranchLog, ...],
    marked: Marked | None,
) -> EntryRecord:
    deadline = own_deadline(connection, attempt)
    return EntryRecord(
        candidate=record.candidate,
        name=record.name,
        identity=record.identity,
        room=record.room,
        seat=record.seat,
        attempt=attempt.id,
        granted=attempt.granted,
        generation=attempt.generation,
        claimed=attempt.claimed,
        submitted=attempt.submitted,
        closed=attempt.closed,
        heads=_heads(connection, attempt.id),
        branches=digest(branches) if branches else "",
        receipts=tuple(one.token for one in receipts_of(connection, attempt.id)),
        rulings=rulings_of(connection, attempt.id),
        files=records_of(connection, attempt.id),
        form=find_form(connection, attempt.id),
        points=_points(marked) if marked and marked.sheet else None,
        ends=deadline.end if deadline else 0,
        grace=deadline.grace if deadline else 0,
    )


def _heads(connection: Connection, attempt: str) -> dict[str, Head]:
    """By the writers' ids: so that equal entries have equal digests."""
    return dict(sorted(heads_of(connection, attempt).items()))


def _points(marked: Marked) -> Points:
    result = marked.result
    return Points(str(result.score), str(result.max_score), result.waiting)


def _branches(connection: Connection, attempt: str) -> Iterator[BranchLog]:
    """What is kept apart, as runs of events of which each follows the one before."""
    runs: list[tuple[Writer, list[Event], Head]] = []
    for writer, event in branches_of(connection, attempt):
        head = Head(event.seq, event_hash(writer, event))
        for place, (known, events, last) in enumerate(runs):
            if known == writer and (last.seq + 1, last.hash) == (event.seq, event.prev):
                runs[place] = (known, [*events, event], head)
                break
        else:
            runs.append((writer, [event], head))
    return (BranchLog(writer, tuple(events)) for writer, events, _ in runs)
