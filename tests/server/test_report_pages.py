"""The pages of reporting, and both sides of it with PostgreSQL."""

import re
from pathlib import Path

import msgspec
import pytest

from examprotocol.given_lists import GivenCandidate
from examserver.cli.ordering import give
from examserver.services.candidates import import_candidates
from examserver.services.collecting.orders import FinishCollection
from examserver.services.exams import MINUTE, ExamPlan, create_exam
from examserver.services.giving.orders import GiveNetworks, GiveRoster
from examserver.services.roster import read_roster
from examserver.serving import SiteServer
from examserver.storage.folder import open_folder
from examserver.storage.moving import move_to
from examserver.storage.sittings import change_exam
from examserver.storage.store import writing
from tests.server.authority import PAPER, Above, Below
from tests.server.conftest import ROSTER, START
from tests.server.reporting import Reporting, reporting_site
from tests.server.station import ADMISSION
from tests.server.visitor import Visitor, add_admin

CHINESE = {"Accept-Language": "zh-CN"}


@pytest.fixture
def site(above: Above, below: Below) -> Reporting:
    return reporting_site(above, below)


def admin_at(port: int) -> Visitor:
    visitor = Visitor(port)
    assert visitor.log_in().status == 303
    return visitor


def test_a_click_reports_and_both_sides_see_what_became_of_it(site: Reporting) -> None:
    site.sit("b")
    add_admin(site.below)
    add_admin(site.above)
    with site.after_closing() as server:
        here = admin_at(server.port)
        assert "尚未上报" in here.get("/web/report", **CHINESE).text
        give(site.below.folder.root, FinishCollection(site.exam.id, "李老师", {}))
        here.get("/web/report", **CHINESE)
        assert here.post("/web/report/send", {"exam": site.exam.id}).goes_to == "/web/report"
    site.below.round()
    with SiteServer(site.below.folder.root, port=0, clock=site.below.clock) as server:
        here = admin_at(server.port)
        text = here.get("/web/report", **CHINESE).text
        assert "已确认" in text
        assert "3 / 3" in text
    there = admin_at(site.above.server.port)
    text = there.get("/web/sites", **CHINESE).text
    assert "大学英语（二）" in text
    assert "完整" in text


def test_a_report_that_waits_is_taken_as_a_file_and_given_in_at_the_authority(site: Reporting) -> None:
    site.sit("b")
    site.above.cable.pull()
    number = site.report().number
    add_admin(site.below)
    add_admin(site.above)
    with SiteServer(site.below.folder.root, port=0, clock=site.below.clock) as server:
        here = admin_at(server.port)
        assert "does not answer" in here.get("/web/report").text
        assert "没有正常响应" in here.get("/web/report", **CHINESE).text
        given = here.get(f"/web/report/file?exam={site.exam.id}&number={number}")
        assert ".examresults" in given.headers["Content-Disposition"]
        assert here.get(f"/web/report/file?exam={site.exam.id}&number=7").status == 409
    there = admin_at(site.above.server.port)
    headers = {
        "X-Form-Proof": there.proof,
        "Content-Type": "application/octet-stream",
        "Sec-Fetch-Site": "same-origin",
    }
    for data, is_good in ((given.body[:-5], False), (b"PK\x03\x04", False), (given.body, True)):
        assert there.ask("POST", "/web/sites/import", data, headers).json["ok"] is is_good
    assert site.results()[ADMISSION].answered == 1
    headers["X-Form-Proof"] = "0" * 64
    assert there.ask("POST", "/web/sites/import", given.body, headers).status == 403


def test_reporting_is_paused_and_goes_on_by_a_click(site: Reporting) -> None:
    add_admin(site.below)
    with SiteServer(site.below.folder.root, port=0, clock=site.below.clock) as server:
        here = admin_at(server.port)
        assert here.post("/web/report/pause", {"paused": "1"}).goes_to == "/web/report"
        text = here.get("/web/report", **CHINESE).text
        assert re.search(r'<p class="note look">\s*已暂停：不向 考试院 发送内容。', text)
        assert "继续" in text
        assert site.below.upstream().paused
        here.post("/web/report/pause", {"paused": "0"})
        assert "暂停收发" in here.get("/web/report", **CHINESE).text
        assert "暂停或恢复与上级机构的收发" in here.get("/web/audit", **CHINESE).text
    assert not site.below.upstream().paused


