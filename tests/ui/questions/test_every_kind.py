"""What holds for every kind of question."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from examclient.ui.questions.factory import view_for
from examclient.ui.questions.order_row import OrderRow
from examclient.ui.rich_text import RichText
from examclient.ui.theme import LIGHT, apply_theme
from examprotocol.paper import Info, Question, is_answered
from examprotocol.responses import Response
from tests.ui.conftest import DrawnPictures
from tests.ui.questions.conftest import Seat
from tests.ui.questions.papers import EVERY_KIND, INFO, PICTURE, RESPONSES

NO_FOCUS = Qt.FocusPolicy.NoFocus
Sit = Callable[[Question], Seat]
ANSWERABLE = [question for question in EVERY_KIND if question is not INFO]
every_kind = pytest.mark.parametrize("question", EVERY_KIND, ids=lambda question: question.id)
every_answerable = pytest.mark.parametrize("question", ANSWERABLE, ids=lambda question: question.id)


@every_kind
def test_a_response_shown_is_the_response_read_back(question: Question, sit: Sit) -> None:
    seat = sit(question)
    for response in RESPONSES[question.id]:
        seat.view.show_response(response)
        assert seat.view.response() == response
    seat.view.show_response(None)
    assert not is_answered(question, seat.view.response())
    assert seat.told == [], "showing is not answering"


@every_answerable
def test_each_question_can_be_answered_by_keyboard_alone(question: Question, sit: Sit) -> None:
    seat = sit(question)
    inputs = seat.view.input_widgets()
    shown = [widget for widget in inputs if widget.isVisible()]
    for widget in shown:
        seat.press(Qt.Key.Key_Tab)
        while isinstance(seat.focused(), RichText):  # a picture that can be looked at by itself
            seat.press(Qt.Key.Key_Tab)
        assert seat.focused() is widget, "tab goes through the inputs in their order"
        answer_by_key(seat, widget)
    assert is_answered(question, seat.view.response())
    assert seat.told[-1] == seat.view.response()


def answer_by_key(seat: Seat, widget: QWidget) -> None:
    if isinstance(widget, OrderRow):
        seat.press(Qt.Key.Key_Space, Qt.Key.Key_Space)
    elif isinstance(widget, QAbstractButton):
        seat.press(Qt.Key.Key_Space)
    elif isinstance(widget, QComboBox):
        seat.press(Qt.Key.Key_Down)
    else:
        seat.press("12")


@every_answerable
def test_after_the_last_input_the_keyboard_leaves_the_question(question: Question, sit: Sit) -> None:
    seat = sit(question)
    pictures = [text for text in seat.view.findChildren(RichText) if text.focusPolicy() != NO_FOCUS]
    for _ in [*pictures, *(widget for widget in seat.view.input_widgets() if widget.isVisible())]:
        seat.press(Qt.Key.Key_Tab)
    seat.press(Qt.Key.Key_Tab)
    assert seat.focused() is seat.after
    QTest.keyClick(seat.focused(), Qt.Key.Key_Backtab)
    assert seat.focused() in [*seat.view.input_widgets(), *pictures]


@every_answerable
def test_a_view_that_is_read_only_changes_nothing(question: Question, sit: Sit) -> None:
    seat = sit(question)
    response = RESPONSES[question.id][0]
    seat.view.show_response(response)
    seat.view.set_read_only(True)
    for widget in seat.view.input_widgets():
        seat.click(widget)
        widget.setFocus()
        QTest.keyClick(widget, Qt.Key.Key_Space)
        QTest.keyClick(widget, Qt.Key.Key_Down)
        QTest.keyClicks(widget, "ab")
    assert seat.view.response() == response
    assert seat.told == []
    seat.view.set_read_only(False)
    answer_by_hand(seat)
    assert seat.told


def answer_by_hand(seat: Seat) -> None:
    for widget in seat.view.input_widgets():
        if not widget.isVisible():
            continue
        seat.click(widget)
        if isinstance(widget, QComboBox):
            seat.press(Qt.Key.Key_Down, Qt.Key.Key_Return)
        elif isinstance(widget, QLineEdit | QPlainTextEdit):
            seat.press("7")


@every_answerable
def test_every_input_has_a_name_and_is_large_enough_to_hit(question: Question, sit: Sit) -> None:
    seat = sit(question)
    for widget in seat.view.input_widgets():
        assert widget.accessibleName() or isinstance(widget, QAbstractButton)
        assert widget.height() >= 40 or not widget.isVisible()


@every_kind
def test_missing_pictures_are_told(question: Question, sit: Sit) -> None:
    asks = PICTURE in str(question)
    assert sit(question).view.missing_pictures() == ((PICTURE,) if asks else ())


@every_kind
def test_pictures_that_are_there_are_not_missing(
    question: Question, pictures: DrawnPictures, qtbot: QtBot
) -> None:
    pictures.draw(PICTURE)
    view = view_for(question, pictures)
    qtbot.addWidget(view)
    assert view.missing_pictures() == ()


@every_kind
def test_nothing_moves_when_the_question_is_answered(question: Question, sit: Sit) -> None:
    seat = sit(question)
    if isinstance(question, Info):
        return
    seat.view.show_response(None)
    QApplication.processEvents()
    before = [widget.geometry() for widget in seat.view.findChildren(QWidget) if widget.isVisible()]
    seat.view.show_response(RESPONSES[question.id][0])
    QApplication.processEvents()
    after = [widget.geometry() for widget in seat.view.findChildren(QWidget) if widget.isVisible()]
    assert [place for place in before if place not in after] == []


@every_kind
def test_the_page_never_scrolls_sideways_on_a_small_screen(
    question: Question, pictures: DrawnPictures, qtbot: QtBot
) -> None:
    pictures.draw(PICTURE, 2000, 300)
    seat = Seat(view_for(question, pictures), qtbot)
    seat.window.resize(560, 500)
    QApplication.processEvents()
    assert seat.view.width() <= 560


@every_answerable
def test_the_wheel_scrolls_and_answers_nothing(question: Question, sit: Sit) -> None:
    seat = sit(question)
    for widget in seat.view.input_widgets():
        widget.setFocus()
        turn_wheel_over(widget)
    assert seat.told == []


def turn_wheel_over(widget: QWidget) -> None:
    middle = QPointF(widget.rect().center())
    event = QWheelEvent(
        middle,
        widget.mapToGlobal(middle),
        QPoint(),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(widget, event)


@every_kind
def test_zoom_reaches_a_question_on_the_screen(question: Question, sit: Sit, themed: QApplication) -> None:
    seat = sit(question)
    before = [widget.height() for widget in (seat.view.stem, *seat.view.input_widgets())]
    try:
        apply_theme(themed, LIGHT, 1.5)
        QApplication.processEvents()
        assert seat.view.stem.font().pixelSize() == 27
        after = [widget.height() for widget in (seat.view.stem, *seat.view.input_widgets())]
        for small, large in zip(before, after, strict=True):
            assert large >= 1.2 * small
    finally:
        apply_theme(themed, LIGHT)


def test_a_page_to_read_takes_no_answer(sit: Sit) -> None:
    seat = sit(INFO)
    seat.press(Qt.Key.Key_Tab)
    assert seat.focused() is seat.after
    assert seat.view.input_widgets() == []
    assert seat.view.stem.document_text() == "Read this."


def test_no_response_of_another_kind_does_harm(sit: Sit) -> None:
    everything: list[Response] = [response for responses in RESPONSES.values() for response in responses]
    for question in EVERY_KIND:
        seat = sit(question)
        for response in everything:
            seat.view.show_response(response)
        assert seat.told == []
