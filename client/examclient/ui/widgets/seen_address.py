"""The address at which the exam site sees this machine: large, to be read out on the telephone."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from examclient.ui.widgets.changes import set_spoken, set_text
from examclient.ui.widgets.labels import make_label


class SeenAddress(QWidget):
    """A name and the address below it, which can be marked and copied."""

    def __init__(self) -> None:
        super().__init__()
        self._name = make_label("muted", wrap=True)
        self._address = make_label("address")
        self._address.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for label in (self._name, self._address):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            column.addWidget(label)

    def show_address(self, address: str) -> None:
        """Show an address."""
        set_text(self._address, address)
        set_spoken(self, f"{self._name.text()} {address}")

    def retranslate(self) -> None:
        """Speak the new language."""
        set_text(self._name, self.tr("The exam site sees this machine at the address"))

    def words(self) -> str:
        """The address on the screen."""
        return self._address.text()
