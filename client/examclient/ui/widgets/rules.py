"""How things go in this house, in a few lines that take the fear."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from examclient.ui.widgets.changes import set_text
from examclient.ui.widgets.labels import make_label
from examclient.ui.widgets.light_sign import SAVED, WAITING
from examclient.ui.widgets.lights import Light


class HouseRules(QWidget):
    """Words only, and the lights as they will look."""

    def __init__(self) -> None:
        super().__init__()
        self._saving = make_label(wrap=True)
        self._green, self._amber = Light(), Light()
        self._help = make_label(wrap=True)
        self._keys = make_label("muted", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for widget in (self._saving, self._green, self._amber, self._help, self._keys):
            column.addWidget(widget)

    def retranslate(self) -> None:
        """Speak the new language."""
        set_text(
            self._saving, self.tr("Answers are saved by themselves. Two lights below the question say so:")
        )
        self._green.shine(SAVED, self.tr("saved, with the time"))
        self._amber.shine(WAITING, self.tr("not at the exam site yet: go on, it is kept on this machine"))
        set_text(
            self._help, self.tr("If anything is not right, raise your hand. You need not leave your seat.")
        )
        set_text(self._keys, self.tr("No mouse is needed. In the exam F1 shows the keys."))
