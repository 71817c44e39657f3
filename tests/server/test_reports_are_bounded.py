"""However much a site announces, the authority keeps little of what never became whole."""

import msgspec
import pytest
from jwcrypto import jwk

from examprotocol.report_messages import ReportOffer, ReportReply
from examprotocol.result_package import Content, ReportAbout, ResultIndex, ResultPart
from examprotocol.result_seal import claimed_index, index_id, new_sealer, open_index, sign_index
from examserver.cli.ordering import give
from examserver.services.keys import opening_key
from examserver.services.reporting import packing, taking
from examserver.services.reporting.orders import TakeReport
from examserver.services.setup import public_part
from examserver.storage import came_reports
from examserver.storage.came_reports import MOST_OPEN, CameReport
from examserver.storage.came_reports import came_reports as all_came
from examserver.storage.result_parts import put_part
from examserver.storage.store import reading
from examserver.upstream.line import AuthorityLine, Whereto
from tests.server.authority import Above, Below
from tests.server.reporting import Reporting, reporting_site
from tests.server.station import ADMISSION


@pytest.fixture
def site(above: Above, below: Below) -> Reporting:
    return reporting_site(above, below)


def announce(site: Reporting, about: ReportAbout) -> None:
    """The site offers an index, and never brings what it names."""
    announced(site, about)


def announced(site: Reporting, about: ReportAbout, *, is_told: bool = True) -> tuple[ResultPart, bytes]:
    """The one part that an index names which the site offers, or does not come to offer."""
    sealer = new_sealer(about)
    part, sealed = sealer.seal(Content(), 1)
    if not is_told:
        return part, sealed
    token = sign_index(about, sealer, public_part(opening_key(site.above.folder)), [part], site.below.key)
    site.above.clock.advance(1_000)
    upstream = site.below.upstream()
    line = AuthorityLine(Whereto(site.above.address, upstream.certificate), site.below.key)
    assert line.ask("sites/report", ReportOffer(token), ReportReply).missing == (part.sha256,)
    line.close()
    return part, sealed


def kept(site: Reporting) -> tuple[CameReport, ...]:
    with reading(site.above.folder) as connection:
        return all_came(connection, "site-1")


def test_of_reports_that_never_became_whole_the_newest_few_are_kept(site: Reporting) -> None:
    site.sit("b")
    about = claimed_index(site.report().index.encode()).about
    for number in range(2, 12):
        announce(site, msgspec.structs.replace(about, number=number, at=about.at + number))
    assert {one.number for one in kept(site) if not one.acknowledged} == set(range(8, 12))
    assert [one.number for one in kept(site) if one.acknowledged] == [1]
    assert MOST_OPEN == 4
    assert site.results()[ADMISSION].answered == 1


def test_of_a_site_that_makes_exams_up_no_more_is_kept(
    site: Reporting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(came_reports, "MOST_OPEN_OF_SITE", 6)
    about = claimed_index(site.report().index.encode()).about
    for number in range(10):
        announce(site, msgspec.structs.replace(about, exam=f"made-up-{number}", at=about.at + number))
    assert [one.exam for one in kept(site) if not one.acknowledged] == [
        f"made-up-{number}" for number in range(9, 3, -1)
    ]


def test_what_was_taken_in_long_ago_keeps_its_acknowledgement_and_not_its_index(
    site: Reporting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(came_reports, "MOST_INDEXES", 2)
    for _ in range(4):
        site.above.clock.advance(1_000)
        site.report()
    assert [(one.number, bool(one.index), bool(one.acknowledgement)) for one in reversed(kept(site))] == [
        (1, False, True),
        (2, False, True),
        (3, True, True),
        (4, True, True),
    ]


def test_the_index_of_a_file_is_checked_once_however_many_parts_it_has(
    site: Reporting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packing, "FULL", 1)
    site.sit("b")
    site.above.cable.pull()
    row = site.report()
    index = claimed_index(row.index.encode())
    assert len(index.parts) > 3
    for part in index.parts:
        put_part(
            site.above.folder, part, (site.below.folder.reports / f"{part.sha256}.resultpart").read_bytes()
        )
    site.above.server.stop()
    checked: list[str] = []

    def checking(data: bytes, key: jwk.JWK) -> ResultIndex:
        checked.append(index_id(data.decode()))
        return open_index(data, key)

    monkeypatch.setattr(taking, "open_index", checking)
    give(site.above.folder.root, TakeReport(row.index))
    assert checked == [row.report]
    assert site.results()[ADMISSION].answered == 1
