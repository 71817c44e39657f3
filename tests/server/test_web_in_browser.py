"""The web page in a real browser: files are dropped, looked at, taken in, compared and ruled on."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from examserver.services import import_orders
from examserver.services.import_opening import Opened, Refused, look_at
from examserver.services.import_verdicts import Offered
from examserver.services.order import Preparation
from examserver.serving import SiteServer
from examserver.storage.imports import all_imports
from examserver.storage.rulings import rulings_of
from examserver.storage.store import reading
from tests.server.batch import CANDIDATES, crowd, one_for, ten_bad
from tests.server.browser import CHROMIUM, DESK, DRIVER, PHONE, WAIT, Browser, browsing
from tests.server.conftest import FakeClock, Prepared
from tests.server.moving import PASSWORD
from tests.server.packing import Carrier, attempt_of
from tests.server.station import ADMISSION, Pen, Station
from tests.server.visitor import ADMIN, add_admin

pytestmark = [
    pytest.mark.full,
    pytest.mark.skipif(
        CHROMIUM is None or DRIVER is None,
        reason="Chromium and its driver are installed by `run.py test --full`",
    ),
]

HOSTILE = "<img src=x onerror=alert(1)>\u202e.examanswers"
VERDICTS = "#table tbody .verdict"


@pytest.fixture
def crowded(prepared: Prepared, tmp_path: Path) -> Carrier:
    return crowd(prepared, tmp_path / "stick")


@pytest.fixture
def carrier(prepared: Prepared, tmp_path: Path) -> Carrier:
    return Carrier(prepared, tmp_path / "stick")


@pytest.fixture
def browser(prepared: Prepared, server: SiteServer, tmp_path: Path) -> Iterator[Browser]:
    """At a service with an admin, on a desk's screen; at the end nothing may have been refused."""
    add_admin(prepared)
    with browsing(server.address, tmp_path) as opened:
        opened.resize(DESK)
        yield opened
        assert opened.complaints() == []


def test_forty_of_fifty_dropped_files_come_in_and_ten_have_their_reasons(
    crowded: Carrier, browser: Browser
) -> None:
    for candidate in CANDIDATES:
        one_for(crowded, candidate)
    bad = ten_bad(crowded)
    (crowded.stick / "0" / "holiday.jpg").write_bytes(b"\xff\xd8\xff\xe0")
    (crowded.stick / "0" / "record.txt").write_text("for the proctor's record", encoding="utf-8")
    browser.log_in()
    browser.drop(crowded.stick)
    said = browser.wait_for("#said", "Dry run")
    assert said.text == "Dry run, nothing was written: 40 can come in, 10 refused. To look at: 40."
    assert browser.is_in_sight("#said"), "whoever confirms reads it first"
    assert browser.is_in_sight("#take")
    assert browser.one("#aside").text.endswith("2")
    verdicts = browser.texts(VERDICTS)
    assert (verdicts.count("will be taken in"), verdicts.count("refused")) == (40, 10)
    assert set(browser.texts("#table .receipt")) == {""}
    with reading(crowded.prepared.folder) as connection:
        assert all_imports(connection) == ()
    browser.one("#take").click()
    assert browser.wait_for("#said", "Done").text == "Done: 40 in, 10 refused. To look at: 40."
    assert browser.is_in_sight("#said")
    receipts = [code for code in browser.texts("#table .receipt") if code]
    assert len(set(receipts)) == 40
    assert all(len(code) == len("XXXXX-XXXXX") for code in receipts)
    with reading(crowded.prepared.folder) as connection:
        rows = all_imports(connection)
    assert sorted(row.fault for row in rows if row.fault) == sorted(bad.values())
    assert sorted(row.candidate for row in rows if not row.fault) == CANDIDATES
    assert {row.by for row in rows} == {ADMIN}
    browser.open("/web/imports")
    assert len(browser.all("tbody tr")) == 50


