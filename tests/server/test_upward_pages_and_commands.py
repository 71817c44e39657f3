"""Reporting upward by the page and by the command, at the site and at the authority."""

import json
from pathlib import Path

import pytest

from examserver.serving import SiteServer
from tests.server.authority import Above, Below, command
from tests.server.reporting import Reporting, reporting_site
from tests.server.test_report_pages import CHINESE, admin_at
from tests.server.visitor import Visitor, add_admin

TEXT = "机房交换机故障 <b>多数</b>考生无法登录"
ESCAPED = "机房交换机故障 &lt;b&gt;多数&lt;/b&gt;考生无法登录"


@pytest.fixture
def site(above: Above, below: Below) -> Reporting:
    made = reporting_site(above, below)
    add_admin(above)
    add_admin(below)
    return made


def send_by_page(site: Reporting) -> bytes:
    """Report upward by the page, while no round goes; what the page gives as a file."""
    with SiteServer(site.below.folder.root, port=0, clock=site.below.clock) as server:
        here = admin_at(server.port)
        assert "考生 3 名，已签到 0 名，已登录 0 名" in here.get("/web/upward", **CHINESE).text
        sent = here.post("/web/upward/send", {"text": TEXT, "exam": site.exam.id})
        assert sent.goes_to == "/web/upward"
        assert ESCAPED in here.get("/web/upward").text
        file = here.post("/web/upward/file")
    return file.body


def see_on_page(there: Visitor) -> None:
    text = there.get("/web/sites").text
    alert = text.partition('name="alert" value="')[2].partition('"')[0]
    assert there.post("/web/sites/seen", {"site": "site-1", "alert": alert}).goes_to == "/web/sites"


def test_a_click_reports_upward_and_both_sides_see_what_became_of_it(site: Reporting) -> None:
    send_by_page(site)
    site.below.round()
    there = admin_at(site.above.server.port)
    assert "Messages from sites that nobody has seen: 1" in there.get("/web/").text
    text = there.get("/web/sites", **CHINESE).text
    assert ESCAPED in text
    assert "考生 3 名，已签到 0 名，已登录 0 名" in text
    see_on_page(there)
    assert "李老师 已阅" in there.get("/web/sites", **CHINESE).text
    assert "nobody has seen" not in there.get("/web/").text
    site.below.round()
    with SiteServer(site.below.folder.root, port=0, clock=site.below.clock) as server:
        assert "上级机构已阅" in admin_at(server.port).get("/web/upward", **CHINESE).text


def test_what_waits_is_carried_as_a_file_and_taken_in_on_the_page(site: Reporting) -> None:
    site.above.cable.pull()
    file = send_by_page(site)
    there = admin_at(site.above.server.port)
    headers = {
        "X-Form-Proof": there.proof,
        "Content-Type": "application/octet-stream",
        "Sec-Fetch-Site": "same-origin",
    }
    for data, is_good in ((b"PK\x03\x04", False), (file, True), (file, True)):
        assert there.ask("POST", "/web/sites/alerts", data, headers).json["ok"] is is_good
    assert there.get("/web/sites").text.count(ESCAPED) == 1


def test_the_page_says_that_nothing_goes_while_it_is_paused(site: Reporting) -> None:
    paused, tried = "Paused: nothing is sent to 考试院.", "it is tried again by itself"
    with SiteServer(site.below.folder.root, port=0, clock=site.below.clock) as server:
        here = admin_at(server.port)
        assert paused not in here.get("/web/upward").text
        here.post("/web/report/pause", {"paused": "1"})
        assert paused in here.get("/web/upward").text
        here.post("/web/upward/send", {"text": TEXT})
        text = here.get("/web/upward").text
        assert tried not in text
        assert "carry the file, or telephone" in text.partition('id="live"')[2]
        assert "或导出文件转交，或电话报告" in here.get("/web/upward", **CHINESE).text


def test_the_commands_do_the_same(
    site: Reporting, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    here, there, file = site.below.folder.root, site.above.folder.root, tmp_path / "up.examalert"
    assert command("upstream", here, "alert", "停电", "--exam", site.exam.id, "--by", "王主考") == 0
    assert command("upstream", here, "alerts", "--out", file) == 0
    assert command("sites", there, "messages", "--take", file) == 0
    capsys.readouterr()
    assert command("sites", there, "messages") == 0
    said = capsys.readouterr().out
    assert "by file\tnot seen yet" in said
    assert "王主考: 停电" in said
    assert "3 candidates, 0 checked in, 0 logged in" in said
    assert command("sites", there, "messages", "--json") == 0
    (one,) = json.loads(capsys.readouterr().out)
    assert one["came"]["alert"]["text"] == "停电"
    assert command("sites", there, "seen", "site-1", one["came"]["alert"]["id"][:8], "--by", "值班员") == 0
    assert command("sites", there, "seen", "site-1", "zz") != 0
    capsys.readouterr()
    assert command("sites", there, "messages") == 0
    assert "by 值班员" in capsys.readouterr().out
    assert command("upstream", here, "alerts") == 0
    assert "not there yet" in capsys.readouterr().out
    site.below.round()
    assert command("upstream", here, "alerts") == 0
    assert "停电" in capsys.readouterr().out
