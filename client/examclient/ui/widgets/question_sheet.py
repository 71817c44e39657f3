"""What stands on the sheet of one page: section, instructions, and each question with its heading."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from examclient.ui.sources import Sources
from examclient.ui.widgets.outline import Numbered, Place
from examclient.ui.widgets.part_sheet import PartSheet
from examclient.ui.widgets.sheet_head import SheetHead
from examprotocol.merge import Answers
from examprotocol.paper import Composite, Question

AROUND = (40, 8, 24, 24)
BETWEEN = 16
"""Pixels between two parts of a composite."""


class QuestionSheet(QWidget):
    """Owns the widgets of the page; each page gets new ones. A composite has one part below the other.

    Signals:
        response_changed(str, object): question id and the new Response.
        flag_toggled(str, bool): flag this part, or take the flag away.
        entered(str): the keyboard came into this part.
        sight_wanted(object): this widget shall be seen.
    """

    response_changed = Signal(str, object)
    flag_toggled = Signal(str, bool)
    entered = Signal(str)
    sight_wanted = Signal(object)

    def __init__(self, sources: Sources) -> None:
        super().__init__()
        self._sources = sources
        self._place: Place | None = None
        self._parts: tuple[PartSheet, ...] = ()
        self._is_read_only = False
        self._still_busy: dict[str, PartSheet] = {}
        self.head = SheetHead(sources)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(*AROUND)
        self._column.setSpacing(12)
        self._column.addWidget(self.head)
        self._column.addStretch(1)

    def shows(self, question: Question) -> bool:
        """Whether this very question is on the sheet."""
        return self._place is not None and self._place.question == question

    def show_question(self, place: Place, answers: Answers) -> None:
        """Put another page on the sheet."""
        self._place = place
        self.head.show_place(place)
        old, self._parts = self._parts, tuple(self._sheet_for(one, answers) for one in place.parts)
        for at, part in enumerate(self._parts):
            self._put(part, 1 + at)
        for part in old:
            self._take_away(part)
        self._column.setSpacing(BETWEEN if isinstance(place.question, Composite) else 12)

    def follow(self, answers: Answers) -> None:
        """Show what the state knows, where the candidate is not ahead of it."""
        for part in self._parts:
            part.follow(answers.response(part.question), flagged=part.question in answers.flagged)

    def redraw(self) -> None:
        """Build every view anew with the response as it stands on the screen."""
        if self._place is not None:
            self.head.redraw(self._place)
        for part in self._parts:
            part.redraw()

    def set_read_only(self, *, is_read_only: bool) -> None:
        """The page can be read and not answered, or answered again."""
        self._is_read_only = is_read_only
        for part in self._parts:
            part.set_read_only(is_read_only=is_read_only)

    def commit_composition(self) -> None:
        """Take over what an input method has open."""
        for part in self._parts:
            part.commit_composition()

    def spoken(self, part: str) -> str:
        """This part in words, as who cannot see it hears it."""
        return next((sheet.spoken() for sheet in self._parts if sheet.question == part), "")

    def part(self, question: str) -> PartSheet | None:
        """The sheet of this part."""
        return next((one for one in self._parts if one.question == question), None)

    def input_widgets(self) -> list[QWidget]:
        """What takes the answers, in tab order."""
        return [widget for part in self._parts for widget in part.input_widgets()]

    def stops(self) -> list[QWidget]:
        """All that Tab goes through, from top to bottom."""
        return [*self.head.stops(), *(widget for part in self._parts for widget in part.stops())]

    def _sheet_for(self, numbered: Numbered, answers: Answers) -> PartSheet:
        """A new sheet; or the one that was left while it was busy, which knows more than the state."""
        busy = self._still_busy.pop(numbered.part.id, None)
        if busy is not None:
            return busy
        assert self._place is not None, "a part is put on a page"
        many = len(self._place.numbers) > 1
        sheet = PartSheet(numbered, self._sources, self, is_one_of_many=many)
        sheet.show_first(answers.response(sheet.question))
        sheet.set_read_only(is_read_only=self._is_read_only)
        sheet.response_changed.connect(self.response_changed)
        sheet.flag_toggled.connect(self.flag_toggled)
        sheet.entered.connect(self.entered)
        sheet.sight_wanted.connect(self.sight_wanted)
        sheet.settled.connect(self._on_settled)
        return sheet

    def _put(self, sheet: PartSheet, index: int) -> None:
        """Put it into the column and show it at once: a layout alone would show it one frame later."""
        self._column.insertWidget(index, sheet)
        sheet.show()

    def _take_away(self, sheet: PartSheet) -> None:
        if sheet in self._parts:
            return
        self._column.removeWidget(sheet)
        sheet.hide()
        if sheet.is_busy:
            self._still_busy[sheet.question] = sheet
        else:
            sheet.deleteLater()

    def _on_settled(self, question: str) -> None:
        sheet = self._still_busy.pop(question, None)
        if sheet is not None:
            sheet.deleteLater()