def test_single_files_each_have_a_row_whatever_they_are(carrier: Carrier, browser: Browser) -> None:
    good = one_for(carrier, ADMISSION)
    large = carrier.put("film.mp4", b"")
    with large.open("wb") as file:
        file.truncate(3 << 30)
    others = [carrier.put("a.zip", b"PK\x03\x04"), carrier.put("a.jpg", b"\xff\xd8\xff"), large]
    hostile = carrier.put(HOSTILE, good.read_bytes())
    browser.log_in()
    browser.one("#files").send_keys("\n".join(map(str, [good, *others, hostile])))
    browser.wait_for("#said", "2 can come in, 3 refused")
    assert browser.texts(VERDICTS) == [*["refused"] * 3, *["will be taken in"] * 2]
    assert HOSTILE.replace("\u202e", "\ufffd") in browser.texts("#table .file")
    assert f"{3 << 30} bytes" in " ".join(browser.texts("#table .what"))
    browser.one("#take").click()
    browser.wait_for("#said", "Done")
    assert browser.texts(VERDICTS) == [*["refused"] * 3, "taken in", "the same again"]
    assert browser.all("img") == []


def test_a_folder_can_be_chosen_too(carrier: Carrier, browser: Browser) -> None:
    one_for(carrier, ADMISSION)
    one_for(carrier, "2026A002")
    browser.log_in()
    browser.one("#folder").send_keys(str(carrier.stick))
    browser.wait_for("#said", "2 can come in, 0 refused")


