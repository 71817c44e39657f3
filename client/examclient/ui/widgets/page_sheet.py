"""One page of the paper, as it stands on the sheet: what comes before its questions, and the questions."""

from collections.abc import Iterator
from dataclasses import replace

from PySide6.QtWidgets import QVBoxLayout, QWidget

from examclient.ui.sources import Sources
from examclient.ui.widgets.outline import Numbered, Place
from examclient.ui.widgets.part_sheet import PartSheet
from examclient.ui.widgets.settling import polish
from examclient.ui.widgets.sheet_head import SheetHead
from examprotocol.paper import Composite

SPACING, BETWEEN = 12, 16
"""Pixels between what stands below each other; and between two parts of a composite."""


class PageSheet(QWidget):
    """Owns the widgets of one page. Hidden until the sheet shows it, whole: to show each of its parts by
    itself would lay out the sheet as many times.
    """

    def __init__(self, place: Place, sources: Sources, parent: QWidget, *, takes_all_passages: bool) -> None:
        super().__init__(parent)
        self.hide()
        self.place = place
        self.parts: tuple[PartSheet, ...] = ()
        self.head = SheetHead(sources, self, takes_all_passages=takes_all_passages)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(BETWEEN if isinstance(place.question, Composite) else SPACING)
        self._column.addWidget(self.head)
        self.head.show_place(place)

    def fits(self, place: Place) -> bool:
        """Whether it shows the same page, whichever of its parts is current."""
        return replace(self.place, part=place.part) == place

    def missing(self) -> Iterator[Numbered]:
        """The parts that are not on it yet."""
        yield from self.place.parts[len(self.parts) :]

    def put(self, sheet: PartSheet) -> None:
        """Put the next part below the others."""
        self._column.addWidget(sheet)
        sheet.show()
        self.parts = (*self.parts, sheet)

    def measure(self, width: int) -> None:
        """Work out its height at this width, out of sight; it is known when the page is shown."""
        polish(self)
        self._column.heightForWidth(width)

    def take_busy(self, keeper: QWidget) -> tuple[PartSheet, ...]:
        """The parts whose answers are still on their way: `keeper` has them from now on, out of sight."""
        busy = tuple(part for part in self.parts if part.is_busy)
        for part in busy:
            self._column.removeWidget(part)
            part.hide()
            part.setParent(keeper)
        return busy
