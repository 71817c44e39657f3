"""Everything is ordered once more while a report is being made: it is not forgotten."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from examprotocol.result_seal import claimed_index
from examserver.cli.ordering import give
from examserver.services.order import reading_by
from examserver.services.reporting.orders import KeepPackage
from examserver.services.reporting.packing import Workshop, make_package
from examserver.storage.reports import ReportRow
from examserver.storage.store import reading, writing
from examserver.storage.upstream import read_upstream
from examserver.upstream.reporter import keep_package, note_progress
from tests.server.authority import Above, Below
from tests.server.reporting import Reporting, reporting_site
from tests.server.station import ADMISSION

Keep = Callable[[Reporting, ReportRow], None]


@pytest.fixture
def site(above: Above, below: Below) -> Reporting:
    """The authority has everything of the first report, so that the next carries nothing of it."""
    made = reporting_site(above, below)
    made.sit("b")
    assert made.report().acknowledged
    return made


def keep_by_service(site: Reporting, made: ReportRow) -> None:
    with writing(site.below.folder) as connection:
        keep_package(connection, made)


def keep_by_command(site: Reporting, made: ReportRow) -> None:
    order = KeepPackage(made.exam, made.number, made.index, made.report, made.size, made.whole)
    give(site.below.folder.root, order)


def package_of(site: Reporting, number: int) -> ReportRow:
    """Make the package as the report was ordered until now; it is not kept yet."""
    folder = site.below.folder
    with reading(folder) as connection:
        upstream = read_upstream(connection)
        assert upstream is not None
        workshop = Workshop(reading_by(connection), folder, site.below.shelf, site.below.key)
        return make_package(workshop, upstream, site.row(number))


def carries_all(site: Reporting, number: int) -> bool:
    return claimed_index(site.row(number).index.encode()).about.is_whole


@pytest.mark.parametrize("keep", [keep_by_service, keep_by_command])
def test_what_is_ordered_whole_while_its_package_is_made_follows_whole(site: Reporting, keep: Keep) -> None:
    number = site.want()
    made = package_of(site, number)
    assert site.want(whole=True) == number
    keep(site, made)
    for _ in range(2):
        site.below.round()
    assert [carries_all(site, one) for one in (number, number + 1)] == [False, True]
    assert site.row(number + 1).acknowledged
    assert site.there()[ADMISSION].taken


@pytest.mark.parametrize("keep", [keep_by_service, keep_by_command])
def test_a_report_that_was_whole_from_the_beginning_wants_no_other(site: Reporting, keep: Keep) -> None:
    number = site.want(whole=True)
    keep(site, package_of(site, number))
    assert carries_all(site, number)
    assert site.want() == number + 1


def test_nor_does_a_package_that_could_not_be_made_forget_it(site: Reporting) -> None:
    number = site.want()
    before = site.row(number)
    site.want(whole=True)
    with writing(site.below.folder) as connection:
        note_progress(connection, replace(before, trouble="the disk is full"))
    site.below.round()
    assert carries_all(site, number)
