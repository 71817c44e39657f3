"""How far the paper is loaded, in words and as a bar."""

from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from examclient.domain.state import ExamState, Preparation, PreparationStep
from examclient.ui.widgets.changes import set_spoken, set_text
from examclient.ui.widgets.labels import make_label
from examclient.ui.widgets.times import to_the_minute_of


class PreparationLine(QWidget):
    """Owns a line of words and a bar below it; neither moves unless something was done."""

    def __init__(self) -> None:
        super().__init__()
        self._words = make_label(wrap=True)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._words)
        column.addWidget(self._bar)

    def show_state(self, state: ExamState) -> None:
        """Say which step is under way and how far it has come."""
        preparation = state.preparation
        release = to_the_minute_of(state.exam.key_release, state.now) if state.exam else ""
        set_text(self._words, self._step(preparation, release))
        set_spoken(self._bar, self._words.text())
        done, total = _share(preparation)
        if (self._bar.value(), self._bar.maximum()) != (done, total):
            self._bar.setRange(0, total)
            self._bar.setValue(done)

    def words(self) -> str:
        """What it says."""
        return self._words.text()

    def _step(self, preparation: Preparation, release: str) -> str:
        numbers = {"n": preparation.done, "m": preparation.total}
        match preparation.step:
            case PreparationStep.FETCHING if preparation.total:
                words = self.tr("The sealed paper is being fetched: {n} of {m} MB")
                return words.format(n=megabytes(preparation.done), m=megabytes(preparation.total))
            case PreparationStep.FETCHING:
                return self.tr("The sealed paper is being fetched …")
            case PreparationStep.AWAITING_KEY:
                words = self.tr("The sealed paper is here. It is opened at {time}.")
                return words.format(time=release)
            case PreparationStep.DRAWING:
                return self.tr("Checking every question: {n} of {m}").format(**numbers)
            case PreparationStep.READY:
                return self.tr("Your paper is here, whole and checked. It appears by itself at the start.")


def megabytes(size: int) -> str:
    """Bytes as people count them: with one place behind the point, so that a small paper moves, too."""
    return f"{size / 1_000_000:.1f}"


def _share(preparation: Preparation) -> tuple[int, int]:
    if preparation.step in (PreparationStep.AWAITING_KEY, PreparationStep.READY):
        return 1, 1
    return preparation.done, max(1, preparation.total)
