"""What a verified export came to: all that a proctor writes down."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from examclient.domain.export import Exported
from examclient.ui.record_words import record_words
from examclient.ui.widgets.changes import set_text
from examclient.ui.widgets.facts import Facts
from examclient.ui.widgets.labels import WordsOnDemand, make_label


class ExportResult(QFrame):
    """The code is the largest thing on it: people read it to each other."""

    def __init__(self) -> None:
        super().__init__()
        self._title = make_label("title", wrap=True)
        self._code = make_label("code")
        self._facts = Facts(9)
        self._more = WordsOnDemand("")
        self._note = WordsOnDemand("strong")
        self._code.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        row = QHBoxLayout()
        row.addWidget(self._title, 1)
        row.addWidget(self._code)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(row)
        for widget in (self._note, self._facts, self._more):
            column.addWidget(widget)
        self.hide()

    def show_result(self, exported: Exported) -> None:
        """Show the file and whose answers it holds."""
        record, words = exported.record, record_words()
        set_text(self._title, self.tr("Exported and checked."))
        set_text(self._code, exported.code)
        size = words.bytes(exported.size).replace(" ", "\N{NO-BREAK SPACE}")
        self._facts.show_facts(
            (words.name, record.name or words.unknown),
            (words.admission_number, record.admission_number or words.unknown),
            (words.identity_number, record.identity_number or words.unknown),
            (words.seat, record.seat or words.unknown),
            (words.exam, record.exam or words.unknown),
            (words.answered, words.answers(record.answered, record.questions)),
            (words.at, words.when(record.at)),
            (words.file, f"{exported.files[0].name}　{size}"),
            (self.tr("Folder"), str(exported.path.parent)),
        )
        many = self.tr("The answers are in %n file(s); all of them belong together.", "", len(exported.files))
        others = "\n".join(f"{one.name}　{one.code}" for one in exported.files[1:])
        self._more.say(f"{many}\n{others}" if others else "")

    def note(self, words: str) -> None:
        """What became of the record on paper, or as a text."""
        self._note.say(words)

    def words(self) -> str:
        """The large and the code."""
        return f"{self._title.text()} {self._code.text()}"

    def code(self) -> str:
        """The code on the screen."""
        return self._code.text()
