"""The quiet switch between the two languages; each one is named in itself."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from examclient.ui.translation import spoken_language
from examclient.ui.widgets.buttons import keep_focus_elsewhere, make_button
from examclient.ui.widgets.changes import set_mark

NAMES = {"zh_CN": "中文", "en": "English"}


class LanguageSwitch(QWidget):
    """Two words, the spoken one marked.

    Signals:
        language_chosen(str): `zh_CN` or `en`.
    """

    language_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.buttons: dict[str, QPushButton] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        for language, name in NAMES.items():
            button = make_button("quiet")
            button.setText(name)
            keep_focus_elsewhere(button)
            button.clicked.connect(lambda _=False, chosen=language: self.language_chosen.emit(chosen))
            self.buttons[language] = button
            row.addWidget(button)

    def retranslate(self) -> None:
        """Mark the language that is spoken now."""
        for language, button in self.buttons.items():
            is_spoken = language == spoken_language()
            set_mark(button, "current", is_spoken)
            button.setAccessibleDescription(self.tr("the language of the screen") if is_spoken else "")
