"""The whole client: a language chosen on the first page is spoken from then on, and at the next start."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from examclient.app import Client
from examclient.domain.phases import Phase
from examclient.storage.config_file import read_config
from examclient.ui.pages.confirm import ConfirmPage
from examclient.ui.pages.enrol import EnrolPage
from examclient.ui.pages.login import LoginPage
from examclient.ui.translation import spoken_language
from tests.client.exam_site import ZHANG, ExamSite
from tests.client.machine import enrolled
from tests.client.whole_client import put_away
from tests.ui.pages.test_main_window import words_in

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def starts(as_before: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[list[Client]]:
    """The clients that were started; they are closed in the end."""
    clients: list[Client] = []
    yield clients
    for client in clients:
        put_away(client)


def started(clients: list[Client], app: QApplication, data: Path) -> Client:
    """Start the client with what the settings say."""
    client = Client(app, read_config(None, data))
    clients.append(client)
    client.window.show()
    client.begin()
    return client


def test_a_machine_without_a_site_speaks_what_was_chosen_there(
    starts: list[Client], as_before: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    client = started(starts, as_before, tmp_path / "data")
    qtbot.waitUntil(lambda: client.enrolling is not None)
    page = client.window.page()
    assert isinstance(page, EnrolPage)
    assert "初始化本机" in words_in(page)
    QTest.mouseClick(page.languages.buttons["en"], LEFT)
    qtbot.waitUntil(lambda: "Set this machine up" in words_in(page))
    client.close()
    starts.remove(client)
    client.window.deleteLater()
    again = started(starts, as_before, tmp_path / "data")
    assert spoken_language() == "en"
    assert "Set this machine up" in words_in(again.window.page())


def test_the_page_after_the_login_speaks_what_was_chosen_at_the_login(
    site: ExamSite, starts: list[Client], as_before: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    enrolled(tmp_path / "data", site.file, "12")
    client = started(starts, as_before, tmp_path / "data")
    qtbot.waitUntil(lambda: client.presenter is not None)
    assert client.presenter is not None
    page, stage = client.window.page(), client.presenter.stage
    assert isinstance(page, LoginPage)
    client.presenter.log_in(ZHANG[0], "1")
    qtbot.waitUntil(lambda: stage.state.trouble is not None, timeout=20_000)
    assert "证件号与准考证号不符。" in page.alert.words()
    QTest.mouseClick(page.languages.buttons["en"], LEFT)
    qtbot.waitUntil(lambda: "The identity number does not belong" in page.alert.words())
    client.presenter.log_in(*ZHANG)
    qtbot.waitUntil(lambda: stage.state.phase is Phase.CONFIRMING, timeout=20_000)
    assert isinstance(client.window.page(), ConfirmPage)
    assert "Is this you?" in words_in(client.window.page())
