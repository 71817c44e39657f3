"""Where an exam moves: what the candidate reads, and what the proctor types."""

from dataclasses import replace
from typing import Any, TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit

from examclient.domain.phases import Phase
from examclient.domain.state import Elsewhere, ExamState, PasswordCheck, PasswordTrouble, ProctorMenu
from examclient.ui.pages.elsewhere import ElsewherePage
from examclient.ui.pages.exam import ExamPage
from examclient.ui.pages.moved import MovedPage
from examclient.ui.pages.page import Page
from examclient.ui.pages.proctor import ProctorPage
from examclient.ui.widgets.proctor_entry import ProctorEntry
from tests.ui.pages.conftest import Seat, Sit
from tests.ui.pages.states import (
    ANSWERING,
    CODE,
    COVERED,
    DONE,
    ELSEWHERE,
    FAILED,
    MENU,
    MOVED_OFFLINE,
    OUTSIDE,
    REVIEWING,
    SAVED,
    WAITING,
)

LEFT = Qt.MouseButton.LeftButton
SPARE = replace(ELSEWHERE, elsewhere=Elsewhere(by_code=True, is_spare=True))
BY_CODE = replace(ELSEWHERE, elsewhere=Elsewhere(by_code=True))
MOVED = replace(MOVED_OFFLINE, online=True)
SUBMITTING = replace(ANSWERING, phase=Phase.SUBMITTING)

P = TypeVar("P", bound=Page)


def page_of(seat: Seat, kind: type[P]) -> P:
    page = seat.window.page()
    assert isinstance(page, kind)
    return page


def words_on(seat: Seat) -> str:
    return "\n".join(label.text() for label in seat.window.findChildren(QLabel) if label.isVisible())


def opened(seat: Seat) -> ElsewherePage:
    page = page_of(seat, ElsewherePage)
    QTest.mouseClick(page.go_on, LEFT)
    return page


# -- the exam is open elsewhere -----------------------------------------------------------------------------


def test_it_says_where_the_exam_is_open_and_whose_number_may_be_wrong(sit: Sit) -> None:
    words = words_on(sit(ELSEWHERE))
    assert "open at seat 12" in words
    assert "Is the number that you typed not your own? Then please go back." in words
    assert "raise your hand" in words


def test_a_machine_without_a_seat_is_another_machine(sit: Sit) -> None:
    words = words_on(sit(replace(ELSEWHERE, elsewhere=Elsewhere())))
    assert "open at another machine" in words


def test_the_proctor_gives_the_room_password_and_nothing_of_it_is_left(sit: Sit) -> None:
    seat = sit(ELSEWHERE)
    page = opened(seat)
    assert page.panel.field.echoMode() is QLineEdit.EchoMode.Password
    QTest.keyClicks(page.panel.field, "K7PQ-2M9X-RT4V")
    QTest.keyClick(page.panel.field, Qt.Key.Key_Return)
    assert seat.wishes == [("consent_given", "K7PQ-2M9X-RT4V")]
    seat.window.show_state(ExamState())
    seat.window.show_state(ELSEWHERE)
    assert page_of(seat, ElsewherePage).panel.field.text() == ""


@pytest.mark.parametrize(
    ("check", "words"),
    [
        (
            PasswordCheck(trouble=PasswordTrouble.WRONG, wait=4),
            "the room password. You can try again in 4",
        ),
        (
            PasswordCheck(trouble=PasswordTrouble.TOO_OFTEN, wait=40),
            "Too many wrong tries. You can try",
        ),
        (PasswordCheck(trouble=PasswordTrouble.NOT_MADE), "no password for this exam yet"),
        (PasswordCheck(checking=True), "Checking …"),
    ],
)
def test_what_was_wrong_and_how_long_to_wait_is_said(check: PasswordCheck, words: str, sit: Sit) -> None:
    seat = sit(ELSEWHERE)
    page = opened(seat)
    seat.window.show_state(replace(ELSEWHERE, password=check))
    assert words in page.panel.words()
    QTest.keyClicks(page.panel.field, "K7PQ")
    assert page.panel.check.isEnabled() is (not check.wait and not check.checking)


def test_back_leads_to_the_login(sit: Sit) -> None:
    seat = sit(ELSEWHERE)
    QTest.mouseClick(page_of(seat, ElsewherePage).back, LEFT)
    assert seat.wishes == [("given_up",)]


@pytest.mark.parametrize("state", [BY_CODE, SPARE], ids=["moved away", "spare"])
def test_without_the_site_code_and_password_go_together(state: ExamState, sit: Sit) -> None:
    seat = sit(state)
    page = opened(seat)
    QTest.keyClicks(page.code_panel.code, CODE)
    assert not page.code_panel.check.isEnabled(), "the password is missing"
    QTest.keyClick(page.code_panel.code, Qt.Key.Key_Return)
    assert seat.window.focusWidget() is page.code_panel.field
    QTest.keyClicks(page.code_panel.field, "K7PQ")
    QTest.keyClick(page.code_panel.field, Qt.Key.Key_Return)
    assert seat.wishes == [("code_given", "K7PQ", CODE)]


@pytest.mark.parametrize("trouble", [PasswordTrouble.WRONG_CODE, PasswordTrouble.OLD_CODE])
def test_a_code_that_opens_nothing_has_a_sentence(trouble: PasswordTrouble, sit: Sit) -> None:
    seat = sit(BY_CODE)
    page = opened(seat)
    seat.window.show_state(replace(BY_CODE, password=PasswordCheck(trouble=trouble)))
    assert "The password is right, but" in page.code_panel.words()


