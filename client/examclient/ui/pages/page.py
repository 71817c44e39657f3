"""What all pages have in common: state comes down, wishes go up, a new language writes all words anew.

Rule: `show_state` is the only way down. It is called every second, emits no signal, and takes no focus
but where the part that had it has gone.
"""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QScrollArea, QWidget

from examclient.domain.state import ExamState


class Page(QWidget):
    """One screen of the client.

    Signals:
        display_wanted(): somebody wants to choose size and colours.
    """

    display_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._shown: ExamState | None = None

    def show_state(self, state: ExamState) -> None:
        """Show a state; what is shown already is left alone."""
        self._shown = state
        self.show_changes(state)

    def show_changes(self, state: ExamState) -> None:
        """Write what depends on the state."""
        raise NotImplementedError

    def retranslate(self) -> None:
        """Write what never depends on the state."""
        raise NotImplementedError

    def take_keyboard(self) -> None:
        """Put the keyboard where this page begins: a key too many from the page before presses nothing."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def showEvent(self, event: QShowEvent) -> None:
        """The keyboard is never left on a page that has gone."""
        super().showEvent(event)
        if not event.spontaneous():
            self.take_keyboard()

    def commit_composition(self) -> None:
        """Take over what an input method has open; most pages have nothing to type into."""

    def redraw(self) -> None:
        """Draw anew what shows parts of the paper; most pages show none."""

    def scrolled(self) -> QScrollArea | None:
        """What scrolls on this page as a whole, if anything does."""
        return None

    def changeEvent(self, event: QEvent) -> None:
        """Speak the new language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
            if self._shown is not None:
                self.show_state(self._shown)
        super().changeEvent(event)
