"""An exam is reported when it is closed and its collection is finished, or somebody says why not."""

import msgspec
import pytest

from examprotocol.rulings import Verdict
from examserver.cli.ordering import give
from examserver.errors import OrderError
from examserver.services.actions.orders import PauseExams
from examserver.services.attempt_orders import RuleOnEvents
from examserver.services.collecting.orders import FinishCollection
from examserver.services.exam_orders import ExtendExam
from examserver.services.reporting.orders import ReportExam
from examserver.serving import SiteServer
from examserver.storage.attempts import attempts_of
from examserver.storage.audit import audit_rows
from examserver.storage.events import heads_of
from examserver.storage.store import reading
from tests.server.authority import Above, Below, command
from tests.server.reporting import Reporting, reporting_site
from tests.server.station import ADMISSION, IDENTITY, Station
from tests.server.visitor import Visitor, add_admin

CHINESE = {"Accept-Language": "zh-CN"}
WHY = "考场断电，明日补收"


@pytest.fixture
def site(above: Above, below: Below) -> Reporting:
    return reporting_site(above, below)


def write(site: Reporting) -> None:
    """A candidate answers, and never hands in: a case of collecting."""
    with SiteServer(site.below.folder.root, port=0, clock=site.below.clock) as server:
        station = Station(server.port, 1)
        station.log_in(ADMISSION, IDENTITY)
        pen = station.pen()
        pen.choose("q1", "b")
        station.sync(pen)
        station.close()


def finish(site: Reporting, **reasons: str) -> None:
    give(site.below.folder.root, FinishCollection(site.exam.id, "李老师", reasons))


def order(site: Reporting, reason: str = "") -> None:
    give(site.below.folder.root, ReportExam(site.exam.id, "李老师", reason=reason))


def rule(site: Reporting) -> None:
    """The site decides on an answer that is here."""
    with reading(site.below.folder) as connection:
        attempt = attempts_of(connection, site.exam.id)[0].id
        writer = next(iter(heads_of(connection, attempt)))
    span = (f"{writer}:1",)
    give(site.below.folder.root, RuleOnEvents(attempt, Verdict.LEAVE_OUT, span, "李老师", "重复"))


def admin_at(server: SiteServer) -> Visitor:
    visitor = Visitor(server.port)
    assert visitor.log_in().status == 303
    return visitor


def test_nothing_is_reported_before_the_exam_is_closed(site: Reporting) -> None:
    running = SiteServer(site.below.folder.root, port=0, clock=site.below.clock)
    with running, pytest.raises(OrderError, match="not closed yet"):
        order(site, WHY)


def test_nor_while_one_candidate_has_more_time(site: Reporting) -> None:
    site.below.clock.advance(1_000)
    with SiteServer(site.below.folder.root, port=0, clock=site.below.clock):
        give(site.below.folder.root, ExtendExam(site.exam.id, 30, ADMISSION, "断电"))
    with site.after_closing(), pytest.raises(OrderError, match="not closed yet"):
        order(site, WHY)
    site.below.clock.advance(30 * 60_000)
    with site.after_closing():
        order(site, WHY)


def test_nor_while_a_pause_keeps_one_candidate_in_it(site: Reporting) -> None:
    write(site)
    add_admin(site.below)
    with SiteServer(site.below.folder.root, port=0, clock=site.below.clock):
        give(site.below.folder.root, PauseExams(exam=site.exam.id, by="李老师", reason=WHY))
    with site.after_closing() as server:
        with pytest.raises(OrderError, match="stands still for somebody"):
            order(site, WHY)
        admin = admin_at(server)
        assert "暂停中" in admin.get("/web/report", **CHINESE).text
        page = admin.get(f"/web/collections/{site.exam.id}", **CHINESE).text
        assert "仍有考生处于暂停中，考试尚未关闭。" in page


def test_with_an_open_case_it_is_reported_for_a_reason_only_and_the_reason_stays(site: Reporting) -> None:
    write(site)
    with site.after_closing():
        with pytest.raises(OrderError, match="not finished: 1 cases are open"):
            order(site)
        with pytest.raises(OrderError, match="not finished: 1 cases are open"):
            order(site, "  ")
        order(site, WHY)
    with reading(site.below.folder) as connection:
        row = [one for one in audit_rows(connection) if one.what == "report_exam"][-1]
    assert row.why == WHY


def test_a_finished_collection_is_reported_and_what_comes_later_asks_for_a_reason_again(
    site: Reporting,
) -> None:
    write(site)
    with site.after_closing():
        finish(site, **{ADMISSION: WHY})
        order(site)
        rule(site)
        with pytest.raises(OrderError, match="Something has come of 1 candidates"):
            order(site)
        order(site, WHY)


def test_the_page_asks_for_a_tick_and_a_reason_where_a_case_is_open(site: Reporting) -> None:
    write(site)
    add_admin(site.below)
    with SiteServer(site.below.folder.root, port=0, clock=site.below.clock) as server:
        here = admin_at(server)
        assert "/web/report/send" not in here.get("/web/report").text
        assert here.get(f"/web/report/send?exam={site.exam.id}").goes_to == "/web/report"
    with site.after_closing() as server:
        here = admin_at(server)
        assert "回收尚未完成，待处理：1" in here.get("/web/report", **CHINESE).text
        text = here.get(f"/web/report/send?exam={site.exam.id}", **CHINESE).text
        assert f"/web/collections/{site.exam.id}" in text
        asked = {"exam": site.exam.id, "reason": WHY, "sure": "1"}
        for lacking in ("reason", "sure"):
            refused = here.post("/web/report/send", asked | {lacking: ""})
            assert refused.status == 400
        assert here.post("/web/report/send", {"exam": site.exam.id}).status == 409
        assert here.post("/web/report/send", asked).goes_to == "/web/report"
    assert site.row(1).by


def test_the_authority_sees_whether_the_collection_was_finished(
    site: Reporting, capsys: pytest.CaptureFixture[str]
) -> None:
    write(site)
    add_admin(site.above)
    with site.after_closing():
        order(site, WHY)
    site.below.round()
    there = admin_at(site.above.server)
    assert "回收未完成" in there.get("/web/sites", **CHINESE).text
    assert command("sites", site.above.folder.root, "reports") == 0
    assert "collection not finished, 1 open" in capsys.readouterr().out
    with site.after_closing():
        finish(site, **{ADMISSION: WHY})
        order(site)
    site.below.round()
    text = there.get("/web/sites", **CHINESE).text
    assert "完成回收" in text
    assert "待处理：1" in text
    assert command("sites", site.above.folder.root, "reports") == 0
    assert "collection finished at" in capsys.readouterr().out
    assert command("sites", site.above.folder.root, "reports", "--json") == 0
    told = msgspec.json.decode(capsys.readouterr().out)[0]["exams"][0]
    assert (told["collected"] > 0, told["open_cases"], told["came_later"]) == (True, 1, 0)
