"""The small way to the proctor's menu, for the bars and the lower edge of pages."""

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QPushButton

from examclient.ui.widgets.buttons import keep_focus_elsewhere
from examclient.ui.widgets.changes import set_text


class ProctorEntry(QPushButton):
    """A quiet button that speaks for itself. No Enter presses it."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "quiet")
        self.setAutoDefault(False)
        keep_focus_elsewhere(self)
        self._speak()

    def changeEvent(self, event: QEvent) -> None:
        """Speak the new language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._speak()
        super().changeEvent(event)

    def _speak(self) -> None:
        set_text(self, self.tr("Proctor"))
        self.setToolTip(self.tr("For the proctor: asks for the room password"))
