"""Refresh and clear cache draw a question anew: whatever its kind, nothing that the candidate did is lost.

A kind that joins `tests.ui.questions.papers` is tried here by itself.
"""

from dataclasses import replace

import msgspec
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QPlainTextEdit, QWidget

from examclient.domain.phases import Phase
from examclient.domain.state import ExamState
from examclient.ui.pages.exam import ExamPage
from examclient.ui.questions.base import QuestionView
from examclient.ui.questions.order_row import OrderRow
from examprotocol.paper import Question, Section
from examprotocol.responses import Response
from tests.ui.pages.conftest import Seat, Sit, settle
from tests.ui.pages.states import ANSWERING, PAPER, answers, starting_in
from tests.ui.questions.papers import EVERY_KIND, ORDERING, RESPONSES

LOOKING_MINUTES = 5 * 60_000
MANY = "".join(f"<p>Line {line} of a long passage.</p>" for line in range(60))

CASES = [(question, response) for question in EVERY_KIND for response in RESPONSES[question.id]]
IDS = [f"{question.id} {place}" for place, (question, _) in enumerate(CASES)]


def state_on(question: Question, response: Response | None = None) -> ExamState:
    """Somebody is at this question, and has answered like this."""
    paper = msgspec.structs.replace(PAPER, sections=(Section("all", "All", (question,)),))
    given = answers((), **{question.id: response}) if response is not None else answers()
    return replace(ANSWERING, paper=paper, current=question.id, answers=given)


def long(question: Question) -> Question:
    """The same with so much text before it that it has to be scrolled."""
    return msgspec.structs.replace(question, stem=MANY + question.stem)


def exam_page(seat: Seat) -> ExamPage:
    page = seat.window.page()
    assert isinstance(page, ExamPage)
    return page


def view_on(seat: Seat) -> QuestionView:
    views = [view for view in exam_page(seat).findChildren(QuestionView) if view.isVisible()]
    assert views
    return views[0]


def fields(seat: Seat) -> list[QWidget]:
    return [one for one in view_on(seat).input_widgets() if isinstance(one, QLineEdit | QPlainTextEdit)]


@pytest.mark.parametrize(("question", "response"), CASES, ids=IDS)
def test_what_was_answered_stands_there_as_before(sit: Sit, question: Question, response: Response) -> None:
    seat = sit(state_on(question, response))
    before = view_on(seat)
    seat.window.redraw()
    fresh = view_on(seat)
    assert fresh is not before
    assert fresh.response() == before.response()
    assert not [wish for wish in seat.wishes if wish[0] == "response_changed"], "drawing is not answering"


@pytest.mark.parametrize("question", EVERY_KIND, ids=lambda question: question.id)
def test_the_page_stays_where_it_was_scrolled_to(sit: Sit, question: Question) -> None:
    seat = sit(state_on(long(question)))
    bar = exam_page(seat).question.verticalScrollBar()
    settle()
    bar.setValue(300)
    seat.window.redraw()
    settle()
    assert bar.value() == 300


@pytest.mark.parametrize("question", EVERY_KIND, ids=lambda question: question.id)
def test_a_word_that_is_half_typed_is_kept_to_the_last_key(sit: Sit, question: Question) -> None:
    seat = sit(state_on(question))
    for place in range(len(fields(seat))):
        field = fields(seat)[place]
        field.setFocus()
        QTest.keyClicks(field, "1")
        QApplication.sendEvent(field, QInputMethodEvent("2", []))
        seat.window.redraw()
        after = fields(seat)[place]
        text = after.text() if isinstance(after, QLineEdit) else after.toPlainText()  # type: ignore[attr-defined]
        assert "12" in text
        assert after.hasFocus()
    typed = [wish for wish in seat.wishes if wish[0] == "response_changed"]
    assert bool(typed) == bool(fields(seat)), "what was composed is told, so that it is saved"


def looking_on(question: Question) -> ExamState:
    """The paper is looked through before the start."""
    exam = msgspec.structs.replace(starting_in(LOOKING_MINUTES), look_through=True)
    return replace(state_on(question), phase=Phase.WAITING, exam=exam)


def try_everything(seat: Seat) -> None:
    """Type and click at all that takes an answer."""
    for widget in view_on(seat).input_widgets():
        if isinstance(widget, QAbstractButton):
            QTest.mouseClick(widget, Qt.MouseButton.LeftButton)
        QTest.keyClicks(widget, "1")
        QTest.keyClick(widget, Qt.Key.Key_Space)
        QTest.keyClick(widget, Qt.Key.Key_Down)


def told(seat: Seat) -> list[tuple[object, ...]]:
    return [
        wish for wish in seat.wishes if wish[0] in ("response_changed", "flag_toggled", "review_requested")
    ]


@pytest.mark.parametrize("question", EVERY_KIND, ids=lambda question: question.id)
def test_while_the_paper_is_looked_through_nothing_can_be_answered(sit: Sit, question: Question) -> None:
    seat = sit(looking_on(question))
    before = view_on(seat).response()
    try_everything(seat)
    assert view_on(seat).response() == before
    assert told(seat) == []
    seat.window.redraw()
    try_everything(seat)
    assert told(seat) == []


@pytest.mark.parametrize("question", EVERY_KIND, ids=lambda question: question.id)
def test_at_the_start_the_same_question_can_be_answered_where_it_stands(sit: Sit, question: Question) -> None:
    looking = looking_on(long(question))
    seat = sit(looking)
    bar = exam_page(seat).question.verticalScrollBar()
    settle()
    bar.setValue(200)
    view = view_on(seat)
    before = view.mapToGlobal(QPoint())
    seat.window.show_state(replace(looking, phase=Phase.ANSWERING))
    settle()
    assert view_on(seat) is view, "it is not drawn anew under the candidate's eyes"
    assert view.mapToGlobal(QPoint()) == before
    for field in fields(seat):
        field.setFocus()
        QTest.keyClicks(field, "1")
    assert bool(told(seat)) == bool(fields(seat))


def test_what_was_taken_up_stays_so_while_the_site_acknowledges(sit: Sit) -> None:
    state = state_on(ORDERING)
    seat = sit(state)
    row = next(one for one in view_on(seat).input_widgets() if isinstance(one, OrderRow))
    row.click()
    before = row.accessibleDescription()
    seat.window.show_state(replace(state, answers=answers()))
    assert row.accessibleDescription() == before
