"""A field for a long plain text."""

from PySide6.QtCore import QMimeData, Signal
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from examclient.ui.questions.composition import Composition
from examclient.ui.questions.typed_text import clean_text
from examclient.ui.theme import restyle

MOST_CHARS = 200_000
"""More than anybody writes in an exam; only a mistaken paste comes near it."""


class TextArea(QPlainTextEdit):
    """Several lines of plain text. Knows nothing of questions.

    Signals:
        typed(str): the candidate changed the text; never what is still being composed, never `show_text`.
    """

    typed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._composition = Composition(self)
        self._deferred: str | None = None
        self._known = ""
        self.setTabChangesFocus(True)
        self.document().setDocumentMargin(8)
        self.textChanged.connect(self._on_text_changed)

    def typed_text(self) -> str:
        """The finished text; what is being composed is not in it.

        Raw, since `toPlainText` would turn every no-break space into another character.
        """
        return clean_text(self.document().toRawText())

    def show_text(self, text: str) -> None:
        """Show a text; the same text again moves nothing, and a composition is never torn off."""
        if self._composition.is_open:
            self._deferred = text
        elif clean_text(text) != self.typed_text():
            self._known = clean_text(text)
            self.setPlainText(self._known)

    def set_read_only(self, is_read_only: bool) -> None:
        """Keep the text as it is, and look like it."""
        self.setReadOnly(is_read_only)
        restyle(self)

    def commit_composition(self) -> None:
        self._composition.commit()

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Paste the words alone, as many as there is room for."""
        room = max(0, MOST_CHARS - self.document().characterCount())
        if source.hasText():
            self.textCursor().insertText(clean_text(source.text())[:room])
            self.ensureCursorVisible()

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        super().inputMethodEvent(event)
        self._composition.follow(event)
        deferred, is_newer = self._deferred, bool(event.commitString())
        if deferred is not None and not self._composition.is_open:
            self._deferred = None
            if not is_newer:
                self.show_text(deferred)

    def _on_text_changed(self) -> None:
        """The document also reports changes of format and of what is composed: only words count."""
        text = self.typed_text()
        if text != self._known:
            self._known = text
            self.typed.emit(text)
