"""A report that is rightly signed and says what cannot be: it is kept, named, and never counts as whole."""

from collections.abc import Callable
from dataclasses import replace

import msgspec
import pytest

from examprotocol.extensions import Extension, sign_extension
from examprotocol.report_messages import Acknowledgement
from examprotocol.result_package import Content
from examprotocol.result_seal import PartSealer, claimed_index, new_sealer, open_sealer, sign_index
from examprotocol.signing import claimed
from examserver.cli.ordering import give
from examserver.errors import SiteError
from examserver.services.keys import opening_key
from examserver.services.reporting.orders import TakeReport
from examserver.storage.exam_sites import all_exam_sites, change_exam_site
from examserver.storage.result_parts import put_part, read_part
from examserver.storage.site import read_site
from examserver.storage.store import reading, writing
from tests.server.authority import Above, Below
from tests.server.reporting import Reporting, reporting_site
from tests.server.station import ADMISSION

Tell = Callable[[Content], Content]


@pytest.fixture
def site(above: Above, below: Below) -> Reporting:
    return reporting_site(above, below)


def told(site: Reporting, tell: Tell, **about: object) -> str:
    """The site's report with other content, its parts at the authority; returns its index."""
    site.above.cable.pull()
    row = site.report()
    site.above.cable.plug()
    index, opening = claimed_index(row.index.encode()), opening_key(site.above.folder)
    said = msgspec.structs.replace(index.about, **about)
    old: PartSealer = open_sealer(index, opening)
    new, parts = new_sealer(said), []
    for number, part in enumerate(index.parts, 1):
        made, data = new.seal(tell(old.open(read_part(site.below.folder, part), number)), number)
        put_part(site.above.folder, made, data)
        parts.append(made)
    return sign_index(said, new, opening.export_public(as_dict=True), parts, site.below.key)


def taken(site: Reporting, index: str) -> Acknowledgement:
    """What the authority signs of it."""
    return claimed(give(site.above.folder.root, TakeReport(index)).content.decode(), Acknowledgement)


def test_an_entry_whose_events_are_missing_is_not_here(site: Reporting) -> None:
    site.sit("a", "b")
    index = told(site, lambda content: msgspec.structs.replace(content, logs=()))
    said = taken(site, index)
    assert [(one.candidate, one.fault) for one in said.faults] == [(ADMISSION, "contradiction")]
    assert ADMISSION not in said.taken
    assert site.there()[ADMISSION].fault


def test_an_entry_whose_last_events_are_missing_is_not_here(site: Reporting) -> None:
    site.sit("a", "b")

    def cut(content: Content) -> Content:
        logs = tuple(msgspec.structs.replace(log, events=log.events[:-1]) for log in content.logs)
        return msgspec.structs.replace(content, logs=logs)

    said = taken(site, told(site, cut))
    assert [(one.candidate, one.fault) for one in said.faults] == [(ADMISSION, "contradiction")]


@pytest.mark.parametrize("made", [1 << 63, 10**30], ids=["64 bits", "huge"])
def test_numbers_that_no_table_can_hold_are_kept_with_their_report(site: Reporting, made: int) -> None:
    site.sit("a")
    with reading(site.below.folder) as connection:
        service = read_site(connection).id
    extension = Extension(service, site.exam.id, "a" * 32, 1, "", 5, "", made)
    token = sign_extension(extension, site.below.key)

    def late(content: Content) -> Content:
        if content.summary is None:
            return content
        return msgspec.structs.replace(
            content, summary=msgspec.structs.replace(content.summary, extensions=(token,))
        )

    said = taken(site, told(site, late))
    assert (said.fault, said.taken) == ("unreadable", {})


def test_no_site_reports_under_the_authoritys_own_id(site: Reporting) -> None:
    site.sit("a")
    site.above.server.stop()
    with writing(site.above.folder) as connection:
        own = read_site(connection).id
        (row,) = all_exam_sites(connection)
        change_exam_site(connection, replace(row, service=own))
    site.above.server.start()
    index = told(site, lambda content: content, service=own)
    with pytest.raises(SiteError, match="own id"):
        taken(site, index)


def test_an_older_report_does_not_say_that_a_newer_one_is_missing(site: Reporting) -> None:
    site.above.cable.pull()
    older = site.report().number
    site.sit("b")
    site.above.cable.pull()
    site.report()
    newer = site.row(older + 1)
    for row in (newer, site.row(older)):
        for part in claimed_index(row.index.encode()).parts:
            put_part(site.above.folder, part, read_part(site.below.folder, part))
        give(site.above.folder.root, TakeReport(row.index))
    entry = site.there()[ADMISSION]
    assert (entry.taken, entry.state) == (entry.listed, "submitted")
