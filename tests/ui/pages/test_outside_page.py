"""The login was refused for the machine's address."""

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from examclient.domain.phases import Phase
from examclient.domain.state import ExamState
from examclient.ui.pages.outside import OutsidePage
from examclient.ui.translation import install_language
from examclient.ui.widgets.times import to_the_second
from examprotocol.place import Place
from tests.ui.pages.conftest import TRANSLATIONS, Seat, Sit
from tests.ui.pages.states import ANSWERING, AWAY, NOW, OUTSIDE, UNREACHABLE


def outside_page(seat: Seat) -> OutsidePage:
    page = seat.window.page()
    assert isinstance(page, OutsidePage)
    return page


def words_on(seat: Seat) -> str:
    return "\n".join(label.text() for label in seat.window.findChildren(QLabel) if label.isVisible())


def test_it_says_where_one_may_sit_which_address_was_seen_and_whom_to_call(sit: Sit) -> None:
    seat = sit(OUTSIDE)
    words = words_on(seat)
    assert "You can only take this exam inside the exam site" in words
    assert "Please call 李老师 010-6512." in words
    assert outside_page(seat).address.words() == "203.0.113.77"


def test_a_site_that_named_nobody_to_call_has_its_staff(sit: Sit) -> None:
    words = words_on(sit(replace(OUTSIDE, place=Place("2001:db8::7"))))
    assert "Please call the site's staff." in words
    assert "2001:db8::7" in words


def test_in_chinese_it_stands_in_the_words_of_the_room(sit: Sit, english: QApplication) -> None:
    install_language(english, "zh_CN", TRANSLATIONS)
    words = words_on(sit(OUTSIDE))
    assert "请在考场范围内进行考试" in words
    assert "203.0.113.77" in words
    assert "李老师 010-6512" in words


def test_the_address_can_be_marked_and_copied(sit: Sit) -> None:
    seat = sit(OUTSIDE)
    label = next(one for one in seat.window.findChildren(QLabel) if one.text() == "203.0.113.77")
    assert label.textInteractionFlags() & Qt.TextInteractionFlag.TextSelectableByMouse


def test_each_try_shows_its_time_and_the_address_that_was_seen_then(sit: Sit) -> None:
    seat = sit(OUTSIDE)
    assert f"Last tried at {to_the_second(NOW)}" in words_on(seat)
    seat.window.show_state(replace(OUTSIDE, tried_at=NOW + 7000, place=Place("203.0.113.78")))
    assert f"Last tried at {to_the_second(NOW + 7000)}" in words_on(seat)
    assert outside_page(seat).address.words() == "203.0.113.78"


def test_try_again_and_back(sit: Sit) -> None:
    seat = sit(OUTSIDE)
    page = outside_page(seat)
    QTest.mouseClick(page.try_again, Qt.MouseButton.LeftButton)
    QTest.mouseClick(page.back, Qt.MouseButton.LeftButton)
    assert seat.wishes == [("try_again_requested",), ("given_up",)]


def test_while_a_try_is_under_way_nobody_tries_twice_but_may_go_back(sit: Sit) -> None:
    seat = sit(replace(OUTSIDE, busy=True))
    page = outside_page(seat)
    assert page.try_again.text() == "Trying …"
    QTest.mouseClick(page.try_again, Qt.MouseButton.LeftButton)
    assert seat.wishes == []
    QTest.mouseClick(page.back, Qt.MouseButton.LeftButton)
    assert seat.wishes == [("given_up",)]


def test_another_failure_is_said_in_place_and_goes_with_the_next_try(sit: Sit) -> None:
    seat = sit(replace(OUTSIDE, trouble=UNREACHABLE))
    page = outside_page(seat)
    assert "The exam site does not answer." in page.alert.words()
    assert page.address.words() == AWAY.outside
    seat.window.show_state(OUTSIDE)
    assert page.alert.words() == ""


def test_the_window_can_be_closed_there(sit: Sit) -> None:
    seat = sit(OUTSIDE)
    assert seat.window.close()


def test_the_next_candidate_finds_nothing_of_it(sit: Sit) -> None:
    seat = sit(OUTSIDE)
    seat.window.show_state(ExamState(now=NOW))
    seat.window.show_state(replace(ANSWERING, phase=Phase.CONFIRMING))
    assert "203.0.113.77" not in words_on(seat)


def test_the_language_can_be_changed_there(sit: Sit) -> None:
    seat = sit(OUTSIDE)
    QTest.mouseClick(outside_page(seat).languages.buttons["zh_CN"], Qt.MouseButton.LeftButton)
    assert seat.wishes == [("language_chosen", "zh_CN")]
