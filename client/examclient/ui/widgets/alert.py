"""Trouble on a page with a card: what is true, what to do, and a small line for the telephone."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout

from examclient.domain.state import ExamState
from examclient.errors import JournalError
from examclient.ui.announcing import say
from examclient.ui.sentence import Sentence
from examclient.ui.sentences import sentence_of, telephone_line
from examclient.ui.widgets.changes import set_mark, set_shown, set_text
from examclient.ui.widgets.labels import WordsOnDemand, make_label


class Alert(QFrame):
    """Takes no room while there is no trouble.

    Signals:
        said(): something new stands there; it may be out of sight.
    """

    said = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "notice")
        self._title = make_label("strong", wrap=True)
        self._advice = WordsOnDemand("")
        self._small = WordsOnDemand("small")
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(4)
        for label in (self._title, self._advice, self._small):
            column.addWidget(label)
        self.hide()

    def show_trouble(self, state: ExamState) -> None:
        """Say what the trouble of this state means, or go away."""
        if state.trouble is None:
            set_shown(self, shown=False)
            return
        level = "error" if isinstance(state.trouble, JournalError) else "warning"
        self.say(sentence_of(state.trouble, state.phase), level, telephone_line(state.trouble))

    def say(self, sentence: Sentence, level: str, small: str = "") -> None:
        """Say something; `level` is info, warning or error."""
        before = "" if self.isHidden() else self._title.text()
        set_text(self._title, sentence.title)
        self._advice.say(sentence.advice)
        self._small.say(small)
        set_mark(self, "level", level)
        set_shown(self, shown=True)
        if sentence.title != before:
            self.said.emit()
            say(self, sentence.whole)

    def words(self) -> str:
        """What it says, `""` while it is away."""
        labels = (self._title, self._advice, self._small)
        return "\n".join(label.text() for label in labels if label.text()) if not self.isHidden() else ""
