"""What a person should know of a package that was taken in: what changed by it, and what is strange."""

from dataclasses import dataclass

from sqlalchemy import Connection

from examprotocol.errors import ChainError
from examprotocol.package import Package
from examprotocol.rulings import Counting
from examserver.services.counting import Grounds, grounds_of, is_answer
from examserver.services.import_events import Appended
from examserver.services.import_opening import Opened
from examserver.services.import_verdicts import Note, Verdict
from examserver.storage.attempts import Attempt, find_attempt_by_id
from examserver.storage.events import has_hash, heads_of
from examserver.storage.exams import find_exam
from examserver.storage.imports import was_taken
from examserver.storage.paper_rows import find_paper
from examserver.storage.receipts import has_receipt, newest_receipt
from examserver.storage.station_attempts import newest_epoch_at
from examserver.storage.stations import StationState, find_station


@dataclass(frozen=True, slots=True)
class Before:
    """How things stood before a package came: whether it was here, the newest receipt, handed in or not."""

    was_taken: bool
    receipt: str
    had_its_receipt: bool
    submitted: bool

    @classmethod
    def of(cls, connection: Connection, opened: Opened, attempt: Attempt) -> "Before":
        """How things stand now."""
        had = not opened.package.receipt or has_receipt(connection, attempt.id, opened.package.receipt)
        taken = was_taken(connection, opened.file.sha256)
        return cls(taken, _receipt(connection, attempt.id), had, attempt.submitted)


@dataclass(frozen=True, slots=True)
class Marks:
    """`late` counts the new answers after the end, `conflicts` are those of the whole attempt."""

    changed: bool
    unchanged: Verdict
    late: int
    conflicts: tuple[str, ...]
    notes: tuple[Note, ...]


def marks_on(connection: Connection, opened: Opened, before: Before, appended: Appended) -> Marks:
    """What is to be said after the package's events came in."""
    package = opened.package
    grounds = grounds_of(connection, package.attempt, opened.foreseen)
    attempt = find_attempt_by_id(connection, package.attempt)
    assert attempt is not None
    came_back = not before.had_its_receipt and has_receipt(connection, attempt.id, package.receipt)
    ended = attempt.submitted != before.submitted or _receipt(connection, attempt.id) != before.receipt
    changed = bool(appended.new or appended.apart or came_back or ended)
    conflicts, is_damaged = _conflicts(grounds)
    found = {
        Note.RECEIPT_BACK: came_back,
        Note.OLDER: not changed and _has_more(connection, package),
        Note.LEFT_OUT: _is_left_out(grounds, package),
        Note.DECIDED_BEFORE: bool(appended.new and grounds.rulings),
        Note.KEPT_APART: _is_apart(connection, package),
        Note.DAMAGED_ANSWERS: is_damaged,
        **_strange(connection, package),
    }
    notes = tuple(note for note, holds in found.items() if holds)
    unchanged = Verdict.SAME_AGAIN if before.was_taken else Verdict.NOTHING_NEW
    return Marks(changed, unchanged, _late(grounds, appended), conflicts, notes)


def _receipt(connection: Connection, attempt: str) -> str:
    newest = newest_receipt(connection, attempt)
    return newest.code if newest else ""


def _conflicts(grounds: Grounds) -> tuple[tuple[str, ...], bool]:
    """The questions in dispute, and whether the events cannot be folded at all."""
    try:
        return tuple(sorted(grounds.answers().conflicts)), False
    except ChainError:
        return (), True


def _late(grounds: Grounds, appended: Appended) -> int:
    counting = grounds.counting()
    new = {span.writer: span for span in appended.spans}
    return sum(
        is_answer(event) and event.seq in new[log.writer.id] and counting.is_late(event)
        for log in grounds.logs
        if log.writer.id in new
        for event in log.events
    )


def _has_more(connection: Connection, package: Package) -> bool:
    """Whether the site has events of this attempt that the package lacks."""
    held = heads_of(connection, package.attempt)
    return any(
        writer not in package.heads or head.seq > package.heads[writer].seq for writer, head in held.items()
    )


def _is_left_out(grounds: Grounds, package: Package) -> bool:
    if not grounds.rulings:
        return False
    ruled = Counting(grounds.rulings)
    return any(not ruled.counts(log.writer.id, event) for log in package.logs for event in log.events)


def _is_apart(connection: Connection, package: Package) -> bool:
    return not all(has_hash(connection, package.attempt, *head) for head in package.heads.items())


def _strange(connection: Connection, package: Package) -> dict[Note, bool]:
    station = find_station(connection, package.station)
    exam = find_exam(connection, package.exam)
    paper = find_paper(connection, exam.paper) if exam else None
    return {
        Note.RELEASED_STATION: station is not None and station.state is StationState.RELEASED,
        Note.FORGOTTEN_STATION: station is None,
        Note.STRANGE_STATION: station is not None
        and newest_epoch_at(connection, package.attempt, package.station) is None,
        Note.OTHER_PAPER: bool(package.manifest and paper and package.manifest != paper.manifest_digest),
    }
