"""A candidate's hands: every answer is given by operating the widgets, as mouse, keys and input method do."""

from collections.abc import Sequence
from random import Random

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QRadioButton,
    QScrollArea,
    QWidget,
)

from examprotocol.paper import Number, Question
from examprotocol.paper_parts import NumberGap

WORDS = ("春天的长江", "reading", "北京", "a short answer", "黄河", "water", "数学", "history")
PARAGRAPH = (
    "今天的考试从一个简单的问题开始。I write a few plain sentences so that there is something to save. "
)
SECONDS = 20_000
"""Milliseconds that the client may take for one step."""


class HandsError(Exception):
    """The screen did not do what a candidate would expect of it."""


class Hands:
    """Operates widgets. Knows nothing of papers' keys: it answers at random, from a seed."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)

    def answer(self, question: Question, inputs: list[QWidget]) -> None:
        """Answer a question through all of its inputs."""
        choices = [widget for widget in inputs if isinstance(widget, QRadioButton | QCheckBox)]
        if choices:
            self._choose_some(choices, many=isinstance(choices[0], QCheckBox))
        for number, widget in enumerate(inputs):
            self._fill(question, number, widget)

    def click(self, widget: QWidget) -> None:
        """Click in the middle of a widget, once it is in sight."""
        bring_into_sight(widget)
        if not widget.isVisible() or not widget.isEnabled():
            raise HandsError(f"{widget.accessibleName() or widget} cannot be clicked now")
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton)

    def type_text(self, field: QWidget, text: str) -> None:
        """Type key by key; what has no key comes from the input method, as Chinese does."""
        self.click(field)
        for letter in text:
            if letter.isascii():
                QTest.keyClicks(field, letter)
            else:
                compose(field, letter)

    def _choose_some(self, choices: Sequence[QAbstractButton], *, many: bool) -> None:
        wanted = self._random.sample(choices, self._random.randint(1, len(choices)) if many else 1)
        for choice in wanted:
            if not choice.isChecked():
                self._click_row(choice)

    def _click_row(self, row: QAbstractButton) -> None:
        """Anywhere in the row will do: near its right end."""
        bring_into_sight(row)
        QTest.mouseClick(row, Qt.MouseButton.LeftButton, pos=QPoint(row.width() - 8, row.height() // 2))

    def _fill(self, question: Question, number: int, widget: QWidget) -> None:
        if isinstance(widget, QComboBox):
            self._pick(widget)
        elif isinstance(widget, QPlainTextEdit):
            self.type_text(widget, PARAGRAPH)
        elif isinstance(widget, QLineEdit):
            is_number = _wants_number(question, number)
            self.type_text(widget, str(self._random.randint(1, 99)) if is_number else self._word())

    def _pick(self, combo: QComboBox) -> None:
        bring_into_sight(combo)
        combo.setFocus(Qt.FocusReason.TabFocusReason)
        for _ in range(self._random.randint(1, max(1, combo.count() - 1))):
            QTest.keyClick(combo, Qt.Key.Key_Down)
        if combo.currentIndex() < 0:
            raise HandsError(f"{combo.accessibleName()} did not take a choice")

    def _word(self) -> str:
        return self._random.choice(WORDS)


def compose(field: QWidget, text: str) -> None:
    """What an input method does: show what is being composed, then commit it."""
    QApplication.sendEvent(field, QInputMethodEvent(text, []))
    commit = QInputMethodEvent()
    commit.setCommitString(text)
    QApplication.sendEvent(field, commit)


def bring_into_sight(widget: QWidget) -> None:
    """Scroll until the widget can be seen, as a candidate would."""
    parent = widget.parentWidget()
    while parent is not None and not isinstance(parent, QScrollArea):
        parent = parent.parentWidget()
    if isinstance(parent, QScrollArea):
        parent.ensureWidgetVisible(widget)


def _wants_number(question: Question, number: int) -> bool:
    gaps = getattr(question, "gaps", ())
    return isinstance(question, Number) or (number < len(gaps) and isinstance(gaps[number], NumberGap))
