"""Short texts, numbers, essays and cloze: typing, pasting, and what an input method does."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QClipboard, QGuiApplication, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit

from examclient.ui.questions.hint import Hint
from examclient.ui.questions.number_reading import reads_as_number
from examclient.ui.questions.text_area import MOST_CHARS
from examclient.ui.questions.typed_text import clean_line, clean_text
from examclient.ui.questions.word_count import TextCount, count_text
from examprotocol.canonical import canonical_bytes
from examprotocol.paper import Essay, Question, ShortText
from examprotocol.responses import GapsResponse, TextResponse
from tests.ui.questions.conftest import Seat
from tests.ui.questions.papers import CLOZE, ESSAY, NUMBER, POINTS, SHORT

Sit = Callable[[Question], Seat]
one_text = pytest.mark.parametrize("question", [SHORT, NUMBER, ESSAY], ids=lambda question: question.id)


def text_field(seat: Seat) -> QLineEdit | QPlainTextEdit:
    field = seat.view.input_widgets()[0]
    assert isinstance(field, QLineEdit | QPlainTextEdit)
    field.setFocus()
    return field


def hint_of(seat: Seat) -> str:
    hint = seat.view.findChild(Hint)
    assert isinstance(hint, QLabel)
    return hint.text()


def clipboard() -> QClipboard:
    return QGuiApplication.clipboard()


@one_text
def test_each_key_is_told(question: Question, sit: Sit) -> None:
    seat = sit(question)
    text_field(seat)
    seat.press("12", Qt.Key.Key_Backspace)
    assert seat.told == [TextResponse("1"), TextResponse("12"), TextResponse("1")]


@one_text
def test_what_is_composed_is_told_when_it_is_finished(question: Question, sit: Sit) -> None:
    seat = sit(question)
    text_field(seat)
    for preedit in ("n", "ni", "ni hao"):
        seat.compose(preedit)
    assert seat.told == []
    assert seat.view.response() == TextResponse("")
    seat.compose("", "你好")
    assert seat.told == [TextResponse("你好")]


@one_text
def test_leaving_the_question_keeps_what_is_being_composed(question: Question, sit: Sit) -> None:
    seat = sit(question)
    text_field(seat)
    seat.press("1")
    seat.compose("zhong")
    seat.view.commit_composition()
    assert seat.told == [TextResponse("1"), TextResponse("1zhong")]
    seat.view.commit_composition()
    assert len(seat.told) == 2, "and only once"


@one_text
def test_nothing_tears_a_composition_off(question: Question, sit: Sit) -> None:
    seat = sit(question)
    text_field(seat)
    seat.compose("ni")
    seat.view.show_response(TextResponse("from elsewhere"))
    assert seat.view.response() == TextResponse("")
    seat.compose("", "你")
    assert seat.told == [TextResponse("你")], "what the candidate finished is newer"


@one_text
def test_what_was_to_be_shown_is_shown_after_a_composition_was_dropped(question: Question, sit: Sit) -> None:
    seat = sit(question)
    text_field(seat)
    seat.compose("ni")
    seat.view.show_response(TextResponse("from elsewhere"))
    seat.compose("")
    assert seat.view.response() == TextResponse("from elsewhere")
    assert seat.told == []


@one_text
def test_the_cursor_stays_where_it_is_when_the_same_text_is_shown(question: Question, sit: Sit) -> None:
    seat = sit(question)
    field = text_field(seat)
    seat.press("1234", Qt.Key.Key_Left, Qt.Key.Key_Left)
    seat.view.show_response(TextResponse("1234"))
    assert cursor_of(field) == 2
    seat.press("x")
    assert seat.view.response() == TextResponse("12x34")


@one_text
def test_typing_can_be_undone_also_after_it_was_shown_as_saved(question: Question, sit: Sit) -> None:
    seat = sit(question)
    text_field(seat)
    seat.press("12")
    seat.view.show_response(TextResponse("12"))
    QTest.keyClick(seat.focused(), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert seat.told[-1] == TextResponse("")


def cursor_of(field: QLineEdit | QPlainTextEdit) -> int:
    return field.cursorPosition() if isinstance(field, QLineEdit) else field.textCursor().position()


@one_text
def test_pasting_takes_the_words_alone(question: Question, sit: Sit) -> None:
    seat = sit(question)
    text_field(seat)
    rich = QMimeData()
    rich.setHtml("<b>1\ud83d</b>")
    rich.setText("1\r\n2\u20283\x00")
    clipboard().setMimeData(rich)
    QTest.keyClick(seat.focused(), Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    lines = "1\n2\n3" if question is ESSAY else "1 2 3"
    assert seat.view.response() == TextResponse(lines)
    assert seat.told[-1] == TextResponse(lines)


def test_every_text_can_be_sent() -> None:
    """Half a character, as a cut-off emoji leaves it, cannot be written as UTF-8 at all."""
    broken = "a\ud83db\x00c\x1bd\tе\r\nf"
    assert clean_text(broken) == "abcd\tе\nf"
    assert clean_line(broken) == "abcd\tе f"
    assert canonical_bytes(TextResponse(clean_text(broken)))


def test_a_short_text_takes_as_many_characters_as_the_question_allows(sit: Sit) -> None:
    seat = sit(SHORT)
    text_field(seat)
    seat.press("1234567890", "1")
    assert seat.view.response() == TextResponse("1234567890")
    assert "10" in hint_of(seat), "and says why the eleventh is not there"
    seat.press(Qt.Key.Key_Backspace)
    assert hint_of(seat) == ""


def test_characters_are_counted_not_their_halves(sit: Sit) -> None:
    seat = sit(ShortText(id="s", stem="", points=POINTS, max_chars=3))
    text_field(seat)
    for _ in range(4):
        seat.compose("", "\U00020bb7")
    assert seat.view.response() == TextResponse("\U00020bb7" * 3)
    assert canonical_bytes(seat.view.response())


def test_too_long_a_paste_leaves_what_stands(sit: Sit) -> None:
    seat = sit(SHORT)
    text_field(seat)
    seat.press("keep")
    clipboard().setText("x" * 40)
    QTest.keyClick(seat.focused(), Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert seat.view.response() == TextResponse("keep")
    assert hint_of(seat)


@pytest.mark.parametrize(
    "text", ["３．５", "-2", "−2", "1,5", "1,234.5", ".5", "1e-5", "3 × 10^8", "3x10⁸", " 7 ", "7 m/s"]
)
def test_numbers_as_people_write_them_read_as_numbers(text: str) -> None:
    assert reads_as_number(text, "m/s")


@pytest.mark.parametrize("text", ["", "about 4", "四", "1+1", "3 km", "--2", "e5"])
def test_what_is_no_number_does_not(text: str) -> None:
    assert not reads_as_number(text, "m/s")


def test_advice_about_a_number_waits_until_the_field_is_left(sit: Sit) -> None:
    seat = sit(NUMBER)
    text_field(seat)
    seat.press("-")
    assert hint_of(seat) == ""
    seat.press("x", Qt.Key.Key_Tab)
    assert hint_of(seat)
    assert seat.view.response() == TextResponse("-x"), "kept as typed"
    text_field(seat)
    seat.press(Qt.Key.Key_Backspace)
    seat.compose("", "３")
    assert hint_of(seat) == ""
    assert seat.told[-1] == TextResponse("-３")


def test_an_essay_begins_with_its_template_and_can_be_emptied(sit: Sit) -> None:
    seat = sit(Essay(id="e", stem="", points=POINTS, template="Dear\n"))
    assert seat.view.response() == TextResponse("Dear\n")
    assert seat.told == []
    text_field(seat)
    QTest.keyClick(seat.focused(), Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    seat.press(Qt.Key.Key_Delete)
    assert seat.told == [TextResponse("")]
    seat.view.show_response(TextResponse(""))
    assert seat.view.response() == TextResponse("")


def test_an_essay_says_how_long_it_is(sit: Sit) -> None:
    seat = sit(ESSAY)
    assert "0 words" in hint_of(seat)
    assert "3 to 5" in hint_of(seat)
    text_field(seat)
    seat.press("one two", Qt.Key.Key_Return, "three four five six")
    assert "6 words, 22 characters" in hint_of(seat)
    hint = seat.view.findChild(Hint)
    assert isinstance(hint, Hint)
    assert hint.property("level") == "warning"
    assert seat.view.response() == TextResponse("one two\nthree four five six")


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", TextCount(0, 0)),
        ("春眠不觉晓，处处闻啼鸟。", TextCount(10, 12)),
        ("It's a well-known fact.", TextCount(4, 20)),
        ("我有 2.5 个 apples", TextCount(5, 12)),
        ("\U00020bb7野家", TextCount(3, 3)),
    ],
)
def test_length_is_counted_as_word_processors_do(text: str, count: TextCount) -> None:
    assert count_text(text) == count


def test_a_huge_paste_is_cut_where_no_essay_ever_comes(sit: Sit) -> None:
    seat = sit(ESSAY)
    field = text_field(seat)
    clipboard().setText("x" * (MOST_CHARS + 5000))
    field.paste()
    response = seat.view.response()
    assert isinstance(response, TextResponse)
    assert len(response.text) == MOST_CHARS - 1


def test_typing_inside_an_essay_keeps_the_place(sit: Sit) -> None:
    seat = sit(ESSAY)
    field = text_field(seat)
    assert isinstance(field, QPlainTextEdit)
    seat.view.show_response(TextResponse("one\ntwo\nthree"))
    field.moveCursor(QTextCursor.MoveOperation.End)
    seat.press(Qt.Key.Key_Up, "X")
    assert seat.told == [TextResponse("one\ntwoX\nthree")]


def test_gaps_are_filled_in_the_order_of_the_text(sit: Sit) -> None:
    seat = sit(CLOZE)
    seat.press(Qt.Key.Key_Tab, "x", Qt.Key.Key_Tab, Qt.Key.Key_Down, Qt.Key.Key_Tab, "7")
    assert seat.told == [
        GapsResponse({"later": "x"}),
        GapsResponse({"later": "x", "pick": "c1"}),
        GapsResponse({"later": "x", "pick": "c1", "count": "7"}),
    ]


def test_a_gap_can_be_emptied_again(sit: Sit) -> None:
    seat = sit(CLOZE)
    seat.press(Qt.Key.Key_Tab, "x", Qt.Key.Key_Tab, Qt.Key.Key_Down, Qt.Key.Key_Up)
    assert seat.told[-1] == GapsResponse({"later": "x"})
    QTest.keyClick(seat.focused(), Qt.Key.Key_Backtab)
    seat.press(Qt.Key.Key_Backspace)
    assert seat.told[-1] == GapsResponse({})


def test_a_gap_that_the_text_forgot_can_be_answered_all_the_same(sit: Sit) -> None:
    lost = type(CLOZE)(id="c", stem="<p>no gap</p>", points=POINTS, gaps=CLOZE.gaps)
    seat = sit(lost)
    assert len(seat.view.input_widgets()) == 3
    seat.press(Qt.Key.Key_Tab, Qt.Key.Key_Down)
    assert seat.told == [GapsResponse({"pick": "c1"})]


def test_advice_about_a_gap_names_it(sit: Sit) -> None:
    seat = sit(CLOZE)
    seat.view.show_response(GapsResponse({"count": "four"}))
    assert "gap 3" in hint_of(seat)
    seat.view.show_response(GapsResponse({"count": "4"}))
    assert hint_of(seat) == ""


def test_composing_in_a_gap_is_kept_when_leaving(sit: Sit) -> None:
    seat = sit(CLOZE)
    seat.press(Qt.Key.Key_Tab)
    seat.compose("ni")
    seat.view.commit_composition()
    assert seat.told == [GapsResponse({"later": "ni"})]
