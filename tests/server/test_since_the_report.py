"""What comes after an exam was reported is said, until it is reported as well."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from examprotocol.package_attachments import seal_attachment
from examprotocol.report_messages import open_acknowledgement
from examprotocol.rulings import Verdict
from examserver.cli.ordering import give
from examserver.services.attempt_orders import RuleOnEvents
from examserver.services.keys import signing_key
from examserver.services.reporting.overview import ExamBelow, reporting_below
from examserver.services.reporting.since import Came
from examserver.services.responses import append_events
from examserver.serving import SiteServer
from examserver.storage.attempts import attempts_of
from examserver.storage.candidates import Registered, change_candidates
from examserver.storage.events import logs_of
from examserver.storage.handed_files import put_chunk, put_record
from examserver.storage.reports import ReportRow
from examserver.storage.store import reading, writing
from tests.server.authority import Above, Below, command
from tests.server.conftest import START
from tests.server.reporting import Reporting, reporting_site
from tests.server.station import ADMISSION, IDENTITY, Pen
from tests.server.visitor import Visitor, add_admin

CHINESE = {"Accept-Language": "zh-CN"}
LATER = START + 3_600_000


@pytest.fixture
def site(above: Above, below: Below) -> Reporting:
    return reporting_site(above, below)


@contextmanager
def running(site: Reporting) -> Iterator[SiteServer]:
    """Orders that are given meanwhile are of the site's own time."""
    with SiteServer(site.below.folder.root, port=0, clock=site.below.clock) as server:
        yield server


def reported(site: Reporting) -> ReportRow:
    """Reported, by the site's clock."""
    number = site.want()
    site.below.round()
    assert site.row(number).acknowledged
    return site.row(number)


def below(site: Reporting) -> ExamBelow:
    """What the page says of the exam."""
    with reading(site.below.folder) as connection:
        return reporting_below(connection, site.below.folder, site.below.shelf, site.below.clock.now()).exams[
            0
        ]


def said(site: Reporting) -> dict[str, tuple[Came, ...]]:
    """Of whom something came since, and what."""
    return {one.candidate: one.came for one in below(site).since.candidates}


def attempt_of(site: Reporting) -> str:
    with reading(site.below.folder) as connection:
        return attempts_of(connection, site.exam.id)[0].id


def append_later(site: Reporting) -> None:
    """The machine of the first candidate brings one more answer, after the report."""
    with writing(site.below.folder) as connection:
        (known,) = logs_of(connection, attempt_of(site))
        pen = Pen(known.writer, list(known.events))
        append_events(connection, pen.writer, [pen.choose("q1", "c")], LATER)


def test_of_what_was_reported_and_not_changed_nothing_came_since(site: Reporting) -> None:
    site.sit("b")
    reported(site)
    assert said(site) == {}
    assert (below(site).tone, below(site).acknowledged) == ("good", 3)


def test_an_answer_that_comes_later_is_named_until_it_is_reported(site: Reporting) -> None:
    site.sit("b")
    reported(site)
    append_later(site)
    assert said(site) == {ADMISSION: (Came.ANSWERS,)}
    assert (below(site).tone, below(site).acknowledged) == ("look", 2)
    reported(site)
    assert said(site) == {}
    assert below(site).tone == "good"


def test_a_ruling_a_name_and_a_first_login_are_each_named(site: Reporting) -> None:
    site.sit("b")
    reported(site)
    site.below.clock.advance(60_000)
    with reading(site.below.folder) as connection:
        writer = logs_of(connection, attempt_of(site))[0].writer.id
    ruling = RuleOnEvents(attempt_of(site), Verdict.LEAVE_OUT, (f"{writer}:2-2",), "李老师", "误操作")
    with running(site):
        give(site.below.folder.root, ruling)
    site.sit("c", admission="2026A003", identity="E12345678", number=2)
    with writing(site.below.folder) as connection:
        change_candidates(connection, [Registered("2026A002", "李四四", "another", "13")])
    assert said(site) == {
        ADMISSION: (Came.RULING,),
        "2026A002": (Came.PERSON,),
        "2026A003": (Came.ANSWERS,),
    }


def test_the_page_says_what_came_since_and_offers_to_report_again(site: Reporting) -> None:
    site.sit("b")
    reported(site)
    append_later(site)
    add_admin(site.below)
    with running(site) as server:
        here = Visitor(server.port)
        here.log_in()
        text = here.get("/web/report", **CHINESE).text
        assert "上报后又有变化" in text
        assert ADMISSION in text
        assert "收到新的作答记录" in text
        assert "2 / 3" in text
        assert "上报新增内容" in text
        assert "Since the last report" in here.get("/web/report").text


def test_the_command_says_it_too(site: Reporting, capsys: pytest.CaptureFixture[str]) -> None:
    site.sit("b")
    reported(site)
    append_later(site)
    capsys.readouterr()
    assert command("upstream", site.below.folder.root, "reports") == 0
    told = capsys.readouterr().out
    assert f"{ADMISSION}\tanswers" in told
    assert f"report --exam {site.exam.id}" in told


def test_a_file_that_is_recovered_later_goes_with_the_next_report_and_is_named_before(
    site: Reporting,
) -> None:
    site.sit("a")
    record, chunks = seal_attachment("drawing.png", b"a drawing " * 90_000, most=1 << 18)
    with writing(site.below.folder) as connection:
        put_record(connection, attempt_of(site), record)
    for chunk, sealed in zip(record.chunks[:-1], chunks, strict=False):
        put_chunk(site.below.folder, chunk.sha256, sealed)
    reported(site)
    assert below(site).since.files == 0
    put_chunk(site.below.folder, record.chunks[-1].sha256, chunks[-1])
    assert below(site).since.files == 1
    row = reported(site)
    key = signing_key(site.above.folder)
    assert open_acknowledgement(row.acknowledgement, key, row.report).lacking == 0
    assert not below(site).since


def test_who_was_put_on_the_roster_and_who_sat_after_the_report_is_named(site: Reporting) -> None:
    reported(site)
    site.below.clock.advance(60_000)
    site.sit("b", identity=IDENTITY)
    assert said(site) == {ADMISSION: (Came.ANSWERS,)}
