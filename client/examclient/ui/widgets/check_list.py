"""The results of a self-check: one row each, with a sign, a word, and a sentence what to do."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from examclient.domain.self_check import Check
from examclient.ui.check_sentences import name_of, sentence_of_result, word_of
from examclient.ui.widgets.changes import set_mark, set_shown, set_text
from examclient.ui.widgets.grade_sign import GradeSign
from examclient.ui.widgets.labels import WordsOnDemand, make_label
from examclient.ui.widgets.measure import is_resized
from examprotocol.self_check import CheckResult, Grade

LEVELS = {Grade.GREEN: "none", Grade.AMBER: "warning", Grade.RED: "error"}
APART = 12
"""Pixels between columns."""


class CheckRow(QFrame):
    """One result."""

    def __init__(self) -> None:
        super().__init__()
        self._sign = GradeSign()
        self.word = make_label("hint")
        self.name = make_label("strong")
        self._sentence = make_label(wrap=True)
        self._advice = WordsOnDemand("muted")
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._sentence)
        words.addWidget(self._advice)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 3, 0, 3)
        row.setSpacing(APART)
        for label in (self._sign, self.word, self.name):
            row.addWidget(label, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)

    def show_result(self, found: CheckResult) -> None:
        """Show this result, in the language of the screen."""
        sentence = sentence_of_result(found)
        self._sign.show_grade(found.grade)
        set_mark(self.word, "level", LEVELS[found.grade])
        set_text(self.word, word_of(found.grade))
        set_text(self.name, name_of(Check(found.check)))
        set_text(self._sentence, sentence.title)
        self._advice.say(sentence.advice)

    def words(self) -> str:
        """All that it says."""
        labels = (self.word, self.name, self._sentence, self._advice)
        return " ".join(label.text() for label in labels if label.text())


class CheckList(QWidget):
    """Owns a row for each result."""

    def __init__(self) -> None:
        super().__init__()
        self._results: tuple[CheckResult, ...] = ()
        self._rows: list[CheckRow] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)

    def show_results(self, results: tuple[CheckResult, ...]) -> None:
        """Show these, in their order."""
        if results != self._results:
            self._results = results
            self.retranslate()

    def retranslate(self) -> None:
        """Speak the new language."""
        for row, result in zip(self._rows_for(len(self._results)), self._results, strict=True):
            row.show_result(result)
        self._align_columns()

    def changeEvent(self, event: QEvent) -> None:
        """The columns grow with their letters."""
        super().changeEvent(event)
        if is_resized(event):
            self._align_columns()

    def _align_columns(self) -> None:
        _align([row.word for row in self._rows])
        _align([row.name for row in self._rows])

    def words(self) -> list[str]:
        """What the rows say, a line each."""
        return [row.words() for row in self._rows[: len(self._results)]]

    def _rows_for(self, many: int) -> list[CheckRow]:
        """So many rows, no others on the page."""
        while len(self._rows) < many:
            row = CheckRow()
            self._column.addWidget(row)
            self._rows.append(row)
        for place, row in enumerate(self._rows):
            set_shown(row, shown=place < many)
        return self._rows[:many]


def _align(labels: list[QLabel]) -> None:
    """Make a column of labels as wide as its widest."""
    widest = max((label.sizeHint().width() for label in labels), default=0)
    for label in labels:
        label.setMinimumWidth(widest)
