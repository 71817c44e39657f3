"""A site that has joined, with an exam that was sat there, and the rounds in which it reports."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from examserver.services.candidates import import_candidates
from examserver.services.exams import MINUTE, ExamPlan, create_exam
from examserver.services.keys import signing_key
from examserver.services.reporting.sent import want_report
from examserver.services.results import Result, results_of
from examserver.services.roster import read_roster
from examserver.serving import SiteServer
from examserver.storage.came_reports import ReportedEntry, reported_entries
from examserver.storage.exams import Exam, find_exam
from examserver.storage.paper_shelf import PaperShelf
from examserver.storage.reports import ReportRow, reports_of
from examserver.storage.store import reading, writing
from tests.server.authority import LATER, PAPER, Above, Below
from tests.server.conftest import ROSTER, START
from tests.server.station import ADMISSION, IDENTITY, Station, register_stations

THERE = "site-1-exam-1"
"""What the authority calls the site's first exam."""


@dataclass
class Reporting:
    """The site and the authority, and the exam that was sat between them."""

    above: Above
    below: Below
    exam: Exam

    def sit(
        self, *choices: str, admission: str = ADMISSION, identity: str = IDENTITY, number: int = 1
    ) -> None:
        """A candidate logs in, chooses, and hands in; the site's clock stays where it is."""
        with SiteServer(self.below.folder.root, port=0, clock=self.below.clock) as server:
            station = Station(server.port, number)
            station.log_in(admission, identity)
            pen = station.pen()
            for choice in choices:
                pen.choose("q1", choice)
            station.sync(pen)
            station.submit(pen)
            station.close()

    def want(self, *, whole: bool = False) -> int:
        """Have a report wanted while the exam still runs, so that more can come after it; returns its
        number.
        """
        with writing(self.below.folder) as connection:
            wanted = ReportRow(self.exam.id, 0, self.below.clock.now(), "李老师", whole)
            return want_report(connection, wanted)[0]

    @contextmanager
    def after_closing(self) -> Iterator[SiteServer]:
        """The site's service runs, and the exam is closed for everybody: so orders are of that time. The line
        is down meanwhile: what goes by it goes in a round that the test makes.
        """
        self.below.clock.advance(max(0, self.exam.closes + MINUTE - self.below.clock.now()))
        self.above.cable.pull()
        with SiteServer(self.below.folder.root, port=0, clock=self.below.clock) as server:
            yield server
        self.above.cable.plug()

    def report(self, *, whole: bool = False) -> ReportRow:
        """Order a report and have a round send it; returns what became of it."""
        number = self.want(whole=whole)
        self.below.round()
        return self.row(number)

    def row(self, number: int) -> ReportRow:
        """The report of this number at the site."""
        with reading(self.below.folder) as connection:
            return next(row for row in reports_of(connection) if row.number == number)

    def there(self) -> dict[str, ReportedEntry]:
        """The entries at the authority."""
        with reading(self.above.folder) as connection:
            return reported_entries(connection, THERE)

    def results(self) -> dict[str, Result]:
        """The results at the authority, by admission number."""
        shelf = PaperShelf(self.above.folder.papers, signing_key(self.above.folder))
        with reading(self.above.folder) as connection:
            exam = find_exam(connection, THERE)
            assert exam is not None, "it was reported"
            return {one.admission_number: one for one in results_of(connection, shelf, exam)}


def reporting_site(above: Above, below: Below) -> Reporting:
    """Give the site the paper and its key, and set an exam of three candidates up there that has begun."""
    above.give(LATER)
    below.round()
    with writing(below.folder) as connection:
        import_candidates(connection, read_roster(ROSTER.encode()))
        register_stations(connection, 1, 2, 3)
        exam = create_exam(connection, ExamPlan("大学英语（二）", PAPER, START, 60), START - 60 * MINUTE)
    above.clock.advance(START + MINUTE - above.clock.now())
    below.round()
    return Reporting(above, below, exam)
