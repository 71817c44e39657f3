"""The small way to the size of the text and the colours."""

from examclient.ui.widgets.changes import set_text
from examclient.ui.widgets.entry import Entry


class DisplayEntry(Entry):
    """Opens the bar where the display is chosen, and closes it again."""

    def speak(self) -> None:
        """Write the word and the tool tip."""
        set_text(self, self.tr("Display"))
        self.setToolTip(self.tr("Size of the text, and colours (Ctrl + and Ctrl − change the size)"))
