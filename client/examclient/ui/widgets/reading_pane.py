"""The passage and the materials beside the questions that refer to them."""

from collections.abc import Collection, Iterator, Sequence

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from examclient.ui.sources import Sources
from examclient.ui.widgets.reading import Passage, Reading
from examclient.ui.widgets.ringed_area import RingedArea
from examclient.ui.widgets.settling import settle_layouts

AROUND = (24, 16, 16, 24)


class ReadingPane(RingedArea):
    """Scrolls on its own, and is where it was when the same passages come back."""

    def __init__(self, sources: Sources) -> None:
        super().__init__()
        self._sources = sources
        self._passages: tuple[Passage, ...] = ()
        self._reading: Reading | None = None
        self._ahead: dict[tuple[Passage, ...], Reading] = {}
        self._tops: dict[tuple[Passage, ...], int] = {}
        self._sheet = QWidget()
        self._column = QVBoxLayout(self._sheet)
        self._column.setContentsMargins(*AROUND)
        self.setWidget(self._sheet)
        self._sheet.setAutoFillBackground(False)
        self.viewport().setAutoFillBackground(False)
        self._speak()

    def show_passages(self, passages: Sequence[Passage]) -> bool:
        """Show these; the same ones again move nothing. Returns whether they are others than before.

        Others are scrolled to their place by `come_back`, once the pane has its size.
        """
        if tuple(passages) == self._passages:
            return False
        self._remember()
        self._passages = tuple(passages)
        self._build()
        return True

    def come_back(self) -> None:
        """Be where it was when these passages were left."""
        settle_layouts()
        self.verticalScrollBar().setValue(self._tops.get(self._passages, 0))

    def build_ahead(self, passages: Sequence[Passage], width: int) -> Iterator[None]:
        """Build what may be shown next where the pane is so wide, a piece with each step."""
        wanted = tuple(passages)
        if wanted in self._ahead or wanted == self._passages:
            return
        reading = self._ahead[wanted] = Reading(wanted, self._sources, self._sheet)
        reading.hide()
        for inside in self.widths_within(width):
            yield
            if self._ahead.get(wanted) is reading:
                reading.measure(inside - AROUND[0] - AROUND[2])

    def keep_ahead(self, all_passages: Collection[tuple[Passage, ...]]) -> None:
        """Of what was built ahead only these stay."""
        for passages in [one for one in self._ahead if one not in all_passages]:
            self._ahead.pop(passages).deleteLater()

    def redraw(self) -> None:
        """Build it anew where it stands."""
        self.keep_ahead(())
        self._remember()
        self._build()
        self.come_back()

    def stops(self) -> list[QWidget]:
        """What Tab goes through: the pane itself, which scrolls by keys, and the players on it."""
        if self._reading is None:
            return []
        return [self, *self._reading.stops()]

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._speak()

    def _speak(self) -> None:
        words = self._reading.spoken() if self._reading is not None else ""
        self.setAccessibleName(self.tr("To read"))
        self.setAccessibleDescription(words)

    def _remember(self) -> None:
        if self._passages:
            self._tops[self._passages] = self.verticalScrollBar().value()

    def _build(self) -> None:
        if self._reading is not None:
            self._column.removeWidget(self._reading)
            self._reading.hide()
            self._reading.deleteLater()
            self._reading = None
        if self._passages:
            ahead = self._ahead.pop(self._passages, None)
            self._reading = ahead or Reading(self._passages, self._sources, self._sheet)
            self._column.addWidget(self._reading)
            self._reading.show()
        self._speak()
