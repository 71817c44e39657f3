"""At the authority: takes what a site has reported into the same tables, by the same append function.

Rule: whatever is here stays. What is missing is added, contradictions are kept apart as everywhere, and what
cannot be taken in is named and stays in the package. So any order and any repetition give the same answers.
"""

import logging
import re
from dataclasses import dataclass, replace

import msgspec
from jwcrypto import jwk
from sqlalchemy import Connection

from examprotocol.bundle import manifest_digest
from examprotocol.canonical import canonical_bytes, digest
from examprotocol.errors import ProtocolError
from examprotocol.events import Event, Head, Writer, event_hash
from examprotocol.extensions import Extension, open_extension
from examprotocol.result_package import Content, EntryRecord, ReportAbout, Summary
from examserver.errors import RefusedError
from examserver.services.order import Bench
from examserver.services.reporting.entries import Place, can_be_stored, take_entry
from examserver.services.reporting.faults import ReportFault, ReportFaultError
from examserver.services.reporting.records import take_record
from examserver.services.responses import WRITER_ID, append_events
from examserver.storage.attempts import Attempt, find_attempt_by_id, note_claim
from examserver.storage.came_reports import (
    CameReport,
    ReportedEntry,
    ReportedExam,
    change_exam_times,
    find_reported_exam,
    put_reported_entries,
    put_reported_exam,
    reported_entries,
)
from examserver.storage.events import branches_of, find_writer, has_hash
from examserver.storage.exam_sites import ExamSite
from examserver.storage.exams import Exam
from examserver.storage.extensions import ExtensionRow, add_extension, has_extension
from examserver.storage.paper_rows import find_paper
from examserver.storage.paper_shelf import PaperShelf
from examserver.storage.reports import add_exam_row

log = logging.getLogger(__name__)

LONGEST_ID = 40
NOT_OURS = re.compile(r"[^A-Za-z0-9_-]")
MOST_MINUTES = 24 * 60


@dataclass(frozen=True, slots=True)
class Arrived:
    """A report that has arrived: what it is, of which site, and the row that says how far it was taken in."""

    about: ReportAbout
    site: ExamSite
    row: CameReport

    @property
    def key(self) -> jwk.JWK:
        """By this the site signs."""
        return jwk.JWK(**(self.site.key or {}))


def take_content(bench: Bench, arrived: Arrived, content: Content) -> int:
    """Take one content part in, in the caller's transaction; returns how many events were new.

    Raises ReportFaultError where nothing of the report can be taken in.
    """
    if (content.summary is not None) != (arrived.row.done == 0):
        raise ReportFaultError(ReportFault.UNREADABLE)
    if content.summary is not None:
        _take_summary(bench, arrived, content.summary)
    reported = find_reported_exam(bench.connection, arrived.about.service, arrived.about.exam)
    if reported is None:
        raise ReportFaultError(ReportFault.UNREADABLE)
    place = Place(reported.exam, arrived.about, arrived.key, is_newest=_is_newest(arrived, reported))
    _take_entries(bench, place, arrived.row.report, content)
    take_record(bench, place.exam, arrived.row.report, content, is_newest=place.is_newest)
    new = sum(_take_events(bench, place, log.writer, log.events) for log in content.logs)
    return new + sum(
        _take_events(bench, place, one.writer, one.events, apart=True) for one in content.branches
    )


def check_content(bench: Bench, arrived: Arrived, content: Content) -> None:
    """Once all parts were taken in: what an entry names as its events must be here.

    Without that the site's word alone would say that nothing is missing.
    """
    reported = find_reported_exam(bench.connection, arrived.about.service, arrived.about.exam)
    if reported is None or not content.entries:
        return
    known = reported_entries(bench.connection, reported.exam)
    for record in content.entries:
        row = known.get(record.candidate)
        is_of_it = row is not None and (row.report, row.taken) == (arrived.row.report, record.digest)
        if is_of_it and not _are_here(bench.connection, record):
            log.warning("alarm: %s: events of %s are missing", reported.exam, record.attempt)
            _note_fault(bench.connection, reported.exam, record.candidate)


def _are_here(connection: Connection, record: EntryRecord) -> bool:
    """Of a writer with two branches either may be what counts here; then the other one is kept apart."""
    lacking = {
        writer
        for writer, head in record.heads.items()
        if not has_hash(connection, record.attempt, writer, head)
    }
    return not lacking or lacking <= {writer.id for writer, _ in branches_of(connection, record.attempt)}


def _take_summary(bench: Bench, arrived: Arrived, summary: Summary) -> None:
    connection, about = bench.connection, arrived.about
    _require_paper(bench, about)
    known = find_reported_exam(connection, about.service, about.exam)
    if known is None:
        exam = _exam_of(arrived, summary)
        add_exam_row(connection, exam)
        known = ReportedExam(exam.id, arrived.site.id, about.service, about.exam, 0, 0, b"{}")
    if _is_newest(arrived, known):
        change_exam_times(connection, known.exam, summary.starts, summary.ends, summary.closes)
        told = canonical_bytes(msgspec.structs.replace(summary, lines=()))
        put_reported_exam(
            connection,
            replace(
                known, site=arrived.site.id, generation=about.generation, number=about.number, summary=told
            ),
        )
    _list_entries(connection, known.exam, summary, is_newest=_is_newest(arrived, known))
    for token in summary.extensions:
        _take_extension(connection, arrived, known.exam, token)


def _is_newest(arrived: Arrived, known: ReportedExam) -> bool:
    """Whether no later report is here; one of an earlier life of the site's service is older."""
    about = arrived.about
    return (about.generation, about.number) >= (known.generation, known.number)


