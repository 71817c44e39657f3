"""A field for a number of a person: its name above, a hint below where something is wrong."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QValidator
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from examclient.ui.widgets.changes import set_mark, set_text
from examclient.ui.widgets.labels import make_label

LONGEST = 32


class Compact(QValidator):
    """Takes the spaces out of what is typed or pasted, and nothing else."""

    def validate(self, words: str, position: int) -> tuple[QValidator.State, str, int]:
        """Accept everything, without its spaces."""
        spaces_before = sum(letter.isspace() for letter in words[:position])
        return QValidator.State.Acceptable, "".join(words.split()), position - spaces_before


class NumberField(QWidget):
    """Owns one field. Knows what is obviously no number, not whether it is the right one."""

    def __init__(self) -> None:
        super().__init__()
        self._name = make_label()
        self.field = QLineEdit()
        self.field.setMaxLength(LONGEST)
        self.field.setValidator(Compact(self.field))
        self.field.setInputMethodHints(
            Qt.InputMethodHint.ImhPreferLatin | Qt.InputMethodHint.ImhNoPredictiveText
        )
        self.field.textEdited.connect(lambda _words: self.complain(""))
        self._name.setBuddy(self.field)
        self._hint = make_label("hint", wrap=True)
        set_mark(self._hint, "level", "error")
        self._lay_out()

    def set_name(self, name: str) -> None:
        """What the field is called."""
        set_text(self._name, name)
        self.field.setAccessibleName(name)

    def number(self) -> str:
        """What was typed, without spaces."""
        return "".join(self.field.text().split())

    def is_obviously_wrong(self) -> bool:
        """Whether something stands there that no number of a person has."""
        return not all(letter.isalnum() or letter in "-()（）" for letter in self.number())

    def complain(self, words: str) -> None:
        """Write a sentence under the field, or take it away. Its line is always kept free."""
        set_text(self._hint, words)
        self.field.setAccessibleDescription(words)

    def complaint(self) -> str:
        """What stands under the field."""
        return self._hint.text()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for widget in (self._name, self.field, self._hint):
            column.addWidget(widget)
