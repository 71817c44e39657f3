"""A worry about saving stands in the bar in calm words, and the candidate sends it away when it was read."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from examclient.domain.state import ExamState, Lights, LocalSaving, News
from examclient.domain.worries import TOLD, Worry
from examclient.errors import JournalError
from examclient.ui.pages.exam import ExamPage
from examclient.ui.pages.review import ReviewPage
from examclient.ui.pages.waiting import WaitingPage
from examclient.ui.widgets.notice_bar import notice_of
from tests.ui.pages.conftest import Sit
from tests.ui.pages.states import ANSWERING, OFFLINE, REVIEWING, WAITING

WORRIED = replace(ANSWERING, worries=frozenset({Worry.SECOND_PLACE}))


@pytest.mark.parametrize("worry", TOLD)
def test_every_worry_has_words_without_alarm(worry: Worry, sit: Sit) -> None:
    state = replace(ANSWERING, worries=frozenset({worry}))
    notice = notice_of(state)
    assert notice.level in ("info", "warning")
    assert "!" not in notice.words
    page = sit(state).window.page()
    assert isinstance(page, ExamPage)
    assert page.notice.words() == notice.words
    assert page.notice.read.isVisible()


def test_it_goes_when_the_candidate_has_read_it_and_the_cursor_stays_in_the_text(sit: Sit) -> None:
    seat = sit(WORRIED)
    page = seat.window.page()
    assert isinstance(page, ExamPage)
    focus = page.window().focusWidget()
    QTest.mouseClick(page.notice.read, Qt.MouseButton.LeftButton)
    assert seat.wishes == [("worry_seen",)]
    assert page.window().focusWidget() is focus
    seat.window.show_state(replace(WORRIED, seen_worries=WORRIED.worries))
    assert (page.notice.words(), page.notice.read.isVisible()) == ("", False)


def test_it_can_be_read_away_on_the_review_page_as_well(sit: Sit) -> None:
    seat = sit(replace(REVIEWING, worries=WORRIED.worries))
    page = seat.window.page()
    assert isinstance(page, ReviewPage)
    QTest.mouseClick(page.notice.read, Qt.MouseButton.LeftButton)
    assert seat.wishes == [("worry_seen",)]


@pytest.mark.parametrize("size", [QSize(1366, 768), QSize(1024, 600)])
def test_the_question_does_not_move_for_it(size: QSize, sit: Sit) -> None:
    seat = sit(ANSWERING)
    seat.window.resize(size)
    QApplication.processEvents()
    page = seat.window.page()
    assert isinstance(page, ExamPage)
    (first, *_) = page.question.input_widgets()
    before = first.mapTo(seat.window, QPoint())
    seat.window.show_state(WORRIED)
    QApplication.processEvents()
    assert first.mapTo(seat.window, QPoint()) == before


def test_it_stands_above_a_network_that_is_gone_and_below_the_last_minutes() -> None:
    assert "second place" in notice_of(replace(OFFLINE, worries=WORRIED.worries)).words
    assert (
        "second place" in notice_of(replace(OFFLINE, news=News.NETWORK_GONE, worries=WORRIED.worries)).words
    )
    assert "1 minute" in notice_of(replace(WORRIED, news=News.TIME_1)).words


def test_a_machine_that_cannot_save_at_all_comes_before_every_worry() -> None:
    failed = replace(WORRIED, trouble=JournalError("disk"), lights=Lights(LocalSaving.FAILED))
    assert notice_of(failed).level == "error"


def test_the_waiting_room_says_it_too(sit: Sit) -> None:
    page = sit(replace(WAITING, worries=frozenset({Worry.LITTLE_ROOM}))).window.page()
    assert isinstance(page, WaitingPage)
    assert "little room left" in page.alert.words()


def test_the_staff_find_a_mirror_that_is_away_at_the_first_light(sit: Sit) -> None:
    def tip(state: ExamState) -> str:
        page = sit(state).window.page()
        assert isinstance(page, ExamPage)
        return page.footer.lights.local._words.toolTip()

    assert "second copy" in tip(replace(ANSWERING, worries=frozenset({Worry.MIRROR})))
    assert "second copy" not in tip(ANSWERING)
