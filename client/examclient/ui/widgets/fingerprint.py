"""The fingerprint of a service's key in large groups, as the sheet beside it has them."""

from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from examclient.ui.widgets.changes import set_spoken, set_text
from examclient.ui.widgets.labels import make_label

GROUPS = 4


class Fingerprint(QWidget):
    """Owns one label for each group of five characters."""

    def __init__(self) -> None:
        super().__init__()
        self._groups: list[QLabel] = [make_label("fingerprint") for _ in range(GROUPS)]
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(20)
        for label in self._groups:
            row.addWidget(label)
        row.addStretch(1)

    def show_fingerprint(self, fingerprint: str) -> None:
        """Show `XXXXX-XXXXX-XXXXX-XXXXX`."""
        groups = fingerprint.split("-") if fingerprint else [""] * GROUPS
        for label, group in zip(self._groups, groups, strict=True):
            set_text(label, group)
        set_spoken(self, " ".join(" ".join(group) for group in groups))

    def words(self) -> str:
        """What it shows, its groups with hyphens."""
        return "-".join(label.text() for label in self._groups)
