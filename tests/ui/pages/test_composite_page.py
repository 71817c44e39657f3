"""A passage with several questions is one page: each has its number, its flag and its answer."""

from dataclasses import replace

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit

from examclient.domain.state import ExamState
from examclient.ui.pages.exam import ExamPage
from examclient.ui.questions.choice_row import SingleRow
from examclient.ui.questions.heading import QuestionHeading
from examclient.ui.rich_text import RichText
from examclient.ui.widgets.flag_button import FlagButton
from examclient.ui.widgets.part_sheet import PartSheet
from examprotocol.paper import Section
from examprotocol.responses import ChoiceResponse, OrderResponse, Response, TextResponse
from tests.ui.pages.conftest import Seat, Sit, settle
from tests.ui.pages.states import ANSWERING, PAPER, answers
from tests.ui.questions.papers import COMPOSITE, ESSAY, LISTENING, SHORT, SINGLE

LEFT = Qt.MouseButton.LeftButton
ALT = Qt.KeyboardModifier.AltModifier
SECTION = Section("one", "One", (SINGLE, COMPOSITE, SHORT), "<p>Read first.</p>", answer_limit=2)
HEARD = Section("two", "Two", (LISTENING, ESSAY))
COMPOSED = msgspec.structs.replace(PAPER, sections=(SECTION, HEARD))
STATE = replace(ANSWERING, paper=COMPOSED, answers=answers(), current=COMPOSITE.id)


def page_of(seat: Seat) -> ExamPage:
    page = seat.window.page()
    assert isinstance(page, ExamPage)
    return page


def sheets(seat: Seat) -> list[PartSheet]:
    return [one for one in page_of(seat).findChildren(PartSheet) if one.isVisible()]


def obey(seat: Seat, state: ExamState = STATE) -> None:
    """Go where it is wished, as the presenter does."""
    seat.window.question_chosen.connect(lambda wanted: seat.window.show_state(replace(state, current=wanted)))


def chosen(seat: Seat) -> list[bool]:
    """Which rows of the first part are chosen."""
    return [row.isChecked() for row in sheets(seat)[0].input_widgets() if isinstance(row, SingleRow)]


def labels(seat: Seat) -> list[str]:
    return [one.text() for one in page_of(seat).split.findChildren(QLabel) if one.isVisible()]


def test_every_part_has_its_own_number_and_points(sit: Sit) -> None:
    seat = sit(STATE)
    assert [one.text() for one in page_of(seat).map.buttons()] == ["1", "2", "3", "4", "5", "6", "7"]
    headings = [one for one in page_of(seat).findChildren(QuestionHeading) if one.isVisible()]
    words = [[one.text() for one in each.findChildren(QLabel) if one.isVisible()] for each in headings]
    assert words == [["2.", "(2 points)"], ["3.", "(2 points)"], ["4.", "(2 points)"]]


def test_each_part_is_answered_under_its_own_id(sit: Sit) -> None:
    seat = sit(STATE)
    single, _, short, order = sheets(seat)
    QTest.mouseClick(single.input_widgets()[1], LEFT)
    short.input_widgets()[0].setFocus()
    QTest.keyClicks(short.input_widgets()[0], "sea")
    order.input_widgets()[0].setFocus()
    QTest.keyClick(order.input_widgets()[0], Qt.Key.Key_Down, ALT)
    told = {wish[1]: wish[2] for wish in seat.wishes if wish[0] == "response_changed"}
    assert told == {
        "part-single": ChoiceResponse("c2"),
        "part-short": TextResponse("sea"),
        "part-order": OrderResponse(("c2", "c1", "c3")),
    }


def test_what_is_typed_in_one_part_stays_when_another_is_answered(sit: Sit) -> None:
    seat = sit(STATE)
    field = sheets(seat)[2].input_widgets()[0]
    assert isinstance(field, QLineEdit)
    field.setFocus()
    QTest.keyClicks(field, "the sea")
    parts: dict[str, Response] = {"part-short": TextResponse("the"), "part-single": ChoiceResponse("c1")}
    seat.window.show_state(replace(STATE, answers=answers((), **parts)))
    assert field.text() == "the sea"
    assert chosen(seat) == [True, False]


