"""The passage beside its questions on a wide screen, above them on a narrow one; alone without a passage.

Where large letters leave room for a few lines only, passage and questions are one page that scrolls.
"""

from collections.abc import Collection, Iterator

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QScrollArea, QSplitter, QSplitterHandle, QWidget

from examclient.ui.fonts import paper_font
from examclient.ui.rich_document import LINE_HEIGHT_EM
from examclient.ui.sources import Sources
from examclient.ui.widgets.changes import set_shown
from examclient.ui.widgets.measure import ems, is_resized
from examclient.ui.widgets.outline import Place
from examclient.ui.widgets.question_area import QuestionArea
from examclient.ui.widgets.reading import needs_a_pane, passages_of
from examclient.ui.widgets.reading_pane import ReadingPane
from examclient.ui.widgets.split_handle import SplitHandle
from examprotocol.merge import Answers

BESIDE_EM = 52
"""From this width on both have room beside each other."""

HANDLE_EM = 1.1
LEAST_LINES = 13
"""Below this height, in lines of the paper, two panes would show a line or two each: there is one page."""

LEAST_EM = 14
"""What each side keeps of the width; of the height each keeps its own least."""

SHARES = {Qt.Orientation.Horizontal: 0.48, Qt.Orientation.Vertical: 0.42}
"""How much the passage has until the candidate moves the divider; above a question, no side has more than it
needs while the other wants more.
"""


class QuestionSplit(QSplitter):
    """Owns both sides. Remembers for each page where its divider stood, as long as the exam runs."""

    def __init__(self, sources: Sources) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.reading = ReadingPane(sources)
        self.question = QuestionArea(sources)
        self._page = ""
        self._place: Place | None = None
        self._fitted = ""
        self._usual = SHARES[Qt.Orientation.Horizontal]
        self._shares: dict[tuple[str, Qt.Orientation], float] = {}
        self.addWidget(self.reading)
        self.addWidget(self.question)
        self.setChildrenCollapsible(False)
        self.reading.hide()
        self.splitterMoved.connect(self._on_moved)
        self._fit()

    def show_place(self, place: Place) -> None:
        """Show what this page has to read, or nothing; its questions come next, then `fit`."""
        passages = passages_of(place)
        is_one_page = self._is_one_page()
        has_pane = needs_a_pane(passages) and not is_one_page
        self._page, self._place = place.question.id, place
        self.question.take_passages(all_of_them=is_one_page)
        are_others = self.reading.show_passages(passages if has_pane else ())
        set_shown(self.reading, shown=has_pane)
        self._put_divider()
        if are_others:
            self.reading.come_back()

    def fit(self) -> None:
        """Put the divider where it belongs, now that both sides are there; on the same page it stays."""
        if self._fitted != self._page:
            self._fitted = self._page
            self._usual = self._usual_share()
            self._put_divider()

    def redraw(self) -> None:
        """Build both sides anew; nothing moves."""
        self.reading.redraw()
        self.question.redraw()

    def build_ahead(self, place: Place, answers: Answers) -> Iterator[None]:
        """Build both sides of a page that may be shown next, a piece with each step."""
        passages = passages_of(place)
        has_pane = needs_a_pane(passages) and not self._is_one_page()
        reading, question = self._widths(place.question.id) if has_pane else (0, self.width())
        if has_pane:
            yield from self.reading.build_ahead(passages, reading)
            yield
        yield from self.question.build_ahead(place, answers, question)

    def keep_ahead(self, places: Collection[Place]) -> None:
        """Of what was built ahead only these pages stay."""
        self.reading.keep_ahead([passages_of(place) for place in places])
        self.question.keep_ahead([place.question.id for place in places])

    def stops(self) -> list[QWidget]:
        """What Tab goes through before the question."""
        return [] if self.reading.isHidden() else [*self.reading.stops(), self.handle(1)]

    def createHandle(self) -> QSplitterHandle:
        """The grip."""
        return SplitHandle(self.orientation(), self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Side by side where there is room."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """A window of larger text has less room."""
        super().changeEvent(event)
        if is_resized(event):
            self._fit()

    def _fit(self) -> None:
        beside = ems(self) >= BESIDE_EM
        wanted = Qt.Orientation.Horizontal if beside else Qt.Orientation.Vertical
        if wanted is not self.orientation():
            self.setOrientation(wanted)
        em = self.fontMetrics().height()
        self.setHandleWidth(round(HANDLE_EM * em))
        for side in (self.reading, self.question):
            side.setMinimumWidth(LEAST_EM * em if beside else 0)
        if self._place is not None and self._is_one_page() != self.question.takes_all_passages:
            self.show_place(self._place)
        self._usual = self._usual_share()
        self._put_divider()

    def _is_one_page(self) -> bool:
        line = LINE_HEIGHT_EM * paper_font().pixelSize()
        return self.orientation() is Qt.Orientation.Vertical and self.height() < LEAST_LINES * line

    def _put_divider(self) -> None:
        if self.reading.isHidden():
            return
        self.setSizes(list(self._sizes_of(self._page)))

    def _sizes_of(self, page: str) -> tuple[int, int]:
        """Along the split, in pixels, where this page has its divider."""
        share = self._shares.get((page, self.orientation()), self._usual)
        first = round(share * self._room())
        return first, self._room() - first

    def _usual_share(self) -> float:
        usual = SHARES[self.orientation()]
        if self.orientation() is Qt.Orientation.Horizontal or self.reading.isHidden():
            return usual
        room = max(1, self._room())
        to_read, to_answer = (_height_of(side) / room for side in (self.reading, self.question))
        return min(max(usual, 1 - to_answer), to_read)

    def _widths(self, page: str) -> tuple[int, int]:
        """Of both sides of this page."""
        is_beside = self.orientation() is Qt.Orientation.Horizontal
        return self._sizes_of(page) if is_beside else (self.width(), self.width())

    def _on_moved(self) -> None:
        self._shares[self._page, self.orientation()] = self.sizes()[0] / max(1, self._room())

    def _room(self) -> int:
        along = self.orientation() is Qt.Orientation.Horizontal
        return (self.width() if along else self.height()) - self.handleWidth()


def _height_of(side: QScrollArea) -> int:
    """What stands on it, in pixels."""
    layout = side.widget().layout()
    return layout.totalHeightForWidth(side.viewport().width()) if layout is not None else 0
