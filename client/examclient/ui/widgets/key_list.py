"""The keys of the exam page, for whoever works without a mouse: hidden until it is asked for."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout

from examclient.ui.announcing import say
from examclient.ui.widgets.buttons import keep_focus_elsewhere, make_button
from examclient.ui.widgets.changes import set_text
from examclient.ui.widgets.labels import make_label

COLUMNS = 2
KEYS = 8


class KeyList(QFrame):
    """Each key with what it does. It stays until it is put away, and the keyboard stays in the question.

    Signals:
        left(): it was put away by its own button, which had the keyboard.
    """

    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "confirm")
        self._title = make_label("strong")
        self.close_list = make_button("quiet")
        keep_focus_elsewhere(self.close_list)
        self.close_list.clicked.connect(self.put_away)
        self._rows: list[tuple[QLabel, QLabel]] = []
        self._lay_out()
        self.hide()

    def toggle(self) -> None:
        """Show it, and tell it to who cannot see it; or put it away."""
        if self.isHidden():
            self.show()
            say(self, self.words())
        else:
            self.put_away()

    def put_away(self) -> None:
        """Hide it."""
        had_keyboard = self.close_list.hasFocus()
        self.hide()
        if had_keyboard:
            self.left.emit()

    def words(self) -> str:
        """All that it says."""
        return "\n".join(f"{key.text()}: {what.text()}" for key, what in self._rows)

    def retranslate(self) -> None:
        """Speak the new language."""
        set_text(self._title, self.tr("Keys"))
        set_text(self.close_list, self.tr("Close (F1)"))
        for (key, what), (key_words, what_words) in zip(self._rows, self._said(), strict=True):
            set_text(key, key_words)
            set_text(what, what_words)

    def _said(self) -> tuple[tuple[str, str], ...]:
        return (
            (self.tr("Tab, Shift+Tab"), self.tr("to the next part of the page, and back")),
            (self.tr("Alt+←, Alt+→"), self.tr("the previous and the next question")),
            (self.tr("↑ ↓, Space"), self.tr("go through the choices, choose")),
            (self.tr("A, B, C …"), self.tr("choose this one at once")),
            (self.tr("Alt+↑, Alt+↓"), self.tr("move a line that is to be ordered")),
            (self.tr("← → on the divider"), self.tr("give the passage more room, or less")),
            (self.tr("Page up, Page down"), self.tr("scroll, at the end turn the page")),
            (self.tr("F5"), self.tr("draw the question again")),
        )

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self.close_list)
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(4)
        for index in range(KEYS):
            row = make_label("strong"), make_label()
            for place, label in enumerate(row):
                column = 2 * (index % COLUMNS) + place
                grid.addWidget(label, index // COLUMNS, column, Qt.AlignmentFlag.AlignLeft)
            self._rows.append(row)
        for column in range(1, 2 * COLUMNS, 2):
            grid.setColumnStretch(column, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(24, 8, 16, 12)
        whole.setSpacing(4)
        whole.addLayout(head)
        whole.addLayout(grid)
