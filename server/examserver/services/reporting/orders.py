"""What a site's staff can order about reporting, and what the authority's can about a report that came as a
file.
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import ClassVar

from sqlalchemy import Connection

from examprotocol.result_seal import claimed_index
from examserver.errors import ExamSiteError, UpstreamError
from examserver.services.audit import AT_THE_CONSOLE, Deed, on_the_page
from examserver.services.collecting.looking import Ground
from examserver.services.collecting.orders import LONGEST_REASON
from examserver.services.collecting.reading import Reads
from examserver.services.keys import signing_key
from examserver.services.order import Bench, Outcome, Preparation, StaffOrder
from examserver.services.reporting.packing import MOST_AT_ONCE
from examserver.services.reporting.readiness import Readiness, readiness_at
from examserver.services.reporting.sent import want_report
from examserver.services.reporting.taking import (
    FILE,
    Opened,
    acknowledge,
    begin,
    is_at_end,
    open_next,
    open_report,
    require_still_joined,
    take_next,
)
from examserver.site_times import shown
from examserver.storage.audit import Told
from examserver.storage.came_reports import CameReport, find_came_report
from examserver.storage.exams import Exam, find_exam
from examserver.storage.gathering import files_in
from examserver.storage.paper_shelf import PaperShelf
from examserver.storage.reports import (
    ReportRow,
    find_report,
    find_report_by_index,
)
from examserver.storage.result_parts import remove_parts
from examserver.storage.sittings import rehearsed_exams
from examserver.upstream.reporter import keep_acknowledgement, keep_package
from examserver.upstream.shelving import require_joined


class ReportExam(StaffOrder, frozen=True, tag="report_exam"):
    """Report an exam to the authority; with `whole` also what was acknowledged before.

    `reason` says why it is reported although its collection is not finished, or something came since.
    """

    exam: str
    by: str = ""
    whole: bool = False
    reason: str = ""

    def prepare(self, preparation: Preparation) -> StaffOrder:
        """Read what the events say of cases; what changes until then is read once more."""
        reads = preparation.read(partial(self._read, preparation))
        return _ReportRead(self.exam, self.by, self.whole, self.reason, reads=reads)

    def _read(self, preparation: Preparation, connection: Connection) -> Reads:
        folder = preparation.folder
        ground = Ground(connection, folder, PaperShelf(folder.papers, signing_key(folder)))
        readiness_at(ground, _exam_called(connection, self.exam), preparation.clock.now())
        return ground.reads

    def _known(self) -> Reads:
        return Reads()

    def carry_out(self, bench: Bench) -> Outcome:
        """Note it; the running service makes the package and sends it. Raises UpstreamError, also before the
        exam is closed for the last candidate.

        One that is wanted already and whose package is not made yet is this one.
        """
        require_joined(bench.connection)
        exam = _exam_called(bench.connection, self.exam)
        if exam.id in rehearsed_exams(bench.connection):
            raise UpstreamError(f"{exam.id} is a rehearsal.", "What came of it stays at the site.")
        shelf = PaperShelf(bench.folder.papers, bench.key)
        ground = Ground(bench.connection, bench.folder, shelf, self._known())
        _require_ready(readiness_at(ground, exam, bench.now), bench.now, self._why())
        wanted = ReportRow(exam.id, 0, bench.now, self.by[:100], self.whole)
        number, is_new = want_report(bench.connection, wanted)
        if not is_new:
            return Outcome((f"Report {number} of {exam.id} is being made already.",), number=number)
        said = f"Report {number} of {exam.id} is made now, and sent while the service runs."
        return Outcome((said, *_in_several(bench.connection, exam.id)), number=number)

    def _why(self) -> str:
        return " ".join(self.reason.split())[:LONGEST_REASON]

    def deed(self) -> Deed:
        """Why it was reported before all was settled stands with it."""
        about: dict[str, Told] = {"exam": self.exam, "whole": self.whole}
        return Deed("report_exam", about, self._why(), self.by)


class _ReportRead(ReportExam, frozen=True, tag="report_exam_read", kw_only=True):
    """The same with what was read before; nobody can send this."""

    reads: Reads

    def _known(self) -> Reads:
        return self.reads


class KeepPackage(StaffOrder, frozen=True, tag="keep_package"):
    """A command has made the package of a report: keep its index. `whole`: it was made to carry everything;
    the report may have been ordered so while it was made.
    """

    exam: str
    number: int
    index: str
    report: str
    size: int
    whole: bool

    def carry_out(self, bench: Bench) -> Outcome:
        """Keep it, unless the service has made one itself meanwhile; the outcome has the index that is
        kept.
        """
        row = find_report(bench.connection, self.exam, self.number)
        if row is None:
            raise UpstreamError(f"There is no report {self.number} of {self.exam}.")
        made = replace(row, index=self.index, report=self.report, size=self.size, whole=self.whole)
        keep_package(bench.connection, made)
        kept = find_report(bench.connection, self.exam, self.number)
        return Outcome(content=(kept or made).index.encode())

    def deed(self) -> None:
        """That the exam is reported is noted already."""


class TakeAcknowledgement(StaffOrder, frozen=True, tag="take_acknowledgement"):
    """Keep what the authority has signed of a report that went by file. `report` is the SHA-256 of its
    index.
    """

    RECORDED: ClassVar = ("report",)

    report: str
    token: str

    def carry_out(self, bench: Bench) -> Outcome:
        """Do it; raises UpstreamError."""
        row = find_report_by_index(bench.connection, self.report)
        if row is None:
            raise UpstreamError("This acknowledgement is of a report that this site has not made.")
        said = keep_acknowledgement(bench.connection, row, self.token, bench.now)
        fault = f" Nothing of it was taken in yet: {said.fault}." if said.fault else ""
        said_so = f"Report {row.number} of {row.exam} is acknowledged.{fault}"
        return Outcome((said_so,), number=row.number, unfinished=self.report)

    def go_on(self, bench: Bench, outcome: Outcome) -> Outcome:
        """What the authority holds is not kept twice: forget the content, now that this is stored."""
        row = find_report_by_index(bench.connection, self.report)
        if row is not None:
            remove_parts(bench.folder, claimed_index(row.index.encode()).parts)
        return Outcome(outcome.lines, number=outcome.number)


class TakeReport(StaffOrder, frozen=True, tag="take_report"):
    """At the authority: take in a report whose parts a command or a page has put onto the disk. `by` is who
    is logged in at the page, `""` at the console.
    """

    index: str
    by: str = ""

    def prepare(self, preparation: Preparation) -> StaffOrder:
        """Check the index, once for all parts; raises ExamSiteError."""
        opened = preparation.read(partial(open_report, folder=preparation.folder, token=self.index))
        return TakeOpenedReport(opened, self.by)


class TakeOpenedReport(StaffOrder, frozen=True, tag="take_opened_report"):
    """The second half: an order of this process alone, for nobody may say that an index was checked."""

    opened: Opened
    by: str

    def carry_out(self, bench: Bench) -> Outcome:
        """Begin; the rest is done part by part. Raises ExamSiteError where the site was removed meanwhile."""
        require_still_joined(bench.connection, self.opened)
        row = begin(bench.connection, self.opened, FILE, bench.now)
        return Outcome(unfinished=row.report) if not row.acknowledgement else _came(row)

    def go_on(self, bench: Bench, outcome: Outcome) -> Outcome:
        """Take the next part in, or acknowledge the whole."""
        opened = self.opened
        row = find_came_report(bench.connection, opened.report)
        if row is None:
            raise ExamSiteError(
                "The site has reported so often meanwhile that this was forgotten.",
                "Take the file in once more.",
            )
        if not is_at_end(opened, row):
            take_next(bench, opened, row, open_next(bench.folder, opened, row))
            return outcome
        giver = on_the_page(self.by) if self.by else AT_THE_CONSOLE
        return _came(acknowledge(bench, opened, giver))

    def deed(self) -> Deed | None:
        """It is noted when it is acknowledged."""
        return None


def _require_ready(ready: Readiness, now: int, why: str) -> None:
    if now < ready.closes:
        raise UpstreamError(
            f"The exam is not closed yet: it is at {shown(ready.closes)}.", "Report it after that."
        )
    if ready.is_held:
        raise UpstreamError("The exam stands still for somebody, so it is not closed.", "Let it go on first.")
    if ready.is_settled or why:
        return
    if ready.later:
        raise UpstreamError(
            f"Something has come of {ready.later} candidates since the collection was finished.",
            "Take it up and finish it again, or say why it is reported as it is: --unfinished REASON",
        )
    raise UpstreamError(
        f"The collection is not finished: {ready.cases} cases are open.",
        "Finish the collection first, or say why it is reported as it is: --unfinished REASON",
    )


def _in_several(connection: Connection, exam: str) -> Iterator[str]:
    """Said before it is made: how many packages it may take. How much of it the authority has, it knows."""
    pieces = sum(len(file.chunks) for file in files_in(connection, exam))
    if pieces > MOST_AT_ONCE:
        yield (
            f"The candidates' files have {pieces} pieces, and a package has room for about {MOST_AT_ONCE}: "
            f"it may take {-(-pieces // MOST_AT_ONCE)}. Each is made once the one before is acknowledged."
        )


def _came(row: CameReport) -> Outcome:
    said = f"Report {row.number} of {row.exam} from {row.site}: {row.new} events new."
    if row.fault:
        said = f"Report {row.number} of {row.exam} from {row.site} is kept, but not taken in: {row.fault}."
    return Outcome((said,), row.acknowledgement.encode(), row.number)


def _exam_called(connection: Connection, wanted: str) -> Exam:
    exam = find_exam(connection, wanted)
    if exam is None or exam.reported_by:
        raise UpstreamError(
            f"There is no exam with the id {wanted}.", "See which there are: examserver exam list DIR"
        )
    return exam
