"""Small advice below a field. Its line is there from the start, so that nothing moves when it speaks."""

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QLabel, QWidget

from examclient.ui.announcing import say
from examclient.ui.theme import restyle
from examclient.ui.widgets.measure import is_resized


class Hint(QLabel):
    """Advice in words; never in the way of typing. `about` is the field that it describes."""

    def __init__(self, parent: QWidget | None = None, about: QWidget | None = None) -> None:
        super().__init__(parent)
        self._about = about
        self.setProperty("kind", "hint")
        self.setProperty("level", "")
        self.setWordWrap(True)
        self._keep_line_free()

    def advise(self, text: str, level: str = "warning") -> None:
        """Show advice, or nothing; `level` is `warning` or empty for what is only good to know."""
        is_new = bool(text) and level == "warning" and not (self.text() and self.property("level") == level)
        self.setText(text)
        if self._about is not None and self._about.accessibleDescription() != text:
            self._about.setAccessibleDescription(text)
        if is_new and self.isVisible():
            say(self, text)
        if self.property("level") != level:
            self.setProperty("level", level)
            restyle(self)

    def changeEvent(self, event: QEvent) -> None:
        """Its line grows with its letters."""
        super().changeEvent(event)
        if is_resized(event):
            self._keep_line_free()

    def _keep_line_free(self) -> None:
        self.setMinimumHeight(self.fontMetrics().height() + 2)
