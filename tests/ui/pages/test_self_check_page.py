"""The page on which a machine is checked: how far it is, and what needs a person."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from examclient.domain.phases import Phase
from examclient.domain.self_check import Check, CheckView, Reason, amber, good, red, trouble_first
from examclient.domain.state import ExamState
from examclient.places import resources_folder
from examclient.ui.check_sentences import name_of, word_of
from examclient.ui.pages.login import LoginPage
from examclient.ui.pages.self_check import SelfCheckPage
from examclient.ui.translation import install_language
from examclient.ui.widgets.grade_sign import GradeSign
from examprotocol.self_check import Grade
from tests.ui.pages.conftest import Seat, Sit

GREEN = good(Check.REMOTE, Reason.REMOTE_NO)
AMBER = amber(Check.DISK, Reason.DISK_LITTLE, megabytes=120)
RED = red(Check.ADDRESS, Reason.ADDRESS_OUTSIDE, address="203.0.113.7")
RUNNING = CheckView(done=4, total=17, looking_at=Check.WRITING)
ALL = trouble_first(
    [good(check, Reason.REMOTE_NO) for check in Check if check not in (Check.DISK, Check.ADDRESS)]
    + [AMBER, RED]
)


def page_of(seat: Seat) -> SelfCheckPage:
    page = seat.window.page()
    assert isinstance(page, SelfCheckPage)
    return page


def shown(sit: Sit, view: CheckView) -> SelfCheckPage:
    return page_of(sit(ExamState(check=view)))


def test_the_login_page_leads_to_it_quietly(sit: Sit) -> None:
    seat = sit(ExamState())
    page = seat.window.page()
    assert isinstance(page, LoginPage)
    assert page.check.property("kind") == "quiet"
    assert page.admission.field.hasFocus()
    QTest.mouseClick(page.check, Qt.MouseButton.LeftButton)
    assert seat.wishes == [("check_wanted",)]
    seat.window.show_state(ExamState(busy=True))
    assert not page.check.isEnabled()


def test_it_says_how_far_it_is_and_can_be_stopped(sit: Sit) -> None:
    seat = sit(ExamState(check=RUNNING))
    page = page_of(seat)
    assert page.words().endswith("\nLooking at: Saving (5 of 17)")
    assert (page.progress.value(), page.progress.maximum()) == (4, 17)
    assert page.again.isHidden()
    QTest.mouseClick(page.stop, Qt.MouseButton.LeftButton)
    assert seat.wishes == [("check_stopped",)]
    seat.window.show_state(ExamState(check=replace(RUNNING, is_stopping=True)))
    assert not page.stop.isEnabled()
    assert "Stopping …" in page.words()


def test_every_line_has_a_word_besides_its_colour_and_trouble_comes_first(sit: Sit) -> None:
    page = shown(sit, CheckView(results=(RED, AMBER, GREEN), sent=True))
    address, disk, remote = page.results.words()
    assert address.startswith(
        "Not fit Address The site sees this machine at 203.0.113.7, which is not regist"
    )
    assert address.endswith(" Have this address registered at the service: examserver site.")
    assert disk.startswith("Look here Room on the disk The disk has 120 MB left;")
    assert remote == "Good Remote session Whoever sees this screen sits here."
    assert page.words() == "This machine is not fit for an exam yet.\nThe site has this result."


@pytest.mark.parametrize(
    ("view", "words"),
    [
        (CheckView(results=(GREEN,)), "This machine is ready for an exam.\nThe site is being told."),
        (
            CheckView(results=(AMBER, GREEN), sent=False),
            "An exam can be taken here; 1 line needs a look.\nThe site could not be told of this result.",
        ),
        (
            CheckView(results=(AMBER, AMBER), sent=True),
            "An exam can be taken here; 2 lines need a look.\nThe site has this result.",
        ),
        (CheckView(is_stopped=True), "The check was stopped.\n"),
    ],
)
def test_the_whole_is_said_in_one_sentence(sit: Sit, view: CheckView, words: str) -> None:
    assert shown(sit, view).words() == words


def test_it_is_done_again_or_left(sit: Sit) -> None:
    seat = sit(ExamState(check=CheckView(results=(GREEN,))))
    page = page_of(seat)
    QTest.mouseClick(page.again, Qt.MouseButton.LeftButton)
    QTest.mouseClick(page.back, Qt.MouseButton.LeftButton)
    assert seat.wishes == [("check_wanted",), ("check_left",)]


def test_a_second_run_shows_nothing_of_the_first(sit: Sit) -> None:
    seat = sit(ExamState(check=CheckView(results=ALL)))
    seat.window.show_state(ExamState(check=CheckView(results=(GREEN,))))
    rows = page_of(seat).results
    assert len(rows.words()) == 1
    assert sum(row.isVisible() for row in rows._rows) == 1


def test_it_speaks_the_language_that_is_chosen_on_it(sit: Sit) -> None:
    seat = sit(ExamState(check=CheckView(results=(RED,), sent=True)))
    QTest.mouseClick(page_of(seat).languages.buttons["zh_CN"], Qt.MouseButton.LeftButton)
    assert seat.wishes == [("language_chosen", "zh_CN")]


def test_chinese_is_complete(sit: Sit, english: QApplication) -> None:
    install_language(english, "zh_CN", resources_folder() / "translations")
    seat = sit(ExamState(check=CheckView(results=(RED, AMBER, GREEN), sent=True)))
    words = page_of(seat).results.words()
    assert words[0].startswith("不可用 网络地址 考点看到本机的地址是 203.0.113.7")
    assert page_of(seat).words() == "本机暂不能用于考试。\n考点已收到检测结果。"
    for name in (*map(name_of, Check), *map(word_of, Grade)):
        assert not name.isascii(), name


def test_a_long_list_is_scrolled_by_keys(sit: Sit) -> None:
    seat = sit(ExamState(check=CheckView(results=ALL)))
    seat.window.resize(1024, 600)
    page = page_of(seat)
    bar = page.area.verticalScrollBar()
    assert bar.maximum() > 0
    page.back.setFocus()
    QTest.keyClick(page.back, Qt.Key.Key_End)
    assert bar.value() == bar.maximum()
    QTest.keyClick(page.back, Qt.Key.Key_Home)
    assert bar.value() == 0


def test_each_row_has_room_for_all_its_words(sit: Sit) -> None:
    seat = sit(ExamState(check=CheckView(results=ALL)))
    seat.window.resize(1024, 600)
    page = page_of(seat)
    for row in page.results._rows:
        for label in (row._sentence, row._advice):
            if not label.isHidden():
                assert label.height() >= label.heightForWidth(label.width())


def test_nobody_sees_it_while_somebody_is_logged_in(sit: Sit) -> None:
    seat = sit(ExamState(check=RUNNING))
    seat.window.show_state(ExamState(phase=Phase.DONE, check=RUNNING))
    assert not isinstance(seat.window.page(), SelfCheckPage)


def test_the_signs_differ_by_shape_and_not_by_colour_alone(sit: Sit) -> None:
    sit(ExamState())
    drawn = set()
    for grade in Grade:
        sign = GradeSign(4.0)
        sign.show_grade(grade)
        sign.resize(sign.sizeHint())
        image = sign.grab().toImage()
        ground = image.pixel(QPoint(0, 0))
        pixels = [(x, y) for x in range(image.width()) for y in range(image.height())]
        drawn.add(frozenset(at for at in pixels if image.pixel(*at) != ground))
    assert len(drawn) == 3


def test_a_test_sound_is_there_on_request_once_the_machine_was_looked_at(sit: Sit) -> None:
    seat = sit(ExamState(check=RUNNING))
    page = page_of(seat)
    assert page.sound.isHidden()
    seat.window.show_state(ExamState(check=CheckView(results=ALL)))
    assert page.sound.isVisible()
    QTest.mouseClick(page.sound.wanted, Qt.MouseButton.LeftButton)
    assert seat.wishes[-1] == ("sound_check_wanted",)