def test_stop_ends_after_the_file_under_way_and_go_on_goes_on(
    carrier: Carrier, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = [one_for(carrier, candidate) for candidate in (ADMISSION, "2026A002", "2026A003")]
    begun, go = threading.Event(), threading.Event()

    def slowly(preparation: Preparation, offered: Offered) -> Opened | Refused:
        begun.set()
        assert go.wait(WAIT)
        return look_at(preparation, offered)

    monkeypatch.setattr(import_orders, "look_at", slowly)
    browser.log_in()
    browser.drop(*files)
    assert begun.wait(WAIT)
    assert browser.wait_for("#progress").text == "1 of 3"
    browser.wait_for("#stop").click()
    go.set()
    assert browser.wait_for("#said").text == "Stopped after 1 of 3. What came in stays in."
    assert browser.texts(VERDICTS) == ["will be taken in", "waiting", "waiting"]
    assert not browser.one("#take").is_displayed()
    browser.wait_for("#go-on").click()
    browser.wait_for("#said", "3 can come in")


def test_a_stick_that_is_pulled_out_costs_its_own_file_alone(carrier: Carrier, browser: Browser) -> None:
    first, second = one_for(carrier, ADMISSION), one_for(carrier, "2026A002")
    browser.log_in()
    browser.drop(first, second)
    browser.wait_for("#said", "2 can come in")
    first.unlink()
    browser.one("#take").click()
    assert browser.wait_for("#said", "Done").text == "Done: 1 in, 0 refused. To look at: 1. Not sent: 1."
    assert browser.texts(VERDICTS) == ["not sent", "taken in"]
    assert "is the stick still in?" in browser.texts("#table .what")[0]
    assert browser.one("#go-on").is_displayed()


def test_a_service_that_lost_its_key_asks_for_the_room_password(
    prepared: Prepared, carrier: Carrier, browser: Browser
) -> None:
    file = one_for(carrier, ADMISSION)
    prepared.folder.opening_key.unlink()
    browser.log_in()
    browser.drop(file)
    browser.wait_for("#look-again")
    assert browser.texts(VERDICTS) == ["refused"]
    browser.wait_for("#typed").send_keys(PASSWORD.lower())
    browser.one("#look-again").click()
    browser.wait_for("#said", "1 can come in, 0 refused")
    browser.one("#take").click()
    browser.wait_for("#said", "Done: 1 in")
    assert "opened by the room password" in browser.texts("#table .what")[0]


def test_a_service_that_is_gone_for_a_while_loses_nothing(
    prepared: Prepared, carrier: Carrier, clock: FakeClock, tmp_path: Path
) -> None:
    file = one_for(carrier, ADMISSION)
    with SiteServer(prepared.folder.root, port=0, clock=clock) as server:
        add_admin(prepared)
        port = server.port
        with browsing(server.address, tmp_path) as browser:
            browser.log_in()
            server.stop()
            browser.drop(file)
            browser.wait_for("#said", "The service did not answer.")
            assert browser.texts(VERDICTS) == ["not sent"]
            with SiteServer(prepared.folder.root, port=port, clock=clock):
                browser.wait_for("#go-on").click()
                browser.wait_for("#said", "1 can come in")


@pytest.fixture
def disputed(seated: Station, carrier: Carrier) -> Pen:
    """q1 was answered at two machines; the stick's package of the one that lost its network."""
    old, new = seated.pen(), seated.pen()
    new.choose("q1", "b")
    seated.sync(new)
    old.choose("q1", "a")
    old.type("q8", "<script>alert(1)</script>\u202e" + "很长的作文。" * 60)
    carrier.pack(old)
    return new


def test_both_sources_are_compared_and_one_answer_is_let_count_by_the_keyboard(
    prepared: Prepared, carrier: Carrier, disputed: Pen, browser: Browser
) -> None:
    browser.log_in()
    browser.drop(carrier.stick)
    browser.wait_for("#take").send_keys(Keys.ENTER)
    said = browser.wait_for("#said", "Done")
    assert said.text == "Done: 1 in, 0 refused. To look at: 1.", "the same question was answered twice"
    assert "look" in (said.get_attribute("class") or "")
    browser.one("#table .name a").send_keys(Keys.ENTER)
    browser.wait_for("h1", "张三")
    pick = browser.one(f"input[value='{disputed.writer.id}:2:q1']")
    pick.send_keys(Keys.SPACE)
    reason = browser.one("form[action$='prefer'] input[name='reason']")
    reason.send_keys("the proctor saw it", Keys.ENTER)
    browser.wait_for(".note.good", "Ruled.")
    with reading(prepared.folder) as connection:
        (ruling,) = rulings_of(connection, attempt_of(prepared))
    assert (ruling.by, ruling.reason) == (ADMIN, "the proctor saw it")
    assert browser.texts("tbody tr:first-child .mark") == ["counts now"]


def test_a_ruling_without_a_reason_is_not_even_sent(
    prepared: Prepared, carrier: Carrier, disputed: Pen, browser: Browser
) -> None:
    browser.log_in()
    browser.drop(carrier.stick)
    browser.wait_for("#take").click()
    browser.wait_for("#said", "Done")
    browser.open(f"/web/attempts/{attempt_of(prepared)}")
    form = browser.one("form[action$='choose']")
    form.find_element(By.CSS_SELECTOR, "input[value='service']").click()
    form.find_element(By.CSS_SELECTOR, "button").click()
    with reading(prepared.folder) as connection:
        assert rulings_of(connection, attempt_of(prepared)) == ()
    assert browser.driver.current_url.endswith(attempt_of(prepared))


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_no_page_is_wider_than_a_phone(
    prepared: Prepared,
    server: SiteServer,
    carrier: Carrier,
    disputed: Pen,
    tmp_path: Path,
    language: str,
) -> None:
    add_admin(prepared)
    (tmp_path / language).mkdir()
    with browsing(server.address, tmp_path / language, language) as browser:
        browser.resize(PHONE)
        browser.open("/web/login")
        assert browser.one("html").get_attribute("lang") == language
        assert not browser.is_too_wide()
        browser.log_in()
        browser.drop(carrier.stick, carrier.put("x" * 200, b"PK\x03\x04"))
        browser.wait_for("#take").click()
        browser.wait_for("#table .name a")
        assert not browser.is_too_wide()
        for page in ("/web/imports", f"/web/attempts/{attempt_of(prepared)}", "/web/nothing"):
            browser.open(page)
            assert not browser.is_too_wide(), page
        browser.one(".who button").click()
        browser.wait_for(f"html[lang='{'zh-CN' if language == 'en' else 'en'}']")
