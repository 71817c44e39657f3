"""The whole client: who needs large letters has them from the login on, and after a crash as well."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from examclient.app import Client
from examclient.storage.config_file import read_config
from examclient.ui.pages.login import LoginPage
from examclient.ui.theme import HIGH_CONTRAST
from tests.client.exam_site import ExamSite
from tests.client.machine import enrolled
from tests.client.whole_client import put_away

LEFT = Qt.MouseButton.LeftButton
CONTROL = Qt.KeyboardModifier.ControlModifier
Start = Callable[[], Client]


@pytest.fixture
def start(site: ExamSite, as_before: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[Start]:
    """Start the client with what this machine holds, as often as wanted."""
    enrolled(tmp_path / "data", site.file, "12")
    started: list[Client] = []

    def started_anew() -> Client:
        client = Client(as_before, read_config(None, tmp_path / "data"))
        started.append(client)
        client.begin()
        client.window.show()
        qtbot.waitUntil(lambda: client.presenter is not None)
        return client

    yield started_anew
    for client in started:
        put_away(client)


def test_size_and_colours_are_chosen_at_the_login_and_there_again_after_a_crash(
    start: Start, qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    client = start()
    page = client.window.page()
    assert isinstance(page, LoginPage)
    field = page.admission.field
    QTest.keyClicks(field, "2023")
    QTest.keyClick(field, Qt.Key.Key_Plus, CONTROL)
    client.window.display_wanted.emit()
    QTest.mouseClick(client.window.display_bar.themes["high_contrast"], LEFT)
    assert (field.text(), qapp.font().pixelSize()) == ("2023", 18)
    assert qapp.palette().window().color().name().upper() == HIGH_CONTRAST.page
    qtbot.waitUntil(lambda: read_config(None, tmp_path / "data").theme == "high_contrast")
    again = start()
    assert again.window.display_bar.percent.text() == "110%"
    assert again.window.display_bar.themes["high_contrast"].property("current")
