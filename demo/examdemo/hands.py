"""A candidate's hands: every answer is given by operating the widgets, as mouse, keys and input method do."""

import tempfile
from collections.abc import Sequence
from pathlib import Path
from random import Random

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QInputMethodEvent
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

from examclient.ui.questions.file_drop import FileDrop
from examclient.ui.questions.link_chip import LinkChip
from examclient.ui.questions.order_row import OrderRow, Zone
from examprotocol.paper import (
    FileUpload,
    Matching,
    Multiple,
    Number,
    Ordering,
    Question,
    Single,
    TrueFalse,
)
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
        match question:
            case Multiple(max_choices=most):
                self._choose_some([one for one in inputs if isinstance(one, QCheckBox)], most or len(inputs))
            case Single() | TrueFalse():
                self._choose_some([one for one in inputs if isinstance(one, QRadioButton)], 1)
            case Ordering():
                self._bring_into_order([one for one in inputs if isinstance(one, OrderRow)])
            case Matching(left=left, left_max=most) if most != 1:
                self._link([one for one in inputs if isinstance(one, LinkChip)], len(left))
            case FileUpload():
                self._hand_in_a_file(question, inputs[0])
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

    def _choose_some(self, choices: Sequence[QAbstractButton], most: int) -> None:
        """Choose at least one and at most so many, where none is chosen yet."""
        if any(choice.isChecked() for choice in choices):
            return
        for choice in self._random.sample(choices, self._random.randint(1, min(most, len(choices)))):
            self._click_row(choice)

    def _bring_into_order(self, rows: Sequence[OrderRow]) -> None:
        """Move one by its arrow and one by keys; afterwards the order is the candidate's."""
        bring_into_sight(rows[0])
        QTest.mouseClick(rows[0], Qt.MouseButton.LeftButton, pos=rows[0].arrow_centre(Zone.DOWN))
        last = rows[-1]
        last.setFocus(Qt.FocusReason.TabFocusReason)
        for _ in range(self._random.randint(1, len(rows) - 1)):
            QTest.keyClick(last, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)

    def _link(self, chips: Sequence[LinkChip], lefts: int) -> None:
        """One on the right for each on the left, a different one each time."""
        rights = len(chips) // lefts
        shift = self._random.randrange(rights)
        for left in range(lefts):
            chip = chips[left * rights + (left + shift) % rights]
            if not chip.isChecked():
                self.click(chip)

    def _hand_in_a_file(self, question: FileUpload, choose: QWidget) -> None:
        """Drag a file to where files are taken, as from the desktop."""
        place = choose.parentWidget()
        if not isinstance(place, FileDrop) or not choose.isEnabled():
            return
        ending = question.types[0] if question.types else ".txt"
        file = Path(tempfile.mkdtemp(prefix="exam-demo-")) / f"answer{ending}"
        file.write_bytes(b"What the candidate made at home.\n" * 40)
        bring_into_sight(choose)
        drop_file(place, file)
        QTest.qWait(200)

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
        if combo.currentIndex() > 0:
            return
        bring_into_sight(combo)
        combo.setFocus(Qt.FocusReason.TabFocusReason)
        for _ in range(self._random.randint(1, max(1, combo.count() - 1))):
            QTest.keyClick(combo, Qt.Key.Key_Down)
        if combo.currentIndex() < 0:
            raise HandsError(f"{combo.accessibleName()} did not take a choice")

    def _word(self) -> str:
        return self._random.choice(WORDS)


def drop_file(place: QWidget, file: Path) -> None:
    """What the window system does when a file is dragged onto a widget and let go."""
    dragged = QMimeData()
    dragged.setUrls([QUrl.fromLocalFile(str(file))])
    middle, action = place.rect().center(), Qt.DropAction.CopyAction
    keys = (Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(place, QDragEnterEvent(middle, action, dragged, *keys))
    QApplication.sendEvent(place, QDropEvent(QPointF(middle), action, dragged, *keys))


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
