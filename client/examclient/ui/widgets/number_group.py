"""A heading with numbers of questions below it, each of them a way there."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from examclient.domain.progress import Mark
from examclient.ui.widgets.changes import set_shown, set_text
from examclient.ui.widgets.labels import make_label
from examclient.ui.widgets.map_button import MapButton
from examclient.ui.widgets.map_section import GAP
from examclient.ui.widgets.tab_order import leave_from

BACK_KEYS = (Qt.Key.Key_Left, Qt.Key.Key_Up)


class NumberGroup(QWidget):
    """Takes no room while it has no numbers.

    Signals:
        question_chosen(str): go to this question.
    """

    question_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._marks: tuple[Mark, ...] = ()
        self._title = make_label("subtitle")
        self._grid = QGridLayout()
        self._grid.setSpacing(GAP)
        self._grid.setAlignment(Qt.AlignmentFlag.AlignLeft)
        self.buttons: tuple[MapButton, ...] = ()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._title)
        column.addLayout(self._grid)

    def show_numbers(self, title: str, marks: tuple[Mark, ...]) -> None:
        """Show these questions under this heading."""
        set_text(self._title, title)
        set_shown(self, shown=bool(marks))
        if marks != self._marks:
            self._marks = marks
            self._build()

    def retranslate(self) -> None:
        """Say each number in the new language."""
        for button in self.buttons:
            button.retranslate()
        self._mark()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As many in a row as there is room for."""
        super().resizeEvent(event)
        self._arrange()

    def focusNextPrevChild(self, is_next: bool) -> bool:
        """Wherever the arrows have gone, Tab leaves the group."""
        leave_from(self.stop())
        return super().focusNextPrevChild(is_next)

    def stop(self) -> MapButton | None:
        """Where Tab enters the group."""
        return self.buttons[0] if self.buttons else None

    def _build(self) -> None:
        for button in self.buttons:
            self._grid.removeWidget(button)
            button.hide()
            button.deleteLater()
        self.buttons = tuple(MapButton(mark.question, self) for mark in self._marks)
        for button in self.buttons:
            button.clicked.connect(lambda _=False, chosen=button.question: self.question_chosen.emit(chosen))
            button.arrow_pressed.connect(lambda key, here=button: self._go(here, key))
        self._mark()
        self._arrange()

    def _mark(self) -> None:
        """Show how the questions stand; the group is one stop of the Tab key."""
        for button, mark in zip(self.buttons, self._marks, strict=True):
            button.show_mark(mark, current=False)
        if self.buttons:
            self.buttons[0].setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def _arrange(self) -> None:
        if self.buttons:
            columns = max(1, (self.width() + GAP) // (self.buttons[0].sizeHint().width() + GAP))
            for index, button in enumerate(self.buttons):
                self._grid.addWidget(button, index // columns, index % columns)
                button.show()

    def _go(self, here: MapButton, key: Qt.Key) -> None:
        index = self.buttons.index(here) + (-1 if key in BACK_KEYS else 1)
        if 0 <= index < len(self.buttons):
            self.buttons[index].setFocus(Qt.FocusReason.TabFocusReason)