def test_a_site_that_goes_while_the_panel_is_open_asks_for_a_code_as_well(sit: Sit) -> None:
    seat = sit(ELSEWHERE)
    page = opened(seat)
    seat.window.show_state(BY_CODE)
    assert page.panel.isHidden()
    assert "moved away from this machine" in words_on(seat)


# -- the machine that it was moved away from ----------------------------------------------------------------


def test_only_without_the_site_the_exam_can_come_back_by_code(sit: Sit) -> None:
    seat = sit(MOVED)
    page = page_of(seat, MovedPage)
    assert page.go_on.isHidden()
    seat.window.show_state(MOVED_OFFLINE)
    QTest.mouseClick(page.go_on, LEFT)
    QTest.keyClicks(page.panel.code, CODE)
    QTest.keyClicks(page.panel.field, "K7PQ")
    QTest.keyClick(page.panel.field, Qt.Key.Key_Return)
    assert seat.wishes == [("code_given", "K7PQ", CODE)]
    seat.window.show_state(MOVED)
    assert page.panel.isHidden()


@pytest.mark.parametrize(
    "what", [{"keeping": ("essay.pdf",)}, {"files_unsent": True}], ids=["being saved", "on its way"]
)
def test_a_machine_with_a_file_that_is_not_at_the_site_does_not_say_that_all_is_there(
    what: dict[str, Any], sit: Sit
) -> None:
    seat = sit(replace(MOVED, lights=SAVED, **what))
    assert "A file is still to be sent to the exam site. Please leave it on." in words_on(seat)
    assert "Everything that was written here" not in words_on(seat)
    seat.window.show_state(replace(MOVED, lights=SAVED))
    assert "Everything that was written here is at the exam site." in words_on(seat)


# -- the proctor's menu -------------------------------------------------------------------------------------


IN_THE_EXAM = (WAITING, ANSWERING, REVIEWING, COVERED, SUBMITTING, FAILED)


@pytest.mark.parametrize("state", [ExamState(), OUTSIDE, ELSEWHERE, *IN_THE_EXAM, DONE, MOVED])
def test_the_menu_is_at_hand_in_every_part_of_the_exam_and_without_one(state: ExamState, sit: Sit) -> None:
    seat = sit(state)
    (entry,) = (one for one in seat.window.page().findChildren(ProctorEntry) if one.isVisible())
    QTest.mouseClick(entry, LEFT)
    assert seat.wishes == [("proctor_wanted",)]


def test_the_menu_covers_the_paper_and_asks_for_the_password_first(sit: Sit) -> None:
    seat = sit(ANSWERING)
    seat.window.show_state(replace(ANSWERING, proctor=ProctorMenu()))
    page = page_of(seat, ProctorPage)
    assert page.move_away.isHidden()
    assert page.more_time.isHidden()
    assert seat.window.focusWidget() is page.panel.field
    QTest.keyClicks(page.panel.field, "K7PQ")
    QTest.keyClick(page.panel.field, Qt.Key.Key_Return)
    QTest.mouseClick(page.panel.cancel, LEFT)
    QTest.mouseClick(page.back, LEFT)
    assert seat.wishes == [("proctor_unlocked", "K7PQ"), ("proctor_left",), ("proctor_left",)]
    seat.window.show_state(ANSWERING)
    page_of(seat, ExamPage)


def test_a_password_that_was_typed_is_not_brought_back_by_who_comes_next(sit: Sit) -> None:
    seat = sit(replace(ANSWERING, proctor=ProctorMenu()))
    panel = page_of(seat, ProctorPage).panel
    QTest.keyClicks(panel.field, "K7PQ-2M9X-RT4V")
    QTest.mouseClick(panel.cancel, LEFT)
    panel.open()
    QTest.mouseClick(panel.echo, LEFT)
    QTest.keyClick(panel.field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert panel.field.text() == ""


def test_the_code_is_shown_large_with_what_to_do_and_can_be_copied(sit: Sit) -> None:
    seat = sit(MENU)
    page = page_of(seat, ProctorPage)
    assert page.panel.isHidden()
    assert page.move_away.code() == ""
    QTest.mouseClick(page.move_away.wanted, LEFT)
    assert seat.wishes == [("code_wanted",)]
    seat.window.show_state(replace(MENU, proctor=ProctorMenu(True, code=CODE)))
    assert page.move_away.code() == CODE
    assert "At the other machine the candidate logs in with both numbers" in words_on(seat)


def test_more_time_is_typed_and_the_new_end_is_said(sit: Sit) -> None:
    seat = sit(MENU)
    page = page_of(seat, ProctorPage)
    assert not page.more_time.add.isEnabled()
    QTest.keyClicks(page.more_time.field, CODE)
    QTest.mouseClick(page.more_time.add, LEFT)
    assert seat.wishes == [("extension_given", CODE)]
    seat.window.show_state(replace(MENU, proctor=ProctorMenu(True, minutes=1)))
    assert page.more_time.words().startswith("1 minute more. The exam ends at ")
    seat.window.show_state(replace(MENU, proctor=ProctorMenu(True, minutes=15, was_known=True)))
    assert "counted before" in page.more_time.words()


def test_a_wrong_code_for_more_time_waits(sit: Sit) -> None:
    seat = sit(replace(MENU, password=PasswordCheck(trouble=PasswordTrouble.WRONG_CODE, wait=2)))
    page = page_of(seat, ProctorPage)
    QTest.keyClicks(page.more_time.field, CODE)
    assert not page.more_time.add.isEnabled()
    assert "not a code for more time" in page.more_time.words()
    assert "in 2 seconds" in page.more_time.words()
