"""How far an export is, in words and as a bar."""

from PySide6.QtWidgets import QFrame, QProgressBar, QVBoxLayout

from examclient.domain.export import Exportable, ExportStep
from examclient.domain.export_view import ExportWork
from examclient.ui.widgets.changes import set_spoken, set_text
from examclient.ui.widgets.labels import make_label
from examclient.ui.widgets.sizes import size_in_words

STEPS = tuple(ExportStep)


class ExportProgress(QFrame):
    """Owns the words and the bar."""

    def __init__(self) -> None:
        super().__init__()
        self._words = make_label(wrap=True)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._stay = make_label("muted", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for widget in (self._words, self._bar, self._stay):
            column.addWidget(widget)
        self.hide()

    def show_work(self, work: ExportWork) -> None:
        """Say what is being done, and how much of it is done."""
        set_text(self._words, self._of_many(work) if work.many else self._of_one(work))
        set_spoken(self._bar, self._words.text())
        done, total = _share(work)
        if (self._bar.value(), self._bar.maximum()) != (done, total):
            self._bar.setRange(0, total)
            self._bar.setValue(done)

    def retranslate(self) -> None:
        """Speak the new language."""
        set_text(self._stay, self.tr("Please leave the drive in until this page says that it is done."))

    def words(self) -> str:
        """What it says."""
        return self._words.text()

    def _of_many(self, work: ExportWork) -> str:
        if work.is_stopping:
            return self.tr("Stopping …")
        words = self.tr("{n} of {m}: {name}")
        return words.format(n=work.number, m=work.many, name=_name(work.what))

    def _of_one(self, work: ExportWork) -> str:
        if work.is_stopping:
            return self.tr("Stopping …")
        match work.step:
            case ExportStep.SEALING:
                return self.tr("The answers are being sealed …")
            case ExportStep.WRITING:
                words = self.tr("Writing: {n} of {m}")
                return words.format(n=size_in_words(work.done), m=size_in_words(work.total))
            case ExportStep.CHECKING:
                return self.tr("Reading it back from the drive and comparing …")
            case _:
                return self.tr("The answers are being read …")


def _name(what: Exportable | None) -> str:
    return (what.name or what.admission_number) if what is not None else ""


def _share(work: ExportWork) -> tuple[int, int]:
    """In thousandths, so that the bar never goes back."""
    if work.many:
        return max(0, work.number - 1), work.many
    if work.step is None:
        return 0, 1000
    within = work.done / work.total if work.total else 0.0
    return round(1000 * (STEPS.index(work.step) + within) / len(STEPS)), 1000
