"""One small button in the place of several, where a bar has no room for them."""

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QPushButton

from examclient.ui.widgets.changes import set_text
from examclient.ui.widgets.entry import Entry


class MoreEntry(Entry):
    """Opens a menu that has a line for each of the buttons; a line does what its button does."""

    def __init__(self, *stands_for: QPushButton) -> None:
        super().__init__()
        self.stands_for = stands_for
        self.menu_of_them = QMenu(self)
        self._lines = {button: self._line_for(button) for button in stands_for}
        self._withheld: set[QPushButton] = set()
        self.clicked.connect(self._on_clicked)

    def offer(self, button: QPushButton, *, offered: bool) -> None:
        """Have a line for this button, or none."""
        (self._withheld.discard if offered else self._withheld.add)(button)
        self._lines[button].setVisible(offered)

    def offers(self, button: QPushButton) -> bool:
        """Whether it is to be had at all at present."""
        return button not in self._withheld

    def speak(self) -> None:
        """Write the word."""
        set_text(self, self.tr("More"))

    def _line_for(self, button: QPushButton) -> QAction:
        line = self.menu_of_them.addAction("")
        line.triggered.connect(button.click)
        return line

    def _on_clicked(self) -> None:
        for button, line in self._lines.items():
            line.setText(button.text())
            line.setEnabled(button.isEnabled())
        self.menu_of_them.popup(self.mapToGlobal(self.rect().bottomLeft()))
