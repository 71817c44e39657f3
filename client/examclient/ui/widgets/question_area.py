"""The middle of the exam page: one question at a time, with its section's title and instructions.

Rule: what the candidate has changed on the screen is never written over by a state that does not know it yet.
"""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QScrollArea, QWidget

from examclient.domain.state import ExamState
from examclient.ui.announcing import say
from examclient.ui.pictures import PictureSource
from examclient.ui.sentence import in_one_line
from examclient.ui.widgets.changes import set_mark, set_spoken
from examclient.ui.widgets.cursor import cursor_in, is_typing, put_cursor
from examclient.ui.widgets.outline import Place
from examclient.ui.widgets.question_sheet import QuestionSheet
from examclient.ui.widgets.settling import settle_layouts
from examprotocol.responses import Response

BY_TAB = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
LEAST = 120
"""Pixels that the question keeps; the bars around it are not to be cut for it, since it scrolls."""

PAGE_KEYS = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}


class QuestionArea(QScrollArea):
    """Owns the view of the current question. Knows nothing of saving.

    Signals:
        response_changed(str, object): question id and the new Response.
        turn_requested(int): -1 one question back, 1 one on, by the keyboard.
    """

    response_changed = Signal(str, object)
    turn_requested = Signal(int)

    def __init__(self, pictures: PictureSource) -> None:
        super().__init__()
        self._sheet = QuestionSheet(pictures)
        self._sheet.response_changed.connect(self.response_changed)
        self._by_keyboard = False
        self._place: Place | None = None
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty("ringed", False)
        self.setMinimumHeight(LEAST)
        self.setWidget(self._sheet)

    def show_question(self, state: ExamState, place: Place) -> None:
        """Show the question, and its response unless the candidate is ahead of the state."""
        response = state.answers.response(place.question.id)
        if self._sheet.shows(place.question):
            self._sheet.follow(response)
        else:
            self._turn_to(place, response)
        self._sheet.set_read_only(is_read_only=state.is_looking_through)
        self._sheet.show_flagged(flagged=place.question.id in state.answers.flagged)
        self._place = place
        self._speak()

    def redraw(self) -> None:
        """Build the view anew from the same question: response, cursor and scroll position stay."""
        inputs = self.input_widgets()
        cursor, top = cursor_in(inputs), self.verticalScrollBar().value()
        self._sheet.redraw()
        settle_layouts()
        if cursor is not None:
            put_cursor(self.input_widgets(), cursor)
        self.verticalScrollBar().setValue(top)
        self._speak()

    def commit_composition(self) -> None:
        """Take over what an input method has open."""
        self._sheet.commit_composition()

    def input_widgets(self) -> list[QWidget]:
        """What takes the answer of the current question, in tab order."""
        return self._sheet.input_widgets()

    def focus_on_arrival(self) -> None:
        """The next question is reached by keyboard: its first input takes the focus."""
        self._by_keyboard = True

    def spoken(self) -> str:
        """The question in words, as who cannot see it hears it: its number, its points and its text."""
        if self._place is None:
            return ""
        number, question = self._place.number, self._place.question
        counted = self.tr("Question {number}, points: {points}.")
        words = counted.format(number=number, points=f"{question.points.normalize():f}")
        return in_one_line(words if number else self.tr("Page to read."), self._sheet.spoken())

    def focusInEvent(self, event: QFocusEvent) -> None:
        """A ring for whoever came here by Tab; who clicked, or was brought here, knows where he is."""
        super().focusInEvent(event)
        set_mark(self, "ringed", event.reason() in BY_TAB)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Without the focus there is no ring."""
        super().focusOutEvent(event)
        set_mark(self, "ringed", value=False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Page keys scroll, and at the end turn to the next question; a text field keeps its own."""
        step = PAGE_KEYS.get(Qt.Key(event.key()), 0)
        if step and not is_typing(self.input_widgets()) and self._is_at_the_end(step):
            self.turn_requested.emit(step)
        else:
            super().keyPressEvent(event)

    def _turn_to(self, place: Place, response: Response | None) -> None:
        had_focus = any(one.hasFocus() for one in self.input_widgets())
        self.setUpdatesEnabled(False)
        if had_focus:
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        self._sheet.show_question(place, response)
        settle_layouts()
        self.verticalScrollBar().setValue(0)
        self.setUpdatesEnabled(True)
        if self._by_keyboard or had_focus:
            self._focus_first()
        self._by_keyboard = False

    def _speak(self) -> None:
        """Who turned the page hears the new question, unless the keyboard is on it: it is read anyway."""
        before, words = self.accessibleName(), self.spoken()
        set_spoken(self, words)
        if before and words != before and self.isVisible() and not self.hasFocus():
            say(self, words)

    def _focus_first(self) -> None:
        first: QWidget = next(iter(self.input_widgets()), self)
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _is_at_the_end(self, step: int) -> bool:
        bar = self.verticalScrollBar()
        return bar.value() == (bar.maximum() if step > 0 else bar.minimum())
