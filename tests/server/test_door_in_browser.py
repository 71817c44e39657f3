"""The door, pressed in a real browser: a check-in, a question to the head proctor, and what becomes of it."""

from collections.abc import Callable, Iterator
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlencode

import pytest
from selenium.webdriver.support.select import Select
from selenium.webdriver.support.wait import WebDriverWait

from examprotocol.messages import Refusal
from examserver.cli.ordering import give
from examserver.services.checkin.orders import AskForEntry
from examserver.services.rosters.orders import SeatCandidate
from examserver.serving import SiteServer
from examserver.storage.checkins import CheckInState, checkin_of
from examserver.storage.photos import keep_photo
from examserver.storage.staff import Role
from examserver.storage.store import reading
from tests.server.browser import CHROMIUM, DESK, DRIVER, PHONE, WAIT, Browser, browsing
from tests.server.conftest import Prepared
from tests.server.sittings import ANN, ANN_IDENTITY, THIRD, ZHANG
from tests.server.station import ROOM, RefusedByServiceError, Station
from tests.server.test_roster_photos import picture
from tests.server.visitor import ADMIN, add_admin, add_staff

pytestmark = [
    pytest.mark.full,
    pytest.mark.skipif(
        CHROMIUM is None or DRIVER is None,
        reason="Chromium and its driver are installed by `run.py test --full`",
    ),
]

PROCTOR, HEAD = "赵监考", "王主考"
WHY = "照片不像 <b>"
LIST = f"/web/checkin/room?{urlencode({'room': ROOM, 'exam': 'exam-1'})}"


