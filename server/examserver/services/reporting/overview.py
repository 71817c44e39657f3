"""At the authority: what each site has reported and what is missing; at a site: what of its exams is
reported.
"""

from dataclasses import dataclass, field

import msgspec
from sqlalchemy import Connection

from examprotocol.result_package import Summary
from examserver.services.checkin.record import Record, record_of
from examserver.services.collecting.looking import Ground as CaseGround
from examserver.services.collecting.reading import Reads
from examserver.services.reporting.readiness import Readiness, readiness_at
from examserver.services.reporting.sent import SentReport, sent_reports
from examserver.services.reporting.since import Digests, Ground, Since, since_reports
from examserver.storage.came_reports import (
    CameReport,
    ReportedEntry,
    ReportedExam,
    came_reports,
    reported_entries,
    reported_exams,
)
from examserver.storage.exam_sites import ExamSite, all_exam_sites, given_to
from examserver.storage.exams import Exam, count_entries, find_exam, own_exams
from examserver.storage.folder import ServiceFolder
from examserver.storage.gathering import files_in
from examserver.storage.given_lists import GivenList, UpstreamList, given_lists, upstream_lists
from examserver.storage.handed_files import missing_chunks
from examserver.storage.paper_rows import find_paper
from examserver.storage.paper_shelf import PaperShelf
from examserver.storage.sittings import rehearsed_exams
from examserver.storage.upstream import Upstream, read_upstream


@dataclass(frozen=True, slots=True)
class ExamAbove:
    """A reported exam: how many entries the site lists, how many were taken in as they are listed, how many
    handed in. `missing` are those whose newest state is not here, `faults` why; `lacking` counts files.
    `record` is what happened at the door and in the rooms, `summary` what the newest report says of the exam
    as a whole.
    """

    reported: ReportedExam
    exam: Exam
    listed: int
    taken: int
    handed_in: int
    missing: tuple[ReportedEntry, ...]
    lacking: int
    newest: CameReport | None
    record: Record
    summary: Summary | None

    @property
    def is_whole(self) -> bool:
        """Whether all that the site lists is here."""
        return not self.missing and not self.lacking


@dataclass(frozen=True, slots=True)
class SiteAbove:
    """A site: the exams it has reported, titles of papers that it is given and of which nothing came, all
    its reports.
    """

    site: ExamSite
    exams: tuple[ExamAbove, ...]
    nothing_of: tuple[str, ...]
    kept: tuple[CameReport, ...]
    lists: tuple[GivenList, ...]


@dataclass(frozen=True, slots=True)
class ExamBelow:
    """An exam of this site: its candidates, how many of them the authority has as they are here, its reports,
    what it has not of what came since, and how far collecting has come.
    """

    exam: Exam
    candidates: int
    acknowledged: int
    reports: tuple[SentReport, ...]
    since: Since
    ready: Readiness

    def can_be_reported(self, now: int) -> bool:
        """Whether it is over for the last candidate."""
        return self.ready.is_over(now)

    @property
    def has_been_acknowledged(self) -> bool:
        """Whether the authority has signed for a report of it."""
        return any(one.row.acknowledged for one in self.reports)

    @property
    def is_waiting(self) -> bool:
        """Whether a report of it is on its way."""
        return any(not one.row.acknowledged for one in self.reports)

    @property
    def tone(self) -> str:
        """How it looks: `busy` on its way, `look` where not all of it was taken, `good` when it was."""
        if self.is_waiting:
            return "busy"
        newest = next((one.said for one in self.reports if one.said), None)
        if newest is None:
            return ""
        is_all = self.acknowledged == self.candidates and not newest.faults and not self.since
        return "good" if is_all and not newest.fault and not newest.lacking else "look"


@dataclass(frozen=True, slots=True)
class Seen:
    """What was read before: of what has not changed since, nothing is read again."""

    digests: Digests = field(default_factory=Digests)
    reads: Reads = field(default_factory=Reads)


@dataclass(frozen=True, slots=True)
class Reporting:
    """What a site sees: the authority, None where none is joined, its exams, and the lists it is given."""

    upstream: Upstream | None
    exams: tuple[ExamBelow, ...]
    lists: tuple[UpstreamList, ...]


def sites_above(connection: Connection, folder: ServiceFolder) -> tuple[SiteAbove, ...]:
    """All sites below this service, in the order in which they were added."""
    return tuple(_site(connection, folder, site) for site in all_exam_sites(connection))


def reporting_below(
    connection: Connection, folder: ServiceFolder, shelf: PaperShelf, now: int, seen: Seen | None = None
) -> Reporting:
    """What this site has reported at `now` (site time in milliseconds); rehearsals are left out."""
    seen, rehearsed = seen or Seen(), rehearsed_exams(connection)
    ground = Ground(connection, folder, shelf, seen.digests)
    cases = CaseGround(connection, folder, shelf, seen.reads)
    exams = [exam for exam in own_exams(connection) if exam.id not in rehearsed]
    return Reporting(
        read_upstream(connection),
        tuple(_exam_below(ground, exam, readiness_at(cases, exam, now)) for exam in reversed(exams)),
        upstream_lists(connection),
    )


def _exam_below(ground: Ground, exam: Exam, ready: Readiness) -> ExamBelow:
    reports = sent_reports(ground.connection, exam.id)
    since = since_reports(ground, exam, reports)
    return ExamBelow(exam, count_entries(ground.connection, exam.id), since.still, reports, since, ready)


def _site(connection: Connection, folder: ServiceFolder, site: ExamSite) -> SiteAbove:
    came = came_reports(connection, site.id)
    exams = tuple(_exam(connection, folder, one, came) for one in reported_exams(connection, site.id))
    papers = {one.exam.paper for one in exams}
    return SiteAbove(
        site,
        exams,
        tuple(
            _title(connection, row.paper) for row in given_to(connection, site.id) if row.paper not in papers
        ),
        tuple(one for one in came if one.fault or not one.acknowledged),
        given_lists(connection, site.id),
    )


def _title(connection: Connection, paper: str) -> str:
    row = find_paper(connection, paper)
    return f"{row.title} ({paper})" if row else paper


def _exam(
    connection: Connection, folder: ServiceFolder, reported: ReportedExam, came: tuple[CameReport, ...]
) -> ExamAbove:
    exam = find_exam(connection, reported.exam)
    assert exam is not None, "a foreign key says so"
    entries = reported_entries(connection, reported.exam).values()
    return ExamAbove(
        reported,
        exam,
        listed=len(entries),
        taken=sum(one.taken == one.listed for one in entries),
        handed_in=sum(one.state in ("submitted", "closed") for one in entries),
        missing=tuple(one for one in entries if one.taken != one.listed or one.fault),
        lacking=sum(bool(missing_chunks(folder, file)) for file in files_in(connection, reported.exam)),
        newest=next((one for one in came if one.exam == reported.named and one.acknowledged), None),
        record=record_of(connection, exam),
        summary=_told(reported),
    )


def _told(reported: ReportedExam) -> Summary | None:
    """None where nothing is kept that this version can read."""
    try:
        return msgspec.json.decode(reported.summary, type=Summary)
    except msgspec.MsgspecError:
        return None
