"""The small way to the proctor's menu."""

from examclient.ui.widgets.changes import set_text
from examclient.ui.widgets.entry import Entry


class ProctorEntry(Entry):
    """Stands at the right end of the bars and of the lower edge of pages."""

    def speak(self) -> None:
        """Write the word and the tool tip."""
        set_text(self, self.tr("Proctor"))
        self.setToolTip(self.tr("For the proctor: asks for the room password"))
