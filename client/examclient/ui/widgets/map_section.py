"""A section of the question map: its title and its numbers in rows."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from examclient.ui.widgets.labels import ElidedLabel
from examclient.ui.widgets.map_button import MapButton
from examclient.ui.widgets.outline import Part

GAP = 6


class MapSection(QWidget):
    """Owns the buttons of one section."""

    def __init__(self, part: Part) -> None:
        super().__init__()
        self.buttons = tuple(MapButton(entry.question, self) for entry in part.entries)
        self._title = ElidedLabel("muted", self)  # without a parent it would be a window of its own
        self._title.show_words(part.title)
        self._title.setHidden(not part.title)
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(GAP)
        self._grid.setAlignment(Qt.AlignmentFlag.AlignLeft)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._title)
        column.addLayout(self._grid)

    def arrange(self, columns: int) -> None:
        """Put the numbers into rows of so many; the title is as wide as a row."""
        if self.buttons:
            self._title.setMaximumWidth(columns * (self.buttons[0].sizeHint().width() + GAP) - GAP)
        for index, button in enumerate(self.buttons):
            self._grid.addWidget(button, index // columns, index % columns)

    def show_part(self, part: Part, current: str) -> None:
        """Show how the questions stand."""
        for button, entry in zip(self.buttons, part.entries, strict=True):
            button.show_mark(entry.mark, current=entry.question == current)
