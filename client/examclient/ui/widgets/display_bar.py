"""The bar where the size of the text and the colours are chosen. What is chosen is seen behind it at once.

Rule: it takes the keyboard only from somebody who came by keyboard, and gives it back where it was.
"""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QGridLayout, QHBoxLayout, QWidget

from examclient.domain.setting_values import shown
from examclient.domain.zoom import DESIGNED, larger, smaller
from examclient.ui.widgets.buttons import keep_focus_elsewhere, make_button, set_open
from examclient.ui.widgets.changes import set_mark, set_spoken, set_text
from examclient.ui.widgets.display_entry import DisplayEntry
from examclient.ui.widgets.labels import make_label
from examclient.ui.widgets.measure import ems
from examclient.ui.widgets.tab_order import order_tabs

WIDE_EM = 64
"""From this width on everything stands in one row."""


class DisplayBar(QFrame):
    """Hidden until somebody opens it. Knows how the client looks, not who keeps it.

    Signals:
        zoom_chosen(float): 1.0 is the size that was designed.
        theme_chosen(str): one of `domain.setting_values.THEMES`.
    """

    zoom_chosen = Signal(float)
    theme_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "display")
        self._zoom = DESIGNED
        self._came_from: QWidget | None = None
        self._size, self._colours = make_label(), make_label()
        self.smaller, self.percent, self.larger = (make_button("") for _ in range(3))
        self.themes = {theme: make_button("") for theme in ("light", "dark", "high_contrast", "system")}
        self.done = make_button("quiet")
        self._grid = QGridLayout(self)
        self._groups = self._make_groups()
        self._arrange()
        self._connect()
        self.retranslate()
        self.hide()

    def show_look(self, zoom: float, theme: str) -> None:
        """Mark what is chosen now."""
        self._zoom = zoom
        set_text(self.percent, shown(zoom))
        set_open(self.larger, wanted=larger(zoom) > zoom, instead=self.smaller)
        set_open(self.smaller, wanted=smaller(zoom) < zoom, instead=self.larger)
        for name, button in self.themes.items():
            set_mark(button, "current", name == theme)
        self.retranslate()

    def toggle(self) -> None:
        """Open, with the keyboard where it came by keyboard; or close."""
        if not self.isHidden():
            self.close_bar()
            return
        focus = QApplication.focusWidget()
        self.show()
        if isinstance(focus, DisplayEntry):
            self._came_from = focus
            self.larger.setFocus(Qt.FocusReason.TabFocusReason)

    def close_bar(self) -> None:
        """Go away; the keyboard goes back to where it was."""
        back, self._came_from = self._came_from, None
        had_focus = self.isAncestorOf(focus) if (focus := QApplication.focusWidget()) else False
        if had_focus and back is not None and back.isVisible():
            back.setFocus(Qt.FocusReason.OtherFocusReason)
        self.hide()

    def step(self, zoom: float) -> None:
        """Wish for another size, unless it is this one."""
        if zoom != self._zoom:
            self.zoom_chosen.emit(zoom)

    def enlarge(self) -> None:
        """One step larger."""
        self.step(larger(self._zoom))

    def reduce(self) -> None:
        """One step smaller."""
        self.step(smaller(self._zoom))

    def reset(self) -> None:
        """The size that was designed."""
        self.step(DESIGNED)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_bar()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrow window has two rows."""
        super().resizeEvent(event)
        self._arrange()

    def retranslate(self) -> None:
        """Speak the new language."""
        set_text(self._size, self.tr("Text size"))
        set_text(self._colours, self.tr("Colours"))
        set_text(self.done, self.tr("Done"))
        set_text(self.smaller, "A −")
        set_text(self.larger, "A +")
        set_spoken(self.smaller, self.tr("Smaller text"))
        set_spoken(self.larger, self.tr("Larger text"))
        percent = shown(self._zoom)
        set_spoken(self.percent, self.tr("Text size {percent}, back to 100%").format(percent=percent))
        self.percent.setToolTip(self.tr("Back to 100% (Ctrl+0)"))
        words = self._theme_words()
        for theme, button in self.themes.items():
            set_text(button, words[theme])
            is_current = button.property("current") is True
            chosen = self.tr("{theme}, chosen").format(theme=words[theme])
            set_spoken(button, chosen if is_current else words[theme])

    def _theme_words(self) -> dict[str, str]:
        return {
            "light": self.tr("Light"),
            "dark": self.tr("Dark"),
            "high_contrast": self.tr("High contrast"),
            "system": self.tr("As the system"),
        }

    def _connect(self) -> None:
        buttons = (self.smaller, self.percent, self.larger, *self.themes.values(), self.done)
        keep_focus_elsewhere(*buttons)
        order_tabs(buttons[0], list(buttons[1:]))
        self.smaller.clicked.connect(self.reduce)
        self.larger.clicked.connect(self.enlarge)
        self.percent.clicked.connect(self.reset)
        self.done.clicked.connect(self.close_bar)
        for theme, button in self.themes.items():
            button.clicked.connect(lambda _=False, chosen=theme: self.theme_chosen.emit(chosen))

    def _make_groups(self) -> tuple[QWidget, QWidget]:
        self._grid.setContentsMargins(16, 8, 8, 8)
        self._grid.setHorizontalSpacing(24)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnStretch(2, 1)
        return (
            _in_a_row(self._size, self.smaller, self.percent, self.larger),
            _in_a_row(self._colours, *self.themes.values()),
        )

    def _arrange(self) -> None:
        is_wide = ems(self) >= WIDE_EM
        size, colours = self._groups
        self._grid.addWidget(size, 0, 0)
        self._grid.addWidget(self.done, 0, 3)
        if is_wide:
            self._grid.addWidget(colours, 0, 1)
        else:
            self._grid.addWidget(colours, 1, 0, 1, 4)


def _in_a_row(*widgets: QWidget) -> QWidget:
    group = QWidget()
    row = QHBoxLayout(group)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    for widget in widgets:
        row.addWidget(widget)
    row.addStretch(1)
    return group
