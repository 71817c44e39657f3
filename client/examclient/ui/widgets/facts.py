"""A small table of names and values, such as a candidate's numbers."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from examclient.ui.widgets.changes import set_shown, set_text
from examclient.ui.widgets.labels import make_label


class Facts(QWidget):
    """Owns so many rows; a row without a value is not shown."""

    def __init__(self, rows: int) -> None:
        super().__init__()
        self._rows: list[tuple[QLabel, QLabel]] = []
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        for index in range(rows):
            name, value = make_label("muted"), make_label(wrap=True)
            grid.addWidget(name, index, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(value, index, 1)
            self._rows.append((name, value))

    def show_facts(self, *facts: tuple[str, str]) -> None:
        """Write the names and values, in order."""
        for (name, value), (name_words, value_words) in zip(self._rows, facts, strict=True):
            set_text(name, name_words)
            set_text(value, value_words)
            for label in (name, value):
                set_shown(label, shown=bool(value_words))
