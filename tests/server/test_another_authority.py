"""A site leaves an authority and joins another: what the one has signed is nothing that the other has."""

import shutil
from dataclasses import replace
from pathlib import Path

from examprotocol.result_seal import claimed_index
from examserver.cli.ordering import give
from examserver.services.checkin.record_orders import AddMaterial
from examserver.services.reporting.overview import reporting_below
from examserver.services.reporting.since import Since
from examserver.services.upstream_orders import ForgetUpstream
from examserver.storage.came_reports import reported_entries, reported_exams
from examserver.storage.entry_photos import photos_there
from examserver.storage.reported_records import reported_materials
from examserver.storage.reports import waiting_reports
from examserver.storage.store import reading, writing
from examserver.upstream.reporter import note_progress
from tests.server.authority import PAPER, Above, Below, authority_in
from tests.server.reporting import Reporting, reporting_site
from tests.server.station import ROOM
from tests.server.test_roster_photos import picture


def anew(site: Reporting, other: Above) -> None:
    """The other authority has the very paper; the site leaves the one and joins it."""
    there = other.folder.papers / PAPER
    shutil.rmtree(there)
    shutil.copytree(site.above.folder.papers / PAPER, there)
    give(site.below.folder.root, ForgetUpstream())
    site.below.join(other.invite())


def test_who_joins_another_authority_reports_everything_to_it_once_more(
    above: Above, below: Below, tmp_path: Path
) -> None:
    site = reporting_site(above, below)
    give(below.folder.root, AddMaterial(site.exam.id, ROOM, "考场全景", picture(), "赵监考"))
    site.sit("b")
    assert site.report().acknowledged
    above.cable.pull()
    waits = site.report()
    assert waits.index
    assert not waits.acknowledged
    with authority_in(tmp_path / "other", above.clock) as other:
        anew(site, other)
        below.round()
        assert below.trouble == ""
        with reading(below.folder) as connection:
            assert waiting_reports(connection) == ()
        with reading(other.folder) as connection:
            (exam,) = reported_exams(connection, "site-1")
            entries = reported_entries(connection, exam.exam)
            photos = [one.photo for one in reported_materials(connection, exam.exam)]
        assert [one.is_newest for one in entries.values()] == [True] * 3
        assert len(photos_there(other.folder, photos)) == 1


def test_a_send_that_hung_as_another_authority_was_joined_brings_its_old_package_not_back(
    above: Above, below: Below, tmp_path: Path
) -> None:
    site = reporting_site(above, below)
    site.sit("b")
    above.cable.pull()
    hanging = site.report()
    with authority_in(tmp_path / "other", above.clock) as other:
        anew(site, other)
        with writing(below.folder) as connection:
            note_progress(connection, replace(hanging, trouble="does not answer"))
        assert site.row(hanging.number).index == ""
        below.round()
        assert site.row(hanging.number).acknowledged


def test_what_one_authority_took_in_is_no_report_to_the_other(
    above: Above, below: Below, tmp_path: Path
) -> None:
    site = reporting_site(above, below)
    site.sit("b")
    assert site.report().acknowledged
    site.sit("c", admission="2026A003", identity="E12345678", number=2)
    assert since(site), "the first authority lacks what came later"
    with authority_in(tmp_path / "other", above.clock) as other:
        anew(site, other)
        assert not since(site), "nothing was reported to this one, so nothing came since"


def since(site: Reporting) -> Since:
    """What came since the last report, as the page says it."""
    below = site.below
    with reading(below.folder) as connection:
        (exam,) = reporting_below(connection, below.folder, below.shelf, below.clock.now()).exams
    return exam.since


def test_who_joins_the_same_authority_once_more_sends_nothing_twice(above: Above, below: Below) -> None:
    site = reporting_site(above, below)
    site.sit("b")
    first = site.report()
    above.cable.pull()
    waits = site.report()
    above.cable.plug()
    give(below.folder.root, ForgetUpstream())
    below.join(above.invite("again"))
    assert site.row(waits.number).report == waits.report
    assert claimed_index(waits.index.encode()).about.entries == 3
    assert site.report().size < first.size
