"""A question on the screen, and what it told."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QScrollArea, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from examclient.ui.questions.base import QuestionView
from examclient.ui.questions.factory import view_for
from examprotocol.paper import Question
from examprotocol.responses import Response
from tests.ui.conftest import DrawnPictures


class Seat:
    """A window with one question between two buttons; remembers every response that the view told."""

    def __init__(self, view: QuestionView, qtbot: QtBot) -> None:
        self.view = view
        self.told: list[Response] = []
        self.window = QWidget()
        self.before, self.after = QPushButton("before"), QPushButton("after")
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(view)
        column = QVBoxLayout(self.window)
        for part in (self.before, area, self.after):
            column.addWidget(part)
        view.response_changed.connect(self.told.append)
        qtbot.addWidget(self.window)
        self.window.resize(900, 600)
        with qtbot.waitActive(self.window):
            self.window.show()
        self.before.setFocus()

    def focused(self) -> QWidget:
        widget = QApplication.focusWidget()
        assert widget is not None
        return widget

    def press(self, *keys: Qt.Key | str) -> None:
        """Press keys where the focus is; a text is typed letter by letter."""
        for key in keys:
            if isinstance(key, Qt.Key):
                QTest.keyClick(self.focused(), key)
            else:
                QTest.keyClicks(self.focused(), key)

    def click(self, widget: QWidget) -> None:
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton)

    def compose(self, preedit: str, commit: str = "") -> None:
        """What an input method sends to the field with the focus."""
        event = QInputMethodEvent(preedit, [])
        event.setCommitString(commit)
        QApplication.sendEvent(self.focused(), event)


@pytest.fixture
def sit(pictures: DrawnPictures, qtbot: QtBot) -> Callable[[Question], Seat]:
    """Put a question on the screen, to stay there until the test ends."""
    seats: list[Seat] = []

    def sit_down(question: Question) -> Seat:
        seats.append(Seat(view_for(question, pictures), qtbot))
        return seats[-1]

    return sit_down
