"""The line above a question."""

from decimal import Decimal

import pytest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from examclient.ui.questions.heading import QuestionHeading


def words_of(heading: QuestionHeading) -> list[str]:
    return [label.text() for label in heading.findChildren(QLabel) if label.isVisible()]


@pytest.fixture
def heading(themed: QApplication, qtbot: QtBot) -> QuestionHeading:
    heading = QuestionHeading()
    qtbot.addWidget(heading)
    heading.show()
    return heading


@pytest.mark.parametrize(
    ("points", "words"),
    [
        ("2", "(2 points)"),
        ("1.0", "(1 point)"),
        ("2.50", "(2.5 points)"),
        ("100", "(100 points)"),
        ("0", "(0 points)"),
    ],
)
def test_number_and_points_are_shown(points: str, words: str, heading: QuestionHeading) -> None:
    heading.show_question(3, Decimal(points))
    assert words_of(heading) == ["3.", words]


def test_a_page_to_read_has_neither(heading: QuestionHeading) -> None:
    heading.show_question(None, None)
    assert words_of(heading) == []


def test_a_flag_is_a_sign_with_its_word_and_moves_nothing(heading: QuestionHeading) -> None:
    heading.show_question(3, Decimal(2))
    size = heading.sizeHint()
    heading.show_flagged(True)
    assert words_of(heading) == ["3.", "(2 points)", "Flagged"]
    assert heading.sizeHint() == size
    flag = heading.findChildren(QLabel)[-1]
    colours = {flag.grab().toImage().pixelColor(x, y).name() for x in range(16) for y in range(flag.height())}
    assert heading.palette().light().color().name() in colours
