"""A field for one line of text."""

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QInputMethodEvent, QValidator
from PySide6.QtWidgets import QLineEdit, QWidget

from examclient.ui.questions.composition import Composition
from examclient.ui.questions.typed_text import clean_line
from examclient.ui.theme import restyle

_WIDTHS = (3, 40)
_CHAR_EM = 0.62


class LineField(QLineEdit):
    """One line, kept as typed. Knows nothing of questions.

    Signals:
        typed(str): the candidate changed the text; never what is still being composed, never `show_text`.
    """

    typed = Signal(str)

    def __init__(self, max_chars: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._composition = Composition(self)
        self._deferred: str | None = None
        self._width = 0
        if max_chars:
            self.setMaxLength(2 * max_chars)
            self.setValidator(_CharLimit(max_chars, self))
        self.textEdited.connect(self._on_text_edited)

    def set_width(self, chars: int) -> None:
        """Ask for room for about so many characters, within reason."""
        self._width = max(_WIDTHS[0], min(chars, _WIDTHS[1]))

    def typed_text(self) -> str:
        """The finished text; what is being composed is not in it."""
        return clean_line(self.text())

    def show_text(self, text: str) -> None:
        """Show a text; the same text again moves nothing, and a composition is never torn off."""
        if self._composition.is_open:
            self._deferred = text
        elif clean_line(text) != self.typed_text():
            self.setText(clean_line(text))

    def set_read_only(self, is_read_only: bool) -> None:
        """Keep the text as it is, and look like it."""
        self.setReadOnly(is_read_only)
        restyle(self)

    def commit_composition(self) -> None:
        self._composition.commit()

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        super().inputMethodEvent(event)
        self._composition.follow(event)
        deferred, is_newer = self._deferred, bool(event.commitString())
        if deferred is not None and not self._composition.is_open:
            self._deferred = None
            if not is_newer:
                self.show_text(deferred)

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        if self._width:
            self.ensurePolished()
            hint.setWidth(round(self._width * _CHAR_EM * self.font().pixelSize()) + 18)
        return hint

    def _on_text_edited(self) -> None:
        self.typed.emit(self.typed_text())


class _CharLimit(QValidator):
    """Refuses what would make the text longer than the question allows, counted in code points."""

    def __init__(self, max_chars: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._max_chars = max_chars

    def validate(self, text: str, _position: int) -> object:
        fits = len(clean_line(text)) <= self._max_chars
        return QValidator.State.Acceptable if fits else QValidator.State.Invalid