def _require_paper(bench: Bench, about: ReportAbout) -> None:
    """Without the very paper nothing here could say what was asked."""
    shelf = PaperShelf(bench.folder.papers, bench.key)
    is_here = find_paper(bench.connection, about.paper) is not None
    if not is_here or manifest_digest(shelf.manifest_token(about.paper)) != about.manifest:
        raise ReportFaultError(ReportFault.UNKNOWN_PAPER)


def _exam_of(arrived: Arrived, summary: Summary) -> Exam:
    """A row of its own for the site's exam: nobody logs in to it, and nothing closes it here."""
    about = arrived.about
    return Exam(
        _exam_id(arrived.site.id, about.service, about.exam),
        about.title or about.exam,
        about.paper,
        summary.starts,
        summary.ends,
        summary.starts,
        summary.closes,
        show_seconds=False,
        reported_by=arrived.site.id,
    )


def _exam_id(site: str, service: str, exam: str) -> str:
    """`site-3-exam-1`; where that is too long, or not plain, the end of it is a digest."""
    plain = f"{site}-{exam}"
    if len(plain) <= LONGEST_ID and not NOT_OURS.search(plain):
        return plain
    return f"{NOT_OURS.sub('_', plain)[:27]}-{digest((service, exam))[:12]}"


def _list_entries(connection: Connection, exam: str, summary: Summary, *, is_newest: bool) -> None:
    known, rows = reported_entries(connection, exam), []
    for line in summary.lines:
        row = known.get(line.candidate)
        if is_newest or row is None:
            row = row or ReportedEntry(exam, line.candidate[:LONGEST_ID])
            rows.append(replace(row, state=line.state[:10], listed=line.digest))
    put_reported_entries(connection, list({row.candidate: row for row in rows}.values()))


def _take_extension(connection: Connection, arrived: Arrived, exam: str, token: str) -> None:
    """What the site signed of more time; whatever else it is, it is left out."""
    try:
        extension = open_extension(token, arrived.key)
    except ProtocolError as error:
        log.warning("alarm: %s: an extension that the site did not sign: %s", arrived.site.id, error)
        return
    about = arrived.about
    is_of_it = (extension.site, extension.exam) == (about.service, about.exam) and _can_be(extension)
    if is_of_it and not has_extension(connection, extension.id):
        add_extension(connection, _extension_row(extension, exam, token))


def _can_be(extension: Extension) -> bool:
    is_id = WRITER_ID.fullmatch(extension.id) is not None
    return is_id and 1 <= extension.minutes <= MOST_MINUTES and 1 <= extension.number < 1 << 31


def _extension_row(extension: Extension, exam: str, token: str) -> ExtensionRow:
    return ExtensionRow(
        id=extension.id,
        exam=exam,
        number=extension.number,
        candidate=extension.candidate[:LONGEST_ID],
        minutes=extension.minutes,
        made=extension.at,
        reason=extension.reason[:200].replace("\0", ""),
        token=token,
    )


def _take_entries(bench: Bench, place: Place, report: str, content: Content) -> None:
    known, rows = reported_entries(bench.connection, place.exam), []
    for record in content.entries:
        row = known.get(record.candidate)
        if row is None:
            raise ReportFaultError(ReportFault.UNREADABLE)  # the summary lists every entry
        try:
            with bench.connection.begin_nested():
                take_entry(bench, place, record)
        except ReportFaultError as error:
            if place.is_newest or not row.is_newest:
                rows.append(replace(row, fault=error.fault.value, report=report))
            continue
        if row.is_newest and not place.is_newest:
            continue  # what an older report has of it was only added
        points = canonical_bytes(record.points).decode() if record.points else ""
        row = replace(row, taken=record.digest, report=report, fault="", points=points)
        if place.is_newest or not row.ends:
            row = replace(row, ends=record.ends, grace=record.grace)
        rows.append(row)
    put_reported_entries(bench.connection, rows)


def _take_events(
    bench: Bench, place: Place, writer: Writer, events: tuple[Event, ...], *, apart: bool = False
) -> int:
    """Append a writer's events; returns how many were new. Those of a refused entry wait with it."""
    connection = bench.connection
    attempt = find_attempt_by_id(connection, writer.attempt)
    if attempt is None or attempt.exam != place.exam or not events:
        return 0
    try:
        with connection.begin_nested():
            _admit(connection, attempt, writer)
            before = _head(connection, writer)
            if before == Head(events[-1].seq, event_hash(writer, events[-1])):
                return 0  # by its hash the head says all that is before it
            outcome = append_events(connection, writer, events, bench.now)
            if isinstance(outcome, Head) and outcome.seq < events[-1].seq and not apart:
                raise ReportFaultError(ReportFault.CONTRADICTION)  # some before them are missing
            return outcome.seq - before.seq if isinstance(outcome, Head) else 0
    except (ReportFaultError, ProtocolError, RefusedError) as error:
        log.warning("alarm: %s: events of %s are not taken in: %s", place.exam, attempt.id, error)
        _note_fault(connection, place.exam, attempt.candidate)
        return 0


def _admit(connection: Connection, attempt: Attempt, writer: Writer) -> None:
    """An epoch that the site granted is no claim upon this service's own generations."""
    if WRITER_ID.fullmatch(writer.id) is None:
        raise ReportFaultError(ReportFault.UNREADABLE)
    if writer.epoch > attempt.epoch and can_be_stored(writer.epoch):
        note_claim(connection, attempt.id, writer.epoch, "")


def _head(connection: Connection, writer: Writer) -> Head:
    known = find_writer(connection, writer.attempt, writer.id)
    return known.head if known else Head(0)


def _note_fault(connection: Connection, exam: str, candidate: str) -> None:
    row = reported_entries(connection, exam).get(candidate)
    if row is not None:
        put_reported_entries(connection, [replace(row, taken="", fault=ReportFault.CONTRADICTION.value)])
