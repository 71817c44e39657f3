"""Takes answer packages in: what came by stick counts as if it had come by network.

Rule: each file is one transaction, so a bad one changes nothing and stops no other. Each that is offered is
logged, also where it is refused. Nothing is written over: what is missing is added, what is newer stays.
"""

import logging
from dataclasses import replace

import msgspec
from sqlalchemy import Connection

from examserver.errors import ImportRefusedError, RefusedError
from examserver.services.extensions import take_back
from examserver.services.forgotten import remade
from examserver.services.handed_files import keep_records
from examserver.services.import_endings import end_if_complete
from examserver.services.import_events import append_package
from examserver.services.import_marks import Before, marks_on
from examserver.services.import_opening import Opened, Refused
from examserver.services.import_verdicts import ImportResult, Note, SiteFault, Verdict
from examserver.services.order import Bench
from examserver.storage.attempts import Attempt, find_attempt_by_id
from examserver.storage.imports import ImportRow, add_import, next_number
from examserver.storage.receipts import newest_receipt

log = logging.getLogger(__name__)


def take_in(bench: Bench, looked: Opened | Refused, by: str) -> ImportResult:
    """Take a package in, or note why not, and log it. `by` says who offered it."""
    number = next_number(bench.connection)
    result = msgspec.structs.replace(_tried(bench, looked), number=number)
    add_import(bench.connection, _row(bench, looked, result, by))
    log.info("import %d: %s %s, %d events new", number, result.verdict, result.fault, result.new)
    return result


def look_ahead(bench: Bench, looked: Opened | Refused) -> ImportResult:
    """What `take_in` would do, by doing it and undoing it: nothing is written, not even in the log."""
    with bench.connection.begin_nested() as savepoint:
        result = _tried(bench, looked)
        savepoint.rollback()
    known = newest_receipt(bench.connection, result.attempt)
    is_signed = known is not None and known.code == result.receipt
    return result if is_signed else msgspec.structs.replace(result, receipt="")


def _tried(bench: Bench, looked: Opened | Refused) -> ImportResult:
    if isinstance(looked, Refused):
        return refusal(looked)
    try:
        with bench.connection.begin_nested():
            return _taken(bench, looked)
    except ImportRefusedError as error:
        return _refused_here(looked, error.fault, error.about)
    except RefusedError:  # the one append function refuses an epoch that no service can have granted
        return _refused_here(looked, SiteFault.NEVER_GRANTED)


def _taken(bench: Bench, opened: Opened) -> ImportResult:
    connection, package = bench.connection, opened.package
    book = replace(bench.book, foreseen=opened.foreseen)
    attempt = _attempt(connection, opened)
    before = Before.of(connection, opened, attempt)
    extended = take_back(connection, book, package.extensions, bench.now)
    appended = append_package(connection, package, bench.now)
    keep_records(connection, attempt.id, package.attachments)
    book.take_back(connection, attempt, package.receipt)
    ending = end_if_complete(bench, book, _again(connection, attempt), package)
    marks = marks_on(connection, opened, before, appended)
    notes = [*opened.notes, *marks.notes, *([Note.EXTENSIONS_BACK] if extended else [])]
    after = _again(connection, attempt)
    receipt = newest_receipt(connection, attempt.id) if after.submitted else None
    return ImportResult(
        number=0,
        file=opened.file,
        verdict=Verdict.TAKEN if extended or marks.changed else marks.unchanged,
        exam=package.exam,
        candidate=package.candidate,
        attempt=attempt.id,
        station=package.station,
        events=sum(len(one.events) for one in package.logs),
        new=appended.new,
        apart=appended.apart,
        late=marks.late,
        conflicts=marks.conflicts,
        spans=appended.spans,
        notes=tuple(dict.fromkeys([*notes, *([ending] if ending else [])])),
        handed_in=after.submitted,
        receipt=receipt.code if receipt else "",
    )


def _attempt(connection: Connection, opened: Opened) -> Attempt:
    """The package's attempt; one that this restored service has forgotten is made anew."""
    attempt = find_attempt_by_id(connection, opened.package.attempt) or remade(connection, opened.named)
    if attempt is None:
        raise ImportRefusedError(SiteFault.ANOTHER_ATTEMPT, opened.package.attempt)
    return attempt


def _again(connection: Connection, attempt: Attempt) -> Attempt:
    """The attempt as it is now."""
    now = find_attempt_by_id(connection, attempt.id)
    assert now is not None
    return now


def refusal(refused: Refused) -> ImportResult:
    """The result for a file that could not be opened; whose it is, is what it says of itself."""
    header = refused.header
    return ImportResult(
        number=0,
        file=refused.file,
        verdict=Verdict.REFUSED,
        fault=str(refused.fault),
        about=refused.about,
        exam=header.exam if header else "",
        candidate=header.candidate if header else "",
    )


def _refused_here(opened: Opened, fault: str, about: str = "") -> ImportResult:
    package = opened.package
    return ImportResult(
        number=0,
        file=opened.file,
        verdict=Verdict.REFUSED,
        fault=str(fault),
        about=about,
        exam=package.exam,
        candidate=package.candidate,
        attempt=package.attempt,
        station=package.station,
    )


def _row(bench: Bench, looked: Opened | Refused, result: ImportResult, by: str) -> ImportRow:
    return ImportRow(
        number=result.number,
        at=bench.now,
        by=by,
        file=result.file.name,
        sha256=result.file.sha256,
        code=result.file.code,
        size=result.file.size,
        exam=result.exam,
        candidate=result.candidate,
        attempt=result.attempt,
        station=result.station,
        verdict=result.verdict,
        fault=result.fault,
        about=result.about,
        new=result.new,
        apart=result.apart,
        notes=tuple(result.notes),
        spans=result.spans,
        heads=looked.package.heads if result.came_in and isinstance(looked, Opened) else None,
    )
