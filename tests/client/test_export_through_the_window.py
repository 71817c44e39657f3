"""The whole way with mouse and keyboard: handing in fails, answers go onto a drive, and somebody leaves."""

from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from examclient.domain.phases import Phase
from examclient.domain.state import ExamState
from examclient.ui import presenter
from examclient.ui.main_window import MainWindow
from examclient.ui.pages.export import ExportPage
from examclient.ui.pages.login import LoginPage
from examclient.ui.pages.page import Page
from examclient.ui.pages.proctor import ProctorPage
from examclient.ui.pages.submit_failed import SubmitFailedPage
from examclient.ui.widgets.proctor_entry import ProctorEntry
from examclient.ui.wiring import connect
from examprotocol.merge import fold
from examprotocol.responses import ChoiceResponse
from tests.client.cards import PASSWORD
from tests.client.exam_site import ExamSite
from tests.client.exporting import opened
from tests.client.proctor_hands import drive, fail_to_hand_in, stick_for, view_of
from tests.client.seat import Seat

LEFT = Qt.MouseButton.LeftButton
A = ChoiceResponse("a")

P = TypeVar("P", bound=Page)


@pytest.fixture
def window(site: ExamSite, seat: Seat, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> MainWindow:
    """The seat's own window, on the screen."""
    monkeypatch.setattr(presenter, "SPREAD", 0.05)
    site.set_room_password()
    window = MainWindow(seat.pictures)
    connect(window, seat.presenter)
    window.show_state(seat.state)
    window.resize(1024, 600)
    qtbot.addWidget(window, before_close_func=lambda shown: shown.show_state(ExamState()))
    window.show()
    return window


def page_of(window: MainWindow, kind: type[P]) -> P:
    page = window.page()
    assert isinstance(page, kind), page
    return page


def type_password(window: MainWindow) -> None:
    panel = page_of(window, ProctorPage).panel
    QTest.keyClicks(panel.field, PASSWORD)
    QTest.keyClick(panel.field, Qt.Key.Key_Return)


def test_from_the_failed_submit_to_the_next_candidate(
    site: ExamSite, seat: Seat, window: MainWindow, tmp_path: Path
) -> None:
    seat.drives = (drive(tmp_path / "E"),)
    seat.sit_down()
    seat.answer("q1", A)
    fail_to_hand_in(site, seat)
    QTest.mouseClick(page_of(window, SubmitFailedPage).export, LEFT)
    type_password(window)
    seat.wait(lambda: seat.state.export is not None and bool(seat.state.export.drives))
    page = page_of(window, ExportPage)
    QTest.mouseClick(page.chooser.rows[0].export, LEFT)
    seat.wait(lambda: view_of(seat).exported is not None)
    QTest.mouseClick(page.save, LEFT)
    seat.wait(lambda: view_of(seat).record is not None)
    (file,) = (tmp_path / "E").glob("*.examanswers")
    assert fold(opened(file, seat.data).logs).response("q1") == A
    assert page.result.code() in file.with_suffix(".txt").read_text("utf-8-sig")
    QTest.mouseClick(page.back, LEFT)
    failed = page_of(window, SubmitFailedPage)
    QTest.mouseClick(failed.leave, LEFT)
    assert seat.state.phase is Phase.SUBMIT_FAILED, "one click asks only"
    QTest.mouseClick(failed.leave, LEFT)
    page_of(window, LoginPage)


def test_in_the_middle_of_the_exam_there_is_a_way_back_from_every_step(
    seat: Seat, window: MainWindow
) -> None:
    seat.sit_down()
    seat.wait(seat.has_card)
    (entry,) = (one for one in window.page().findChildren(ProctorEntry) if one.isVisible())
    QTest.mouseClick(entry, LEFT)
    type_password(window)
    seat.wait(lambda: bool(view_of(seat).held))
    menu = page_of(window, ProctorPage)
    QTest.mouseClick(menu.held.rows[0].export, LEFT)
    QTest.mouseClick(page_of(window, ExportPage).back, LEFT)
    QTest.mouseClick(page_of(window, ProctorPage).back, LEFT)
    assert (seat.state.phase, seat.state.proctor, seat.state.export) == (Phase.ANSWERING, None, None)


def test_a_stick_at_the_login_takes_a_password_and_an_enter(
    site: ExamSite, seat: Seat, window: MainWindow, tmp_path: Path
) -> None:
    page_of(window, LoginPage)
    seat.drives = (stick_for(site, tmp_path / "E"),)
    seat.wait(lambda: seat.state.proctor is not None)
    assert window.focusWidget() is page_of(window, ProctorPage).panel.field
    type_password(window)
    seat.wait(lambda: view_of(seat).visit is not None)
    QTest.mouseClick(page_of(window, ExportPage).back, LEFT)
    page_of(window, LoginPage)
