"""The pages say what a restore may miss, and that another machine has taken over."""

from pathlib import Path

import pytest

from examprotocol.life import Life, sign_life
from examserver.cli.ordering import give
from examserver.services.alive.after_restore import after_restore, lines_of
from examserver.services.alive.newer_life import note_newer
from examserver.services.exam_site_orders import InviteSite
from examserver.services.keys import signing_key
from examserver.services.old_folder import service_in
from examserver.services.restoring import restore
from examserver.serving import SiteServer
from examserver.storage.folder import open_folder
from examserver.storage.site import read_site
from examserver.storage.store import reading, writing
from examserver.storage.told_times import ToldRow, put_told
from tests.server.conftest import START, FakeClock, Prepared
from tests.server.sittings import MINUTE
from tests.server.visitor import Visitor, add_admin

ZH = {"Accept-Language": "zh-CN"}


@pytest.fixture
def restored(prepared: Prepared, backup: Path, tmp_path: Path) -> Path:
    """The service on another machine; a station was told that the exam takes 90 minutes."""
    restore(backup, tmp_path / "new", service_in(prepared.folder.root), START)
    add_admin(Prepared(open_folder(tmp_path / "new"), prepared.card, prepared.exam))
    with writing(open_folder(tmp_path / "new")) as connection:
        put_told(connection, ToldRow("a" * 32, prepared.exam.id, START, START + 90 * MINUTE))
    return tmp_path / "new"


def test_an_admin_reads_what_may_be_missing_and_puts_it_away(restored: Path, clock: FakeClock) -> None:
    with SiteServer(restored, port=0, clock=clock) as server:
        admin = Visitor(server.port)
        admin.log_in()
        seen = admin.get("/web/", **ZH).text
        assert "由" in seen
        assert "1 台考试机得知的" in seen
        assert "本服务于" in admin.get("/web/monitor/notices", **ZH).text, "whoever watches reads it too"
        assert admin.post("/web/restored", {}).status == 303
        assert "台考试机得知的" not in admin.get("/web/", **ZH).text
        assert admin.get("/web/monitor/notices").text.strip() == ""


def test_who_has_sites_below_reads_that_their_reports_are_to_be_had_again(
    restored: Path, clock: FakeClock
) -> None:
    again = "report --exam EXAM --whole"
    assert again not in "".join(looked_after(restored))
    give(restored, InviteSite("第一考点", 24 * 60 * MINUTE, "https://127.0.0.1:8460"))
    assert again in "".join(looked_after(restored))
    with SiteServer(restored, port=0, clock=clock) as server:
        admin = Visitor(server.port)
        admin.log_in()
        seen = admin.get("/web/", **ZH).text
    assert "下属考点可能上报过" in seen
    assert again in seen


def looked_after(root: Path) -> tuple[str, ...]:
    """What the commands say after the restore."""
    with reading(open_folder(root)) as connection:
        found = after_restore(connection)
    assert found is not None
    return lines_of(found)


def test_who_was_taken_over_says_so_on_every_page_and_takes_no_orders(
    restored: Path, clock: FakeClock
) -> None:
    folder = open_folder(restored)
    with writing(folder) as connection:
        site = read_site(connection)
        newer = Life(site.id, site.generation + 1)
        note_newer(connection, newer, sign_life(newer, signing_key(folder)), START)
    with SiteServer(restored, port=0, clock=clock) as server:
        admin = Visitor(server.port)
        assert "另一台机器已接替本服务" in admin.get("/web/login", **ZH).text
        admin.log_in()
        assert "另一台机器已接替本服务" in admin.get("/web/sittings", **ZH).text
        refused = admin.post("/web/restored", {}, **ZH)
        assert (refused.status, "本机不再接收任何内容" in refused.text) == (409, True)
