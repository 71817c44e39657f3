"""Single choice, multiple choice, true or false."""

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt, QTranslator
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from examclient.ui.rich_text import RichText
from examprotocol.paper import Question
from examprotocol.responses import ChoiceResponse, ChoicesResponse
from tests.ui.questions.conftest import Seat
from tests.ui.questions.papers import MULTIPLE, SINGLE, TRUEFALSE

Sit = Callable[[Question], Seat]


def clear_button(seat: Seat) -> QPushButton:
    button = seat.view.input_widgets()[-1]
    assert isinstance(button, QPushButton)
    return button


def test_a_click_anywhere_in_a_row_chooses(sit: Sit) -> None:
    seat = sit(SINGLE)
    row = seat.view.input_widgets()[1]
    for place in (QPoint(4, 4), QPoint(row.width() - 5, row.height() - 5), row.rect().center()):
        seat.view.show_response(None)
        QTest.mouseClick(row, Qt.MouseButton.LeftButton, pos=place)
        assert seat.view.response() == ChoiceResponse("c2")


def test_a_click_on_the_words_of_a_choice_chooses(sit: Sit) -> None:
    seat = sit(SINGLE)
    words = seat.view.input_widgets()[0].findChild(RichText)
    assert isinstance(words, RichText)
    place = words.mapTo(seat.window, QPoint(10, 10))
    below = seat.window.childAt(place)
    assert below is seat.view.input_widgets()[0], "the words let the click through"
    seat.click(below)
    assert seat.told == [ChoiceResponse("c1")]


def test_another_choice_takes_the_place_of_the_first(sit: Sit) -> None:
    seat = sit(SINGLE)
    for row in seat.view.input_widgets()[:3]:
        seat.click(row)
    assert seat.told == [ChoiceResponse("c1"), ChoiceResponse("c2"), ChoiceResponse("c3")]


def test_choosing_the_same_again_changes_and_tells_nothing(sit: Sit) -> None:
    seat = sit(SINGLE)
    row = seat.view.input_widgets()[0]
    seat.click(row)
    seat.click(row)
    seat.press(Qt.Key.Key_Space, "a")
    assert seat.view.response() == ChoiceResponse("c1")
    assert seat.told == [ChoiceResponse("c1")]


def test_a_choice_can_be_cleared_on_purpose(sit: Sit) -> None:
    seat = sit(SINGLE)
    assert not clear_button(seat).isVisible()
    seat.click(seat.view.input_widgets()[2])
    seat.click(clear_button(seat))
    assert seat.told[-1] == ChoiceResponse("")
    assert seat.focused() is seat.view.input_widgets()[0]
    assert not clear_button(seat).isVisible()


def test_an_answer_that_was_shown_can_be_cleared(sit: Sit) -> None:
    seat = sit(MULTIPLE)
    seat.view.show_response(ChoicesResponse(("c2",)))
    seat.click(clear_button(seat))
    assert seat.told == [ChoicesResponse(())]


def test_letters_choose_and_arrows_only_move(sit: Sit) -> None:
    seat = sit(SINGLE)
    seat.press(Qt.Key.Key_Tab, "b")
    assert seat.told == [ChoiceResponse("c2")]
    seat.press(Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_Up)
    assert seat.focused() is seat.view.input_widgets()[0]
    assert seat.told == [ChoiceResponse("c2")]
    seat.press(Qt.Key.Key_Space)
    assert seat.told[-1] == ChoiceResponse("c1")


def test_letters_without_a_choice_and_shortcuts_choose_nothing(sit: Sit) -> None:
    seat = sit(SINGLE)
    seat.press(Qt.Key.Key_Tab, "x9d")
    QTest.keyClick(seat.focused(), Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(seat.focused(), Qt.Key.Key_A, Qt.KeyboardModifier.AltModifier)
    assert seat.told == []


def test_enter_chooses_nothing(sit: Sit) -> None:
    seat = sit(SINGLE)
    seat.press(Qt.Key.Key_Tab, Qt.Key.Key_Return, Qt.Key.Key_Enter)
    assert seat.told == []


def test_several_choices_are_told_sorted_whatever_the_order_of_clicks(sit: Sit) -> None:
    seat = sit(MULTIPLE)
    rows = seat.view.input_widgets()
    for index in (3, 0, 2):
        seat.click(rows[index])
    assert seat.told[-1] == ChoicesResponse(("c1", "c3", "c4"))
    seat.click(rows[3])
    seat.press("b", "a")
    assert seat.told[-1] == ChoicesResponse(("c2", "c3"))


def test_true_or_false_by_mouse_and_letter(sit: Sit) -> None:
    seat = sit(TRUEFALSE)
    seat.click(seat.view.input_widgets()[1])
    seat.press("a")
    assert seat.told == [ChoiceResponse("false"), ChoiceResponse("true")]


def test_a_press_that_slides_off_the_row_chooses_nothing(sit: Sit) -> None:
    seat = sit(SINGLE)
    row = seat.view.input_widgets()[0]
    QTest.mousePress(row, Qt.MouseButton.LeftButton, pos=QPoint(20, 20))
    QTest.mouseMove(row, QPoint(20, 400))
    QTest.mouseRelease(row, Qt.MouseButton.LeftButton, pos=QPoint(20, 400))
    assert seat.told == []


def test_those_who_listen_hear_letter_and_words(sit: Sit) -> None:
    single, multiple = sit(SINGLE), sit(MULTIPLE)
    row = single.view.input_widgets()[1]
    spoken = QAccessible.queryAccessibleInterface(row)
    assert spoken is not None
    assert spoken.text(QAccessible.Text.Name) == "B x2"
    assert spoken.role() == QAccessible.Role.RadioButton
    box = QAccessible.queryAccessibleInterface(multiple.view.input_widgets()[0])
    assert box is not None
    assert box.role() == QAccessible.Role.CheckBox


class Louder(QTranslator):
    """A language in which everything is shouted."""

    def isEmpty(self) -> bool:
        return False

    def translate(self, _context: object, source: object, *_more: object) -> str:
        return str(source).upper()


def test_a_new_language_reaches_a_question_on_the_screen(sit: Sit, themed: QApplication) -> None:
    seat = sit(SINGLE)
    loud = Louder()
    themed.installTranslator(loud)
    try:
        QApplication.processEvents()
        assert clear_button(seat).text() == "CLEAR MY CHOICE"
    finally:
        themed.removeTranslator(loud)
    QApplication.processEvents()
    assert clear_button(seat).text() == "Clear my choice"


def test_chosen_and_hovered_and_focused_rows_look_different(sit: Sit) -> None:
    seat = sit(SINGLE)
    row = seat.view.input_widgets()[0]
    looks = [row.grab().toImage()]
    row.setFocus()
    looks.append(row.grab().toImage())
    seat.click(row)
    looks.append(row.grab().toImage())
    assert all(one != other for index, one in enumerate(looks) for other in looks[:index])
