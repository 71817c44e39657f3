"""The question map: every question in its place, and how it stands."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from examclient.domain.state import ExamState
from examclient.ui.pages.exam import ExamPage
from examclient.ui.widgets.map_button import MapButton
from examclient.ui.widgets.question_map import QuestionMap
from examprotocol.responses import ChoiceResponse
from tests.ui.pages.conftest import Seat, Sit
from tests.ui.pages.states import ANSWERING, answers, big_paper
from tests.ui.questions.papers import CLOZE, ESSAY, INFO, SHORT, SINGLE


def map_of(seat: Seat) -> QuestionMap:
    page = seat.window.page()
    assert isinstance(page, ExamPage)
    return page.map


def marks(button: MapButton) -> set[str]:
    return {name for name in ("answered", "begun", "flagged", "current") if button.property(name)}


def button_of(seat: Seat, question: str) -> MapButton:
    return next(button for button in map_of(seat).buttons() if button.question == question)


def test_every_question_has_its_number_and_a_page_to_read_has_none(sit: Sit) -> None:
    assert [button.text() for button in map_of(sit(ANSWERING)).buttons()] == ["1", "2", "i", "3", "4", "5"]


def test_the_map_shows_how_each_question_stands(sit: Sit) -> None:
    seat = sit(ANSWERING)
    assert marks(button_of(seat, SINGLE.id)) == {"answered", "current"}
    assert marks(button_of(seat, ESSAY.id)) == {"answered", "flagged"}
    assert marks(button_of(seat, INFO.id)) == set()
    assert marks(button_of(seat, CLOZE.id)) == {"begun"}
    assert marks(button_of(seat, SHORT.id)) == set()
    assert map_of(seat).count() == "Answered 2 of 5"


def test_the_marks_follow_the_state(sit: Sit) -> None:
    seat = sit(ANSWERING)
    changed = answers((SINGLE.id,), single=ChoiceResponse(""))
    seat.window.show_state(replace(ANSWERING, current=SHORT.id, answers=changed))
    assert marks(button_of(seat, SINGLE.id)) == {"flagged"}
    assert marks(button_of(seat, SHORT.id)) == {"current"}
    assert map_of(seat).count() == "Answered 0 of 5"


def test_a_screen_reader_hears_the_same(sit: Sit) -> None:
    seat = sit(ANSWERING)
    assert button_of(seat, SINGLE.id).accessibleName() == "Question 1, answered, shown now"
    assert button_of(seat, ESSAY.id).accessibleName() == "Question 2, answered, flagged"
    assert button_of(seat, INFO.id).accessibleName() == "Page to read"
    assert button_of(seat, CLOZE.id).accessibleName() == "Question 3, begun"


def test_a_number_leads_to_its_question(sit: Sit) -> None:
    seat = sit(ANSWERING)
    QTest.mouseClick(button_of(seat, CLOZE.id), Qt.MouseButton.LeftButton)
    assert seat.wishes == [("question_chosen", CLOZE.id)]


def test_no_number_ever_changes_its_place(sit: Sit) -> None:
    seat = sit(ANSWERING)
    places = [button.geometry() for button in map_of(seat).buttons()]
    everything = answers(tuple(button.question for button in map_of(seat).buttons()))
    for button in map_of(seat).buttons():
        seat.window.show_state(replace(ANSWERING, current=button.question, answers=everything))
        QApplication.processEvents()
        assert [button.geometry() for button in map_of(seat).buttons()] == places


def test_the_map_is_one_stop_of_the_tab_key_and_arrows_go_on_inside(sit: Sit) -> None:
    seat = sit(ANSWERING)
    stops = [one for one in map_of(seat).buttons() if one.focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert stops == [button_of(seat, SINGLE.id)]
    stops[0].setFocus(Qt.FocusReason.TabFocusReason)
    for key, question in (
        (Qt.Key.Key_Right, ESSAY.id),
        (Qt.Key.Key_Down, CLOZE.id),
        (Qt.Key.Key_Left, INFO.id),
        (Qt.Key.Key_Up, SINGLE.id),
        (Qt.Key.Key_Up, SINGLE.id),
    ):
        QTest.keyClick(seat.window.focusWidget() or seat.window, key)
        assert button_of(seat, question).hasFocus()
    QTest.keyClick(button_of(seat, SINGLE.id), Qt.Key.Key_Space)
    assert seat.wishes == [("question_chosen", SINGLE.id)]


@pytest.mark.parametrize("questions", [100, 200])
@pytest.mark.parametrize("size", [QSize(1366, 768), QSize(683, 400)])
def test_a_long_paper_scrolls_to_the_question_that_is_here(questions: int, size: QSize, sit: Sit) -> None:
    state: ExamState = replace(ANSWERING, paper=big_paper(questions), current=f"q{questions - 1}")
    seat = sit(state)
    seat.window.resize(size)
    QApplication.processEvents()
    last, first = button_of(seat, f"q{questions - 1}"), button_of(seat, "q0")
    assert last.visibleRegion().boundingRect() == last.rect()
    assert first.visibleRegion().isEmpty()
    seat.window.show_state(replace(state, current="q0"))
    QApplication.processEvents()
    assert first.visibleRegion().boundingRect() == first.rect()
    assert [button.text() for button in map_of(seat).buttons()] == [str(n + 1) for n in range(questions)]


def test_only_what_changed_is_styled_anew(sit: Sit, monkeypatch: pytest.MonkeyPatch) -> None:
    state = replace(ANSWERING, paper=big_paper(200), current="q0", answers=answers())
    seat = sit(state)
    styled: list[object] = []
    monkeypatch.setattr("examclient.ui.widgets.changes.restyle", styled.append)
    seat.window.show_state(replace(state, answers=answers(q7=ChoiceResponse("c1"))))
    assert styled == [button_of(seat, "q7")]
