"""Before the start the paper may be looked through: the page says so calmly, and what cannot be shown."""

from dataclasses import replace

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from examclient.domain.phases import Phase
from examclient.domain.sounds import Hearing, SoundCheck, SoundState
from examclient.domain.state import ExamState, Finding, News, Preparation, PreparationStep, Share
from examclient.ui.pages.builders import BUILDERS, builder_for
from examclient.ui.pages.exam import ExamPage
from examclient.ui.questions.base import QuestionView
from examclient.ui.widgets.notice_bar import notice_of
from examclient.ui.widgets.times import to_the_minute
from examprotocol.paper import Question
from tests.ui.pages.conftest import Seat, Sit
from tests.ui.pages.states import ANSWERING, AWAY, MINUTE, PAPER, answers, starting_in
from tests.ui.questions.papers import ESSAY, SHORT, SINGLE

EXAM = msgspec.structs.replace(starting_in(9 * MINUTE), look_through=True)
READY = Preparation(PreparationStep.READY)
LOOKING = replace(ANSWERING, phase=Phase.WAITING, exam=EXAM, preparation=READY)
LOADING = replace(ANSWERING, afresh=Share(3_200_000, 20_000_000))


def page_of(seat: Seat) -> ExamPage:
    page = seat.window.page()
    assert isinstance(page, ExamPage)
    return page


@pytest.mark.parametrize(
    ("state", "is_looking"),
    [
        (LOOKING, True),
        (replace(LOOKING, exam=starting_in(9 * MINUTE)), False),
        (replace(LOOKING, paper=None), False),
        (replace(LOOKING, phase=Phase.PREPARING), False),
        (replace(LOOKING, phase=Phase.ANSWERING), False),
    ],
    ids=["allowed", "not allowed", "no paper yet", "being prepared", "begun"],
)
def test_the_paper_is_shown_only_where_the_exam_allows_it_and_before_the_start(
    state: ExamState, is_looking: bool
) -> None:
    assert state.is_looking_through is is_looking
    if is_looking:
        assert builder_for(state) is BUILDERS[Phase.ANSWERING]
    elif state.phase is not Phase.ANSWERING:
        assert builder_for(state) is BUILDERS[Phase.WAITING]


def test_the_line_says_that_it_is_only_to_be_read_and_when_it_begins(sit: Sit) -> None:
    seat = sit(LOOKING)
    words = page_of(seat).notice.words()
    assert "look the paper through" in words
    assert to_the_minute(EXAM.start) in words
    assert page_of(seat).header.time_left.words() == "00:09:00"
    assert page_of(seat).header.time_left.level() == ""


def test_nothing_is_handed_in_or_flagged_before_the_start(sit: Sit) -> None:
    seat = sit(LOOKING)
    footer = page_of(seat).footer
    assert not footer.hand_in.isEnabled()
    assert not footer.flag.isEnabled()
    assert footer.next.isEnabled()
    seat.window.show_state(replace(LOOKING, phase=Phase.ANSWERING))
    assert footer.hand_in.isEnabled()
    assert footer.flag.isEnabled()
    assert page_of(seat).notice.words() == ""


@pytest.mark.parametrize("question", [SINGLE, ESSAY, SHORT], ids=lambda question: question.id)
def test_nothing_can_be_answered_before_the_start_and_all_of_it_from_then_on(
    sit: Sit, question: Question
) -> None:
    looking = replace(LOOKING, current=question.id, answers=answers())
    seat = sit(looking)

    def press_and_type() -> None:
        (view,) = [one for one in page_of(seat).findChildren(QuestionView) if one.isVisible()]
        field = view.input_widgets()[0]
        QTest.mouseClick(field, Qt.MouseButton.LeftButton)
        field.setFocus(Qt.FocusReason.TabFocusReason)
        QTest.keyClicks(field, " b")

    press_and_type()
    assert seat.wishes == []
    seat.window.show_state(replace(looking, phase=Phase.ANSWERING))
    press_and_type()
    assert {wish[:2] for wish in seat.wishes} == {("response_changed", question.id)}


def test_what_cannot_be_shown_is_named_while_there_is_time_to_mend_it() -> None:
    found = replace(READY, findings=(Finding(PAPER.sections[0].questions[1].id, 1), Finding("info", 0, "䴔")))
    notice = notice_of(replace(LOOKING, preparation=found))
    assert notice.level == "warning"
    assert "Please tell the proctor now" in notice.words
    assert "Questions: 2, i" in notice.words


def test_a_paper_that_is_covered_outside_is_covered_before_the_start_as_well() -> None:
    outside = msgspec.structs.replace(AWAY, covered=True)
    assert builder_for(replace(LOOKING, place=outside)) is builder_for(replace(ANSWERING, place=outside))


def test_the_start_is_told_in_a_line_that_goes_by_itself() -> None:
    assert "You can answer now" in notice_of(replace(ANSWERING, news=News.EXAM_BEGAN)).words


def test_how_far_a_fresh_copy_is_stands_in_the_bar_and_a_button_stops_it(sit: Sit) -> None:
    seat = sit(LOADING)
    notice = page_of(seat).notice
    assert "3.2 of 20.0 MB" in notice.words()
    assert notice.stop.isVisible()
    notice.stop.click()
    assert seat.wishes[-1] == ("load_stopped",)
    seat.window.show_state(ANSWERING)
    assert not notice.stop.isVisible()


def test_the_last_minutes_matter_more_than_a_load() -> None:
    assert "1 minute" in notice_of(replace(LOADING, news=News.TIME_1)).words
    assert "MB" in notice_of(replace(LOADING, news=News.CLEARING_CACHE)).words


LISTENING = replace(LOOKING, sound=SoundState(has_sounds=True, hearing=Hearing.HEARD))


def test_the_sound_can_be_checked_in_the_place_of_the_paper_and_the_paper_comes_back(sit: Sit) -> None:
    seat = sit(LOOKING)
    page = page_of(seat)
    assert page.header.sound.isHidden(), "this paper has no recordings"
    seat.window.show_state(LISTENING)
    assert page.header.sound.isVisible()
    page.header.sound.click()
    assert page.sound_check.isVisible()
    assert page.split.isHidden()
    page.sound_check.panel.wanted.click()
    seat.window.show_state(replace(LISTENING, sound=replace(LISTENING.sound, check=SoundCheck.ASKED)))
    page.sound_check.panel.yes.click()
    assert seat.wishes[-2:] == [("sound_check_wanted",), ("sound_heard", True)]
    page.sound_check.back.click()
    assert page.split.isVisible()
    assert page.sound_check.isHidden()


def test_where_the_bar_is_narrow_the_sound_check_stands_in_its_menu(sit: Sit) -> None:
    seat = sit(LOOKING)
    page = page_of(seat)
    lines = page.header.more.menu_of_them.actions()
    assert not lines[0].isVisible()
    seat.window.show_state(LISTENING)
    assert lines[0].isVisible()
    lines[0].trigger()
    assert page.sound_check.isVisible()


def test_when_the_exam_begins_the_paper_is_back_by_itself(sit: Sit) -> None:
    seat = sit(LISTENING)
    page = page_of(seat)
    page.header.sound.click()
    seat.window.show_state(replace(LISTENING, phase=Phase.ANSWERING))
    assert page.split.isVisible()
    assert page.sound_check.isHidden()
    assert page.header.sound.isHidden()