def test_a_number_of_the_map_leads_to_its_part_and_puts_the_keyboard_there(sit: Sit) -> None:
    seat = sit(STATE)
    obey(seat)
    page = page_of(seat)
    QTest.mouseClick(page.map.buttons()[3], LEFT)
    settle()
    assert seat.wishes[-1] == ("question_chosen", "part-order")
    assert sheets(seat)[3].input_widgets()[0].hasFocus()
    assert page.question.verticalScrollBar().value() > 0
    assert page.map.current() is page.map.buttons()[3]


def test_from_another_page_a_number_leads_to_its_part_too(sit: Sit) -> None:
    seat = sit(replace(STATE, current=ESSAY.id))
    seat.window.show_state(replace(STATE, current="part-short"))
    settle()
    assert sheets(seat)[2].input_widgets()[0].hasFocus()
    assert page_of(seat).question.verticalScrollBar().value() > 0


def test_the_ring_of_the_map_follows_the_keyboard(sit: Sit) -> None:
    seat = sit(STATE)
    obey(seat)
    field = sheets(seat)[2].input_widgets()[0]
    QTest.mouseClick(field, LEFT)
    assert seat.wishes == [("question_chosen", "part-short")]
    current = page_of(seat).map.current()
    assert current is not None
    assert current.text() == "3"
    assert field.hasFocus()


def test_next_and_previous_go_by_pages(sit: Sit) -> None:
    seat = sit(replace(STATE, current="part-short"))
    footer = page_of(seat).footer
    QTest.mouseClick(footer.next, LEFT)
    QTest.mouseClick(footer.previous, LEFT)
    assert seat.wishes == [("question_chosen", SHORT.id), ("question_chosen", SINGLE.id)]


def test_each_part_has_a_flag_of_its_own(sit: Sit) -> None:
    seat = sit(STATE)
    flags = [one for sheet in sheets(seat) for one in sheet.findChildren(FlagButton)]
    assert len(flags) == 3
    QTest.mouseClick(flags[1], LEFT)
    assert seat.wishes == [("flag_toggled", "part-short", True)]
    seat.window.show_state(replace(STATE, answers=answers(("part-short",))))
    assert [one.isChecked() for one in flags] == [False, True, False]
    assert [one.accessibleName() for one in flags][1] == "Flag question 3"
    QTest.mouseClick(page_of(seat).footer.flag, LEFT)
    assert seat.wishes[-1] == ("flag_toggled", "part-single", True), "below, it is of the current number"


def test_how_many_count_stands_in_words(sit: Sit) -> None:
    seat = sit(STATE)
    assert labels(seat)[0] == "One　Answer 2 of 3; the best 2 count.　Answer 2 of 3; the best 2 count."
    seat.window.show_state(replace(STATE, current=LISTENING.id))
    assert labels(seat)[0] == "Two"


def test_the_instructions_stand_where_the_section_begins(sit: Sit) -> None:
    seat = sit(replace(STATE, current=SINGLE.id))
    assert "Read first." in spoken_texts(seat)
    seat.window.show_state(STATE)
    assert "Read first." not in spoken_texts(seat)


def test_a_recording_that_no_player_is_there_for_is_named(sit: Sit) -> None:
    seat = sit(replace(STATE, current=LISTENING.id))
    words = "Recording: News. It cannot be played on this machine. Please raise your hand."
    assert words in labels(seat)
    assert page_of(seat).split.reading.isHidden(), "a short introduction stands above its questions"


def test_refresh_keeps_what_is_typed_in_every_part(sit: Sit) -> None:
    seat = sit(STATE)
    field = sheets(seat)[2].input_widgets()[0]
    field.setFocus()
    QTest.keyClicks(field, "sea")
    QTest.mouseClick(sheets(seat)[0].input_widgets()[0], LEFT)
    page_of(seat).redraw()
    assert chosen(seat) == [True, False]
    again = sheets(seat)[2].input_widgets()[0]
    assert isinstance(again, QLineEdit)
    assert again is not field
    assert again.text() == "sea"


def test_the_page_says_its_numbers_and_each_part_its_own(sit: Sit) -> None:
    seat = sit(STATE)
    assert page_of(seat).question.accessibleName() == (
        "Questions 2 to 4 on one page. Question 2, points: 2. What is it about?"
    )
    assert sheets(seat)[2].accessibleName() == "Question 3, points: 2. Where does the mud go?"


def spoken_texts(seat: Seat) -> list[str]:
    return [one.accessibleName() for one in page_of(seat).findChildren(RichText) if one.isVisible()]
