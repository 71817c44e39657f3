"""A small way to something beside the exam, for the bars and the lower edge of pages."""

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QPushButton

from examclient.ui.widgets.buttons import keep_focus_elsewhere


class Entry(QPushButton):
    """A quiet button that speaks for itself. No Enter presses it."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "quiet")
        self.setAutoDefault(False)
        keep_focus_elsewhere(self)
        self.speak()

    def speak(self) -> None:
        """Write the word and the tool tip."""
        raise NotImplementedError

    def changeEvent(self, event: QEvent) -> None:
        """Speak the new language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.speak()
        super().changeEvent(event)
