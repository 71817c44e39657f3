"""In the proctor's menu: what this machine holds of this candidate and of earlier ones, for export."""

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from examclient.domain.export import Exportable
from examclient.domain.state import ExamState
from examclient.ui.export_sentences import sentence_at_export, sentence_of_fault
from examclient.ui.record_words import answers_in_words
from examclient.ui.sentence import in_one_line
from examclient.ui.widgets.alert import Alert
from examclient.ui.widgets.buttons import make_button
from examclient.ui.widgets.changes import set_enabled, set_mark, set_shown, set_spoken, set_text
from examclient.ui.widgets.labels import WordsOnDemand, make_label
from examclient.ui.widgets.times import day_and_minute


def name_of(held: Exportable) -> str:
    """Whose it is, as far as anybody knows."""
    unknown = QCoreApplication.translate("HeldRow", "Somebody whose name is not known here")
    return held.name or held.admission_number or unknown


class HeldRow(QFrame):
    """One attempt: whose it is, how it stands, and the way to export it.

    Signals:
        chosen(str): export this attempt.
    """

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._held: Exportable | None = None
        self._who = make_label("strong", wrap=True)
        self._what = WordsOnDemand("muted")
        self._how = make_label("hint", wrap=True)
        self.export = make_button("")
        self.export.clicked.connect(self._on_clicked)
        words = QVBoxLayout()
        words.setSpacing(0)
        for label in (self._who, self._what, self._how):
            words.addWidget(label)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 4, 0, 4)
        row.setSpacing(16)
        row.addLayout(words, 1)
        row.addWidget(self.export, 0, Qt.AlignmentFlag.AlignTop)

    def show_held(self, held: Exportable) -> None:
        """Show this attempt."""
        self._held = held
        name = name_of(held)
        here = self.tr("(sits here)") if held.is_running else ""
        set_text(self._who, " ".join(part for part in (name, here) if part))
        number = held.admission_number if held.name else ""
        answered = answers_in_words(held.answered, held.questions) if held.events else ""
        self._what.say(" · ".join(part for part in (number, held.exam_title, answered) if part))
        set_text(self._how, self._standing(held))
        set_mark(self._how, "level", "warning" if held.fault else "")
        set_text(self.export, self.tr("Export …"))
        set_spoken(self.export, self.tr("Export the answers of {name}").format(name=name))
        set_enabled(self.export, enabled=held.fault is None)

    def words(self) -> str:
        """All that it says."""
        return "\n".join(label.text() for label in (self._who, self._what, self._how))

    def _standing(self, held: Exportable) -> str:
        if held.fault is not None:
            return sentence_of_fault(held.fault).whole
        at_the_site = self.tr("The exam site has all of it.") if held.is_acknowledged else ""
        if held.exported_at:
            said = self.tr("Exported {time}, more was written since.") if held.is_newer else ""
            said = (said or self.tr("Exported {time}.")).format(time=day_and_minute(held.exported_at))
            return in_one_line(at_the_site, said)
        return at_the_site or self.tr("Not all of it is at the exam site yet.")

    def _on_clicked(self) -> None:
        if self._held is not None:
            self.chosen.emit(self._held.attempt)


class HeldList(QFrame):
    """Owns a row for each attempt.

    Signals:
        attempt_chosen(str): export this attempt.
    """

    attempt_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._name = make_label("subtitle", wrap=True)
        self.alert = Alert()
        self._words = WordsOnDemand("muted")
        self.rows: list[HeldRow] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        for widget in (self._name, self.alert, self._words):
            self._column.addWidget(widget)
        self.hide()

    def show_state(self, state: ExamState, *, shown: bool) -> None:
        """Show what is held, or that somebody is still looking."""
        view = state.export
        set_shown(self, shown=shown and view is not None)
        held = view.held if view is not None and shown else None
        if view is not None and view.trouble is not None:
            self.alert.say(sentence_at_export(view.trouble, state.phase), "warning")
        set_shown(self.alert, shown=view is not None and view.trouble is not None)
        none = self.tr("This machine holds no answers.") if held is not None else self.tr("Looking …")
        self._words.say("" if held else none)
        for row, one in zip(self._rows(len(held or ())), held or (), strict=True):
            row.show_held(one)

    def retranslate(self) -> None:
        """Speak the new language."""
        set_text(self._name, self.tr("Export answers to a drive"))

    def stops(self) -> list[QWidget]:
        """What Tab goes through, from top to bottom."""
        return [row.export for row in self.rows]

    def _rows(self, many: int) -> list[HeldRow]:
        """So many rows, no others on the page."""
        while len(self.rows) < many:
            row = HeldRow()
            row.chosen.connect(self.attempt_chosen)
            self._column.addWidget(row)
            self.rows.append(row)
        for place, row in enumerate(self.rows):
            set_shown(row, shown=place < many)
        return self.rows[:many]