@pytest.fixture(scope="module")
def window(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with browsing("", tmp_path_factory.mktemp("browser"), "zh-CN") as opened:
        yield opened


@pytest.fixture
def browser(window: Browser, prepared: Prepared, server: SiteServer) -> Iterator[Browser]:
    """At a service where two candidates sit in the room; nothing may have been refused by the browser."""
    root = prepared.folder.root
    give(root, SeatCandidate(prepared.exam.id, ZHANG, ROOM, "1"))
    give(root, SeatCandidate(prepared.exam.id, ANN, ROOM, "2"))
    give(root, SeatCandidate(prepared.exam.id, THIRD, ROOM, "3"))
    keep_photo(prepared.folder, ZHANG, picture())
    add_staff(prepared, PROCTOR, Role.PROCTOR, ROOM)
    add_staff(prepared, HEAD, Role.HEAD_PROCTOR)
    window.resize(DESK)
    opened = window.enter(server.address, PROCTOR)
    yield opened
    opened.leave()


def state_of(prepared: Prepared, candidate: str) -> CheckInState | None:
    with reading(prepared.folder) as connection:
        found = checkin_of(connection, prepared.exam.id, candidate)
    return found.state if found else None


def ask(browser: Browser, candidate: str, photo: Path) -> None:
    """Submit a candidate for approval, with a photo from the door."""
    here = f"[id='exam-1-{candidate}']"
    browser.press("不相符：提交入场审批", here)
    browser.one(f"{here} input[type=file]").send_keys(str(photo))
    browser.fill(f"{here} input[name=reason]", WHY)
    browser.press("提交入场审批", here)
    browser.wait_for(f"{here}.look .mark", "待审批")


def entries(browser: Browser, server: SiteServer) -> Browser:
    """The head proctor's list of who waits, found by the number in the head of the page."""
    opened = browser.enter(server.address, HEAD)
    opened.wait_for("nav .waiting a", "1").click()
    opened.wait_for(".person .mark, .person .name")
    return opened


def test_who_matches_is_checked_in_with_one_press_and_taken_back_with_another(
    browser: Browser, prepared: Prepared
) -> None:
    browser.resize(PHONE)
    browser.open("/web/checkin")
    browser.press(ROOM, "main")
    browser.press("签到", f"[id='exam-1-{ZHANG}']")
    browser.wait_for(".sums", "已签到 1 / 3 人")
    browser.wait_for(f"[id='exam-1-{ZHANG}'].good.just .mark", "已签到")
    assert state_of(prepared, ZHANG) is CheckInState.IN
    browser.press("未签到 2 人")
    assert browser.texts(".person .name") == ["O'Neil, Ann", "=1+1"]
    browser.press("全部")
    browser.press("撤销", f"[id='exam-1-{ZHANG}']")
    browser.wait_for(".sums", "已签到 0 / 3 人")
    assert state_of(prepared, ZHANG) is None
    assert not browser.is_too_wide()


def test_who_does_not_match_waits_for_the_head_proctor_who_allows_and_refuses(
    browser: Browser,
    prepared: Prepared,
    server: SiteServer,
    new_station: Callable[[], Station],
    tmp_path: Path,
) -> None:
    photo = tmp_path / "door.png"
    photo.write_bytes(picture("PNG"))
    browser.open(LIST)
    ask(browser, ZHANG, photo)
    head = entries(browser, server)
    assert WHY in head.wait_for(".facts-of", WHY).text
    assert len(head.all(".person img")) == 2
    give(prepared.folder.root, AskForEntry("exam-1", ANN, ROOM, "无证件", picture()))
    head.wait_for(".person .name", "O'Neil, Ann")
    assert [one.is_selected() for one in head.all(".person input")] == [True, False]
    head.press("允许入场")
    head.wait_for(".note.good", "已审批 1 人")
    assert (state_of(prepared, ZHANG), state_of(prepared, ANN)) == (
        CheckInState.ALLOWED,
        CheckInState.WAITING,
    )
    head.fill(".decide input", "冒名")
    head.press("拒绝入场")
    head.wait_for(".note.good", "已审批 1 人")
    assert state_of(prepared, ANN) is CheckInState.REFUSED
    assert new_station().log_in().token
    with pytest.raises(RefusedByServiceError) as refused:
        new_station().log_in(ANN, ANN_IDENTITY)
    assert refused.value.status == HTTPStatus.FORBIDDEN
    assert refused.value.reply.error == Refusal.ENTRY_REFUSED
    head.open("/web/monitor")
    head.wait_for(".tile.machine:not(.ended) .state", "已拒绝入场")


def test_a_decision_is_changed_with_a_reason(
    browser: Browser, prepared: Prepared, server: SiteServer
) -> None:
    give(prepared.folder.root, AskForEntry("exam-1", ZHANG, ROOM, WHY, picture()))
    head = entries(browser, server)
    head.fill(".decide input", "冒名")
    head.press("拒绝入场")
    head.wait_for(".note.good", "已审批 1 人")
    head.press("已审核", ".tabs")
    head.wait_for(".person.bad .mark", "已拒绝入场")
    head.one(".person input").click()
    head.press("允许入场")
    assert head.wait_for(".decide input:invalid"), "without a reason nothing is sent"
    head.fill(".decide input", "补交证件")
    head.press("允许入场")
    head.wait_for(".note.good", "已审批 1 人")
    assert state_of(prepared, ZHANG) is CheckInState.ALLOWED


def test_the_site_admin_says_that_a_login_needs_a_check_in_and_the_station_is_told(
    browser: Browser, prepared: Prepared, server: SiteServer, station: Station
) -> None:
    add_admin(prepared)
    admin = browser.enter(server.address, ADMIN)
    admin.open("/web/checkin")
    form = "form[action='/web/checkin/rule']"
    Select(admin.one(f"{form} select")).select_by_value("yes")
    admin.press("保存", form)
    admin.wait_for(".note.good", "已保存")
    with pytest.raises(RefusedByServiceError) as refused:
        station.log_in()
    assert refused.value.reply.error == Refusal.NOT_CHECKED_IN
    proctor = admin.enter(server.address, PROCTOR)
    proctor.open(LIST)
    proctor.press("签到", f"[id='exam-1-{ZHANG}']")
    proctor.wait_for(".person.good .mark", "已签到")
    assert station.log_in().token


def test_a_list_that_could_not_be_brought_up_to_date_says_so_until_it_is(
    browser: Browser, prepared: Prepared, server: SiteServer
) -> None:
    head = browser.enter(server.address, HEAD)
    head.open("/web/checkin/entries")

    def is_lost(_: object) -> bool:
        shown = head.one("[data-lost]").is_displayed()
        if not shown:  # the page's own look may have put it away again
            head.driver.execute_script("htmx.ajax('GET', '/web/nowhere', {source: '#live', target: '#live'})")
        return shown

    WebDriverWait(head.driver, WAIT, poll_frequency=0.1).until(is_lost)
    assert any("404" in said for said in head.complaints())
    give(prepared.folder.root, AskForEntry("exam-1", ZHANG, ROOM, WHY, picture()))
    head.wait_for(".person .name", "张三")
    WebDriverWait(head.driver, WAIT).until(lambda _: not head.one("[data-lost]").is_displayed())
    head.complaints()
