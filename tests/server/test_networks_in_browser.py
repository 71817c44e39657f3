"""Refused logins in a real browser: they come up on the open monitor, and an address is registered there."""

from pathlib import Path

import pytest

from examserver import site
from examserver.serving import SiteServer
from tests.server.browser import CHROMIUM, DESK, DRIVER, browsing
from tests.server.conftest import FakeClock, Prepared
from tests.server.station import RefusedByServiceError, Station
from tests.server.visitor import add_admin

pytestmark = [
    pytest.mark.full,
    pytest.mark.skipif(
        CHROMIUM is None or DRIVER is None,
        reason="Chromium and its driver are installed by `run.py test --full`",
    ),
]

OUTSIDE = "203.0.113.9"


def test_a_refused_login_comes_up_on_the_open_monitor_and_one_click_lets_the_candidate_in(
    fenced: Prepared, clock: FakeClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(site, "WRITE_SECONDS", 0.02)
    add_admin(fenced)
    with (
        SiteServer(fenced.folder.root, port=0, clock=clock) as server,
        browsing(server.address, tmp_path, "zh-CN") as browser,
    ):
        browser.resize(DESK)
        browser.log_in()
        browser.open("/web/monitor")
        browser.wait_for("#tiles .tile")
        station = Station(server.port, 1)
        station.come_from(OUTSIDE)
        with pytest.raises(RefusedByServiceError):
            station.log_in()
        browser.wait_for("#notices", "不在考点范围内")
        assert browser.is_in_sight("#tiles .tile")
        browser.wait_for(".refused button", "登记该地址").click()
        browser.wait_for(".note.good", f"已登记 {OUTSIDE}/32。")
        assert station.log_in()
        browser.open("/web/networks")
        browser.one("tr:last-child td:last-child summary").click()
        browser.wait_for("td details button", "取消登记").click()
        browser.wait_for(".note.good", "已取消登记")
        assert not browser.is_too_wide()
        assert browser.complaints() == []
        station.close()
