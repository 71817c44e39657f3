"""The map of all questions. A number never changes its place, and only what changed is painted again."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from examclient.ui.widgets.changes import set_text
from examclient.ui.widgets.labels import make_label
from examclient.ui.widgets.map_button import MapButton
from examclient.ui.widgets.map_section import GAP, MapSection
from examclient.ui.widgets.outline import Part, marks_in
from examclient.ui.widgets.tab_order import leave_from

MARGIN = 16
ABOVE = 10


class QuestionMap(QFrame):
    """The panel at the left. Knows no answers, only how each question stands.

    Signals:
        question_chosen(str): go to this question.
    """

    question_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "panel")
        self._outline: tuple[Part, ...] = ()
        self._current = ""
        self._columns = 0
        self._sections: tuple[MapSection, ...] = ()
        self._area = QScrollArea()
        self._count = make_label("muted", wrap=True)
        self._lay_out()

    def show_outline(self, outline: tuple[Part, ...], current: str) -> None:
        """Show how every question stands, and which one is on the screen."""
        if _places(outline) != _places(self._outline):
            self._build(outline)
        self._outline = outline
        for section, part in zip(self._sections, outline, strict=True):
            section.show_part(part, current)
        marks = marks_in(outline)
        words = self.tr("Answered {n} of {m}")
        set_text(self._count, words.format(n=sum(mark.answered for mark in marks), m=len(marks)))
        if current != self._current:
            self._current = current
            self._bring_into_sight()

    def set_columns(self, columns: int) -> None:
        """How many numbers stand in a row."""
        if columns != self._columns:
            self._columns = columns
            self._arrange()

    def retranslate(self) -> None:
        """Speak the new language when it is shown next."""
        for button in self.buttons():
            button.retranslate()
        self._area.setAccessibleName(self.tr("Question map"))

    def current(self) -> MapButton | None:
        """The number of the question that is on the screen: where Tab enters the map."""
        return next((button for button in self.buttons() if button.question == self._current), None)

    def count(self) -> str:
        """How many are answered, in words."""
        return self._count.text()

    def buttons(self) -> tuple[MapButton, ...]:
        """All numbers in the order of the paper."""
        return tuple(button for section in self._sections for button in section.buttons)

    def focusNextPrevChild(self, is_next: bool) -> bool:
        """Wherever the arrows have gone, Tab leaves the map for what stands beside it."""
        leave_from(self.current())
        return super().focusNextPrevChild(is_next)

    def _build(self, outline: tuple[Part, ...]) -> None:
        self._sections = tuple(MapSection(part) for part in outline)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(MARGIN, ABOVE, 0, ABOVE)
        column.setSpacing(ABOVE)
        for section in self._sections:
            column.addWidget(section)
        column.addStretch(1)
        for button in self.buttons():
            button.clicked.connect(lambda _=False, chosen=button.question: self.question_chosen.emit(chosen))
            button.arrow_pressed.connect(lambda key, here=button: self._go(here, key))
        self._area.setWidget(inside)
        inside.setAutoFillBackground(False)
        self._arrange()

    def _arrange(self) -> None:
        if not self._columns or not self._sections:
            return
        for section in self._sections:
            section.arrange(self._columns)
        side = self.buttons()[0].sizeHint().width()
        bar = self._area.verticalScrollBar().sizeHint().width()
        self.setFixedWidth(self._columns * (side + GAP) - GAP + MARGIN + max(MARGIN, bar + 2) + 1)

    def _go(self, here: MapButton, key: Qt.Key) -> None:
        buttons = self.buttons()
        back = key in (Qt.Key.Key_Left, Qt.Key.Key_Up)
        rest = buttons[: buttons.index(here)][::-1] if back else buttons[buttons.index(here) + 1 :]
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            rest = tuple(one for one in rest if one.x() == here.x())
        if rest:
            rest[0].setFocus(Qt.FocusReason.TabFocusReason)
            self._area.ensureWidgetVisible(rest[0])

    def _bring_into_sight(self) -> None:
        button = self.current()
        if button is not None:
            self._area.ensureWidgetVisible(button, 0, 2 * MARGIN)

    def _lay_out(self) -> None:
        self._area.setWidgetResizable(True)
        self._area.verticalScrollBar().rangeChanged.connect(self._bring_into_sight)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.viewport().setAutoFillBackground(False)
        self._count.setContentsMargins(MARGIN, GAP, 0, GAP)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._area, 1)
        column.addWidget(self._count)


def _places(outline: tuple[Part, ...]) -> tuple[tuple[str, ...], ...]:
    return tuple((part.title, *(entry.question for entry in part.entries)) for part in outline)