def test_what_would_change_is_confirmed_on_the_page(site: Reporting) -> None:
    give(site.above.folder.root, GiveNetworks("site-1", ("10.1.0.0/16",)))
    site.below.round()
    site.above.clock.advance(1_000)
    give(site.above.folder.root, GiveNetworks("site-1", ("10.2.0.0/16",)))
    site.below.round()
    add_admin(site.below)
    add_admin(site.above)
    assert "待考点确认" in admin_at(site.above.server.port).get("/web/sites", **CHINESE).text
    with SiteServer(site.below.folder.root, port=0, clock=site.below.clock) as server:
        here = admin_at(server.port)
        text = here.get("/web/report").text
        assert "10.2.0.0/16" in text
        digest = text.partition('name="digest" value="')[2][:64]
        sent = here.post("/web/report/list", {"kind": "networks", "name": "", "digest": digest})
        assert sent.goes_to == "/web/report"
        assert "taken in" in here.get("/web/report").text


def test_the_page_says_what_becomes_of_what_and_which_times_stay(site: Reporting) -> None:
    given = GivenCandidate("2026A201", "王<b>小明", "E9", "一号考场", "7")
    exam = _exam_above(site)
    give(site.above.folder.root, GiveRoster("site-1", exam, (given,)))
    site.below.round()
    with writing(site.below.folder) as connection:
        change_exam(connection, f"given-{exam}", cancelled=True)
    _start_later(site, exam)
    moved = msgspec.structs.replace(given, seat="9")
    give(site.above.folder.root, GiveRoster("site-1", exam, (moved,)))
    site.below.round()
    add_admin(site.below)
    with SiteServer(site.below.folder.root, port=0, clock=site.below.clock) as server:
        text = " ".join(admin_at(server.port).get("/web/report", **CHINESE).text.split())
    assert "王&lt;b&gt;小明</bdi>, 座位: <bdi>7</bdi> → <bdi>9</bdi>" in text
    assert "上级机构要求更改、但不采用：1" in text
    assert "本考点已取消该考试。" in text


def _exam_above(site: Reporting) -> str:
    """An exam of the authority's own, set up while its service stands still."""
    site.above.server.stop()
    with writing(site.above.folder) as connection:
        import_candidates(connection, read_roster(ROSTER.encode()))
        exam = create_exam(connection, ExamPlan("大学英语（二）", PAPER, START, 60), START - 60 * MINUTE)
    site.above.server.start()
    return exam.id


def _start_later(site: Reporting, exam: str) -> None:
    """The authority has its own exam begin later; its list then says so."""
    site.above.clock.advance(1_000)
    site.above.server.stop()
    with writing(site.above.folder) as connection:
        change_exam(connection, exam, starts=START + 5 * MINUTE)
    site.above.server.start()


@pytest.mark.parametrize("side", ["site", "authority"])
def test_reports_go_where_either_side_has_its_tables_on_a_server(
    site: Reporting, database: str, side: str
) -> None:
    site.sit("b")
    if side == "site":
        _move(site.below.folder.root, database)
        site.below.folder = open_folder(site.below.folder.root)
    else:
        site.above.server.stop()
        _move(site.above.folder.root, database)
        site.above.folder = open_folder(site.above.folder.root)
        site.above.server.start()
    row = site.report()
    assert (row.trouble, row.acknowledged > 0) == ("", True)
    assert site.results()[ADMISSION].answered == 1
    assert site.report(whole=True).acknowledged
    site.above.server.stop()  # before the tables of the server are emptied


def _move(root: Path, database: str) -> None:
    move_to(open_folder(root), database, lambda _table, _rows: None)
