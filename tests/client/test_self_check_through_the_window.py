"""The whole client: from the login page to the self-check and back, and on to the exam."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from examclient.app import Client
from examclient.domain.config import Config
from examclient.domain.phases import Phase
from examclient.ui.pages.login import LoginPage
from examclient.ui.pages.self_check import SelfCheckPage
from examserver.storage.self_checks import all_self_checks
from examserver.storage.store import reading
from tests.client.exam_site import ZHANG, ExamSite
from tests.client.machine import enrolled
from tests.client.whole_client import put_away

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def client(site: ExamSite, as_before: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[Client]:
    enrolled(tmp_path / "data", site.file, "12")
    client = Client(as_before, Config(tmp_path / "data", language="en"))
    client.open()
    client.window.show()
    yield client
    put_away(client)


def test_a_machine_is_checked_before_the_exam_and_then_serves(
    site: ExamSite, client: Client, qtbot: QtBot
) -> None:
    login = client.window.page()
    assert isinstance(login, LoginPage)
    QTest.mouseClick(login.check, LEFT)
    page = client.window.page()
    assert isinstance(page, SelfCheckPage)
    qtbot.waitUntil(lambda: "The site has this result." in page.words(), timeout=20_000)
    lines = page.results.words()
    assert len(lines) == 18
    assert any(line.startswith("Good Address The site sees this machine inside.") for line in lines)
    with reading(site.folder) as connection:
        (kept,) = all_self_checks(connection).values()
    assert len(kept.report.results) == 18
    QTest.mouseClick(page.back, LEFT)
    assert client.window.page() is login
    assert client.presenter is not None
    client.presenter.log_in(*ZHANG)
    stage = client.presenter.stage
    qtbot.waitUntil(lambda: not stage.state.busy and stage.state.phase is Phase.CONFIRMING, timeout=20_000)


def test_whoever_leaves_in_the_middle_is_back_at_the_login_at_once(client: Client, qtbot: QtBot) -> None:
    login = client.window.page()
    assert isinstance(login, LoginPage)
    QTest.mouseClick(login.check, LEFT)
    page = client.window.page()
    assert isinstance(page, SelfCheckPage)
    QTest.mouseClick(page.back, LEFT)
    assert client.window.page() is login
