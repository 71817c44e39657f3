"""The middle of the exam page: what is answered on it, with its section's title and instructions.

Rule: what the candidate has changed on the screen is never written over by a state that does not know it yet.
"""

from collections.abc import Collection, Iterator

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from examclient.domain.state import ExamState
from examclient.ui.announcing import say
from examclient.ui.sentence import in_one_line
from examclient.ui.sources import Sources
from examclient.ui.widgets.changes import set_spoken
from examclient.ui.widgets.cursor import cursor_in, is_typing, put_cursor
from examclient.ui.widgets.outline import Place
from examclient.ui.widgets.part_sheet import PartSheet
from examclient.ui.widgets.question_sheet import QuestionSheet
from examclient.ui.widgets.reading import passages_of
from examclient.ui.widgets.ringed_area import RingedArea
from examclient.ui.widgets.settling import settle_layouts
from examprotocol.merge import Answers

ABOVE = 8
"""Pixels above a part that was gone to."""

AROUND = 16
"""Pixels above and below what the keyboard has come to."""

PAGE_KEYS = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}


class QuestionArea(RingedArea):
    """Owns the views of the current page. Knows nothing of saving.

    Signals:
        response_changed(str, object): question id and the new Response.
        flag_toggled(str, bool): flag this part, or take the flag away.
        part_entered(str): the keyboard came into another part of the page.
        turn_requested(int): -1 one page back, 1 one on, by the keyboard.
    """

    response_changed = Signal(str, object)
    flag_toggled = Signal(str, bool)
    part_entered = Signal(str)
    turn_requested = Signal(int)

    def __init__(self, sources: Sources) -> None:
        super().__init__()
        self._sheet = QuestionSheet(sources)
        self._sheet.response_changed.connect(self.response_changed)
        self._sheet.flag_toggled.connect(self.flag_toggled)
        self._sheet.entered.connect(self._on_entered)
        self._sheet.sight_wanted.connect(lambda widget: self.ensureWidgetVisible(widget, 0, AROUND))
        self._by_keyboard = False
        self._place: Place | None = None
        self.setWidget(self._sheet)

    def show_question(self, state: ExamState, place: Place) -> None:
        """Show the page, and its responses unless the candidate is ahead of the state."""
        before, self._place = self._place, place
        if self._sheet.shows(place.question):
            self._sheet.follow(state.answers)
            if before is not None and before.part != place.part:
                self._go_to(place.part)
        else:
            self._turn_to(place, state.answers, before)
        self._sheet.set_read_only(is_read_only=state.is_looking_through)
        self._speak()

    @property
    def takes_all_passages(self) -> bool:
        """Whether what is to be read stands above the questions and scrolls with them."""
        return self._sheet.takes_all_passages

    def take_passages(self, *, all_of_them: bool) -> None:
        """Put all that is to be read above the questions, or a short introduction only."""
        self._sheet.take_passages(all_of_them=all_of_them)

    def redraw(self) -> None:
        """Build the views anew from the same page: responses, cursor and scroll position stay."""
        inputs = self.input_widgets()
        cursor, top = cursor_in(inputs), self.verticalScrollBar().value()
        self._sheet.redraw()
        settle_layouts()
        if cursor is not None:
            put_cursor(self.input_widgets(), cursor)
        self.verticalScrollBar().setValue(top)
        self._speak()

    def build_ahead(self, place: Place, answers: Answers, width: int) -> Iterator[None]:
        """Build a page that may be shown next where the area is so wide, a piece with each step."""
        return self._sheet.build_ahead(place, answers, self.widths_within(width))

    def keep_ahead(self, questions: Collection[str]) -> None:
        """Of what was built ahead only these pages stay."""
        self._sheet.keep_ahead(questions)

    def commit_composition(self) -> None:
        """Take over what an input method has open."""
        self._sheet.commit_composition()

    def input_widgets(self) -> list[QWidget]:
        """What takes the answers of the current page, in tab order."""
        return self._sheet.input_widgets()

    def stops(self) -> list[QWidget]:
        """All that Tab goes through on the page, from top to bottom."""
        return self._sheet.stops()

    def focus_on_arrival(self) -> None:
        """The next question is reached by keyboard: its first input takes the focus."""
        self._by_keyboard = True

    def spoken(self) -> str:
        """The page in words, as who cannot see it hears it: its numbers, and the question that is current."""
        if self._place is None:
            return ""
        numbers = self._place.numbers
        several = self.tr("Questions {first} to {last} on one page.")
        words = several.format(first=numbers[0], last=numbers[-1]) if len(numbers) > 1 else ""
        return in_one_line(words, self._sheet.spoken(self._place.part) or self.tr("Page to read."))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Page keys scroll, and at the end turn to the next question; a text field keeps its own."""
        step = PAGE_KEYS.get(Qt.Key(event.key()), 0)
        if step and not is_typing(self.input_widgets()) and self._is_at_the_end(step):
            self.turn_requested.emit(step)
        else:
            super().keyPressEvent(event)

    def _turn_to(self, place: Place, answers: Answers, before: Place | None) -> None:
        had_focus = any(one.hasFocus() for one in self.stops())
        self.setUpdatesEnabled(False)
        if had_focus:
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        self._sheet.show_question(place, answers)
        self._sheet.follow(answers)
        settle_layouts()
        self.verticalScrollBar().setValue(self._begin_of(place, before))
        self.setUpdatesEnabled(True)
        if place.parts and place.part not in (place.question.id, _first_of(place)):
            self._go_to(place.part)
        elif self._by_keyboard or had_focus:
            _focus_first(self.input_widgets(), self)
        self._by_keyboard = False

    def _go_to(self, part: str) -> None:
        """Bring a part of the page into sight, and the keyboard to it; who is in it already stays there."""
        sheet = self._sheet.part(part)
        if sheet is None or self._is_in(sheet):
            return
        settle_layouts()
        self.verticalScrollBar().setValue(self._above(sheet))
        _focus_first(sheet.input_widgets(), self)

    def _begin_of(self, place: Place, before: Place | None) -> int:
        """A page begins at its top; but not at a passage that the page before has shown already."""
        sheet = self._sheet.part(place.parts[0].part.id) if place.parts else None
        known = passages_of(before) if before is not None and self.takes_all_passages else ()
        return self._above(sheet) if sheet is not None and known and known == passages_of(place) else 0

    def _above(self, sheet: PartSheet) -> int:
        return max(0, sheet.mapTo(self.widget(), QPoint()).y() - ABOVE)

    def _is_in(self, sheet: PartSheet) -> bool:
        here = self.window().focusWidget()
        return here is not None and sheet.isAncestorOf(here)

    def _on_entered(self, part: str) -> None:
        is_numbered = self._place is not None and any(
            one.part.id == part and one.number for one in self._place.parts
        )
        if self._place is not None and is_numbered and part != self._place.part:
            self.part_entered.emit(part)

    def _speak(self) -> None:
        """Who turned the page hears the new question, unless the keyboard is on it: it is read anyway."""
        before, words = self.accessibleName(), self.spoken()
        set_spoken(self, words)
        if before and words != before and self.isVisible() and not self.hasFocus():
            say(self, words)

    def _is_at_the_end(self, step: int) -> bool:
        bar = self.verticalScrollBar()
        return bar.value() == (bar.maximum() if step > 0 else bar.minimum())


def _first_of(place: Place) -> str:
    return next((one.part.id for one in place.parts if one.number), "")


def _focus_first(inputs: list[QWidget], instead: QWidget) -> None:
    """A page that is built while another is on the screen takes nobody's keyboard."""
    if not instead.isVisible():
        return
    first = next((one for one in inputs if one.isVisibleTo(instead)), instead)
    first.setFocus(Qt.FocusReason.OtherFocusReason)
