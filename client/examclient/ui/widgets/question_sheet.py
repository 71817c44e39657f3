"""Where the pages of the paper stand: the one that is shown, and those that were built ahead.

Rule: only pages that nobody has seen yet are built ahead. A page that is left goes, and comes back as a new
one that shows what the state knows; only a part that is busy stays, or that has to say what became of it.
"""

from collections.abc import Collection, Iterable, Iterator

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from examclient.ui.sources import Sources
from examclient.ui.widgets.outline import Numbered, Place
from examclient.ui.widgets.page_sheet import PageSheet
from examclient.ui.widgets.part_sheet import PartSheet
from examprotocol.merge import Answers
from examprotocol.paper import Question

AROUND = (40, 8, 24, 24)


class QuestionSheet(QWidget):
    """Owns the pages; each time a page is shown it is a new one. A composite has one part below the other.

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
        self._page: PageSheet | None = None
        self._ahead: dict[str, PageSheet] = {}
        self._is_read_only = False
        self.takes_all_passages = False
        self._still_busy: dict[str, PartSheet] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(*AROUND)
        self._column.addStretch(1)

    def shows(self, question: Question) -> bool:
        """Whether this very question is on the sheet."""
        return self._page is not None and self._page.place.question == question

    def show_question(self, place: Place, answers: Answers) -> None:
        """Put another page on the sheet."""
        page = self._ahead.pop(place.question.id, None)
        if page is not None and not page.fits(place):
            page.deleteLater()
            page = None
        page = page or self._page_for(place)
        page.place = place
        for numbered in page.missing():
            page.put(self._sheet_for(numbered, page, answers))
        if self._page is not None:
            self._take_away(self._page)
        self._page = page
        self._column.insertWidget(0, page)
        page.show()  # a layout alone would show it one frame later

    def build_ahead(self, place: Place, answers: Answers, widths: Iterable[int]) -> Iterator[None]:
        """Build a page that may be shown next, and measure it for these widths of the sheet, a piece with
        each step. One with a part that is busy is not built: there is only one of it.
        """
        name = place.question.id
        if name in self._ahead or any(one.part.id in self._still_busy for one in place.parts):
            return
        page = self._ahead[name] = self._page_for(place)
        for numbered in page.missing():
            yield
            if self._ahead.get(name) is not page:
                return
            page.put(self._sheet_for(numbered, page, answers))
        for width in widths:
            yield
            if self._ahead.get(name) is page:
                page.measure(width - AROUND[0] - AROUND[2])

    def keep_ahead(self, questions: Collection[str]) -> None:
        """Of what was built ahead only these pages stay."""
        for name in [one for one in self._ahead if one not in questions]:
            self._ahead.pop(name).deleteLater()

    def follow(self, answers: Answers) -> None:
        """Show what the state knows, where the candidate is not ahead of it."""
        for part in self._parts:
            part.follow(answers.response(part.question), flagged=part.question in answers.flagged)

    def redraw(self) -> None:
        """Build every view anew with the response as it stands on the screen."""
        self.keep_ahead(())
        if self._page is not None:
            self._page.head.redraw(self._page.place)
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
        head = self._page.head.stops() if self._page is not None else []
        return [*head, *(widget for part in self._parts for widget in part.stops())]

    @property
    def _parts(self) -> tuple[PartSheet, ...]:
        return self._page.parts if self._page is not None else ()

    def take_passages(self, *, all_of_them: bool) -> None:
        """Put all that is to be read above the questions, or a short introduction only."""
        if all_of_them == self.takes_all_passages:
            return
        self.takes_all_passages = all_of_them
        for page in (self._page, *self._ahead.values()):
            if page is not None:
                page.head.take_passages(all_of_them=all_of_them)

    def _page_for(self, place: Place) -> PageSheet:
        return PageSheet(place, self._sources, self, takes_all_passages=self.takes_all_passages)

    def _sheet_for(self, numbered: Numbered, page: PageSheet, answers: Answers) -> PartSheet:
        """A new sheet; or the one that was left while it was busy, which knows more than the state."""
        busy = self._still_busy.pop(numbered.part.id, None)
        if busy is not None:
            return busy
        many = len(page.place.numbers) > 1
        sheet = PartSheet(numbered, self._sources, page, is_one_of_many=many)
        sheet.show_first(answers.response(sheet.question))
        sheet.set_read_only(is_read_only=self._is_read_only)
        sheet.response_changed.connect(self.response_changed)
        sheet.flag_toggled.connect(self.flag_toggled)
        sheet.entered.connect(self.entered)
        sheet.sight_wanted.connect(self.sight_wanted)
        sheet.settled.connect(self._on_settled)
        return sheet

    def _take_away(self, page: PageSheet) -> None:
        self._column.removeWidget(page)
        page.hide()
        for part in page.take_busy(self):
            self._still_busy[part.question] = part
        page.deleteLater()

    def _on_settled(self, question: str) -> None:
        sheet = self._still_busy.pop(question, None)
        if sheet is not None:
            sheet.deleteLater()
