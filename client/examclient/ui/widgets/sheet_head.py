"""What stands above the questions of a page: section, how many count, instructions, a short introduction."""

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from examclient.ui.rich_text import RichText
from examclient.ui.sources import Sources
from examclient.ui.widgets.changes import set_shown, set_text
from examclient.ui.widgets.labels import make_label
from examclient.ui.widgets.outline import Place
from examclient.ui.widgets.reading import Reading, needs_a_pane, passages_of
from examprotocol.paper import Composite, answerable_parts


class SheetHead(QWidget):
    """Owns what comes before the first heading. Rich texts are built anew only where they differ."""

    def __init__(self, sources: Sources, parent: QWidget, *, takes_all_passages: bool) -> None:
        super().__init__(parent)
        self._sources = sources
        self._place: Place | None = None
        self._title = make_label("muted", wrap=True)
        self._instructions: RichText | None = None
        self._rich = ""
        self._reading: Reading | None = None
        self._takes_all_passages = takes_all_passages
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self._column.addWidget(self._title)

    def show_place(self, place: Place) -> None:
        """Show the section of this page, and the introduction that stands on it."""
        self._place = place
        self._say_section()
        self._show_instructions(place.section.instructions if place.opens else "")
        self._show_introduction(place)

    def take_passages(self, *, all_of_them: bool) -> None:
        """All that is to be read stands here, or what needs no pane of its own."""
        if all_of_them != self._takes_all_passages:
            self._takes_all_passages = all_of_them
            if self._place is not None:
                self._show_introduction(self._place)

    def redraw(self, place: Place) -> None:
        """Draw it again."""
        self._show_instructions("")
        self.show_place(place)

    def stops(self) -> list[QWidget]:
        """What Tab goes through."""
        return self._reading.stops() if self._reading is not None else []

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._say_section()

    def _say_section(self) -> None:
        words = self._words(self._place) if self._place is not None else ""
        set_text(self._title, words)
        set_shown(self._title, shown=bool(words))

    def _words(self, place: Place) -> str:
        """The section's title; where not all of its questions count, or of this page's parts, how many do."""
        section, question = place.section, place.question
        asked = [one for one in section.questions if answerable_parts((one,))]
        said = [section.title, self._best(section.answer_limit, len(asked))]
        if isinstance(question, Composite):
            said += [self._best(question.answer_limit, len(answerable_parts((question,))))]
        return "　".join(one for one in said if one)

    def _best(self, limit: int, asked: int) -> str:
        if not 0 < limit < asked:
            return ""
        if limit == 1:
            return self.tr("Answer 1 of {asked}; the best one counts.").format(asked=asked)
        return self.tr("Answer {limit} of {asked}; the best {limit} count.").format(limit=limit, asked=asked)

    def _show_instructions(self, rich: str) -> None:
        if rich == self._rich:
            return
        self._rich = rich
        if self._instructions is not None:
            self._take_away(self._instructions)
            self._instructions = None
        if rich:
            self._instructions = RichText(rich, self._sources.pictures, parent=self)
            self._put(self._instructions)

    def _show_introduction(self, place: Place) -> None:
        if self._reading is not None:
            self._take_away(self._reading)
            self._reading = None
        passages = passages_of(place)
        if passages and (self._takes_all_passages or not needs_a_pane(passages)):
            self._reading = Reading(passages, self._sources, self)
            self._put(self._reading)

    def _put(self, widget: QWidget) -> None:
        """Show it at once: a layout alone would show it one frame later."""
        self._column.addWidget(widget)
        widget.show()

    def _take_away(self, widget: QWidget) -> None:
        self._column.removeWidget(widget)
        widget.hide()
        widget.deleteLater()
