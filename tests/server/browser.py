"""A real browser at the service's web page: Chromium, driven as WebDriver (W3C) says."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from shutil import which
from typing import Any

from selenium import webdriver
from selenium.common.exceptions import ElementClickInterceptedException, StaleElementReferenceException
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.wait import WebDriverWait

from tests.server.visitor import ADMIN, SECRET

CHROMIUM, DRIVER = which("chromium"), which("chromedriver")
FONTS = Path(__file__).parents[2] / "resources" / "fonts"
FONT_RULES = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><include ignore_missing="yes">/etc/fonts/fonts.conf</include><dir>{folder}</dir></fontconfig>"""

LOGIN = "/web/login"
WAIT = 30
PASSING = (StaleElementReferenceException, ElementClickInterceptedException)
DESK, PHONE = (1366, 768), (390, 844)
QUIET = ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--no-first-run")


@dataclass(frozen=True)
class Browser:
    """One window, at `address`: what somebody does there, and what there is to see."""

    driver: webdriver.Chrome
    address: str

    def open(self, path: str) -> None:
        """Go to a page."""
        self.driver.get(f"{self.address}{path}")

    def log_in(self, name: str = ADMIN) -> None:
        """Log in, by the keyboard alone, and go to where packages are taken in if it is the admin."""
        self.open(LOGIN)
        WebDriverWait(self.driver, WAIT).until(
            lambda _: self.all("input:focus"), "the first field has the focus"
        )
        self.driver.switch_to.active_element.send_keys(f"{name}\t{SECRET}\n")
        self.wait_for("#live")
        if name == ADMIN:
            self.open("/web/import")
            self.wait_for("#drop")

    def enter(self, address: str, name: str = ADMIN) -> "Browser":
        """The same window at a service where this person logs in; whoever was here before is gone."""
        here = replace(self, address=address)
        here.open(LOGIN)
        self.driver.delete_all_cookies()
        here.log_in(name)
        return here

    def leave(self) -> None:
        """Go away from the pages before their service stops; the browser may have refused nothing."""
        self.driver.get("about:blank")
        found = self.complaints()
        assert found == [], found

    def press(self, said: str, within: str = "body") -> None:
        """Press the link or button that says so, once it is there; a page may just be refreshing itself."""

        def pressed(_: object) -> bool:
            for one in self.all(f":is({within}) :is(a, button, summary)"):
                if one.is_displayed() and one.text.strip() == said:
                    one.click()
                    return True
            return False

        waiting = WebDriverWait(self.driver, WAIT, ignored_exceptions=PASSING)
        waiting.until(pressed, f"{said!r} to press in {within}")

    def fill(self, selector: str, text: str) -> None:
        """Put this in a field in place of what stands there, once it is there."""
        field = self.wait_for(selector)
        field.clear()
        field.send_keys(text)

    def one(self, selector: str) -> WebElement:
        """The element."""
        return self.driver.find_element(By.CSS_SELECTOR, selector)

    def all(self, selector: str) -> list[WebElement]:
        """The elements."""
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def texts(self, selector: str) -> list[str]:
        """What stands in the elements; in one go, since a table is long."""
        script = "return [...document.querySelectorAll(arguments[0])].map((one) => one.innerText.trim())"
        return list(self.driver.execute_script(script, selector))

    def wait_for(self, selector: str, text: str = "") -> WebElement:
        """The element, once it is there to see, with this text in it."""

        def seen(_: object) -> WebElement | None:
            found = [one for one in self.all(selector) if one.is_displayed() and text in one.text]
            return found[0] if found else None

        waiting = WebDriverWait(self.driver, WAIT, ignored_exceptions=(StaleElementReferenceException,))
        element = waiting.until(seen, f"{selector} with {text!r}")
        assert element is not None
        return element

    def drop(self, *files: Path) -> None:
        """Let go of files and folders over the page, as from another window."""
        place = self.one("#drop").rect
        data = {"items": [], "files": [str(file) for file in files], "dragOperationsMask": 1}
        for kind in ("dragEnter", "dragOver", "drop"):
            at = {"x": place["x"] + 20, "y": place["y"] + 20}
            self._tell("Input.dispatchDragEvent", type=kind, data=data, **at)

    def resize(self, size: tuple[int, int]) -> None:
        """Be a screen of this size, in pixels."""
        self._tell(
            "Emulation.setDeviceMetricsOverride",
            width=size[0],
            height=size[1],
            deviceScaleFactor=1,
            mobile=size[0] < 600,
        )

    def complaints(self) -> list[str]:
        """What the browser's console has: scripts and styles that were refused, errors."""
        return [str(entry["message"]) for entry in self.driver.get_log("browser")]  # type: ignore[no-untyped-call]

    def is_too_wide(self) -> bool:
        """Whether the page has to be pushed sideways."""
        script = "return document.documentElement.scrollWidth > document.documentElement.clientWidth"
        return bool(self.driver.execute_script(script))

    def is_in_sight(self, selector: str) -> bool:
        """Whether the whole of an element is on the screen, without scrolling."""
        script = (
            "const place = document.querySelector(arguments[0]).getBoundingClientRect();"
            "return place.height > 0 && place.top >= 0 && place.bottom <= innerHeight"
        )
        return bool(self.driver.execute_script(script, selector))

    def _tell(self, command: str, **parameters: Any) -> None:
        self.driver.execute_cdp_cmd(command, parameters)


@contextmanager
def browsing(address: str, folder: Path, language: str = "en") -> Iterator[Browser]:
    """A browser that keeps all it has in a folder, for somebody who reads this language."""
    assert CHROMIUM
    assert DRIVER
    options = Options()
    options.binary_location = CHROMIUM
    for argument in (*QUIET, f"--user-data-dir={folder / 'profile'}", f"--lang={language}"):
        options.add_argument(argument)
    options.add_experimental_option("prefs", {"intl.accept_languages": language})
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    rules = folder / "fonts.conf"
    rules.write_text(FONT_RULES.format(folder=FONTS), encoding="utf-8")
    environment = {**os.environ, "FONTCONFIG_FILE": str(rules)}
    driver = webdriver.Chrome(options, Service(DRIVER, env=environment))
    try:
        yield Browser(driver, address)
    finally:
        driver.quit()
