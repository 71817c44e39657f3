"""Parts of reports that nobody names any more do not stay on the disk."""

import msgspec
import pytest

from examprotocol.result_package import ReportAbout
from examprotocol.result_seal import claimed_index
from examserver.services.alive.sweeping import HOUR
from examserver.storage import came_reports
from examserver.storage.result_parts import content_here, put_part
from tests.server.authority import Above, Below
from tests.server.reporting import Reporting, reporting_site
from tests.server.station import ADMISSION
from tests.server.test_reports_are_bounded import announced
from tests.server.test_sweeping import sweeper


@pytest.fixture
def site(above: Above, below: Below) -> Reporting:
    return reporting_site(above, below)


def sweep(site: Reporting) -> None:
    """Two rounds of the authority's service, an hour apart."""
    with sweeper(site.above.folder, site.above.clock) as sweeping:
        sweeping.run_once()
        site.above.clock.advance(HOUR)
        sweeping.run_once()


def bring(site: Reporting, about: ReportAbout) -> str:
    """The site announces a report and brings its part, and nobody takes that in; returns its hash."""
    part, sealed = announced(site, about)
    put_part(site.above.folder, part, sealed)
    return part.sha256


def test_the_parts_of_reports_that_were_forgotten_go_and_those_that_are_awaited_stay(
    site: Reporting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(came_reports, "MOST_OPEN", 2)
    site.sit("b")
    about = claimed_index(site.report().index.encode()).about
    taken = content_here(site.above.folder)
    brought = [bring(site, msgspec.structs.replace(about, number=n, at=about.at + n)) for n in range(2, 6)]
    sweep(site)
    assert content_here(site.above.folder) == taken | set(brought[2:])
    assert site.results()[ADMISSION].answered == 1


def test_a_package_that_waits_at_the_site_keeps_its_parts(site: Reporting) -> None:
    site.sit("b")
    site.above.cable.pull()
    site.report()
    before = content_here(site.below.folder)
    with sweeper(site.below.folder, site.above.clock) as sweeping:
        sweeping.run_once()
        site.above.clock.advance(2 * HOUR)
        sweeping.run_once()
    assert content_here(site.below.folder) == before != frozenset()


def test_what_the_authority_has_acknowledged_goes_from_the_site_after_an_hour(site: Reporting) -> None:
    site.sit("b")
    assert site.report().acknowledged
    assert content_here(site.below.folder)
    with sweeper(site.below.folder, site.above.clock) as sweeping:
        sweeping.run_once()
        site.above.clock.advance(HOUR)
        sweeping.run_once()
    assert not content_here(site.below.folder)


def test_what_a_broken_transfer_left_goes_after_an_hour(site: Reporting) -> None:
    part, sealed = announced(site, claimed_index(site.report().index.encode()).about, is_told=False)
    put_part(site.above.folder, part, sealed)
    before = content_here(site.above.folder)
    with sweeper(site.above.folder, site.above.clock) as sweeping:
        sweeping.run_once()
        site.above.clock.advance(HOUR - 1)
        sweeping.run_once()
        assert content_here(site.above.folder) == before
        site.above.clock.advance(1)
        sweeping.run_once()
    assert content_here(site.above.folder) == before - {part.sha256}
