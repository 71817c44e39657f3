"""What an input method has begun in a field and not finished yet: pinyin, for instance."""

from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit


class Composition:
    """Follows the input method in one field, and ends what is open without losing or doubling it."""

    def __init__(self, field: QLineEdit | QPlainTextEdit) -> None:
        self._field = field
        self._preedit = ""

    @property
    def is_open(self) -> bool:
        return bool(self._preedit)

    def follow(self, event: QInputMethodEvent) -> None:
        self._preedit = event.preeditString()

    def commit(self) -> None:
        """Take over what is being composed.

        The platforms differ in what commits (ibus: `commit`, Windows: `reset`), so each is asked only while
        something is still open; the last one always works.
        """
        method = QGuiApplication.inputMethod()
        steps = (method.commit, method.reset) if self._field.hasFocus() else ()
        for step in (*steps, self._commit_ourselves):
            if self.is_open:
                step()

    def _commit_ourselves(self) -> None:
        event = QInputMethodEvent()
        event.setCommitString(self._preedit)
        self._field.inputMethodEvent(event)
