"""Names what is not on this machine's disk: questions by their numbers on the map, files by their names."""

from collections.abc import Iterable

from examclient.domain.progress import marks_of
from examclient.domain.state import ExamState
from examclient.ui.widgets.labels import WordsOnDemand

LONGEST_NAME = 40
"""Characters of a file's name that are shown."""


class UnsavedLine(WordsOnDemand):
    """Takes no room while everything is saved."""

    def __init__(self) -> None:
        super().__init__("subtitle")

    def show_state(self, state: ExamState) -> None:
        """Name them, or go away where there are none."""
        lines = (self._questions(state), self._on_the_way(state), self._lost(state), self._elsewhere(state))
        self.say("\n".join(filter(None, lines)))

    def _questions(self, state: ExamState) -> str:
        numbers = _numbers(state) if state.unsaved else []
        words = self.tr("Not saved on this machine: question(s) {numbers}.", "", len(numbers))
        return words.format(numbers=", ".join(numbers)) if numbers else ""

    def _on_the_way(self, state: ExamState) -> str:
        words = self.tr("Still being saved on this machine: {names}")
        return words.format(names=names_in_words(state.keeping)) if state.keeping else ""

    def _lost(self, state: ExamState) -> str:
        words = self.tr("Not saved, and so not among your answers: {names}")
        return words.format(names=names_in_words(state.unkept)) if state.unkept else ""

    def _elsewhere(self, state: ExamState) -> str:
        words = self.tr("On another machine, and not at the exam site yet: {names}")
        return words.format(names=names_in_words(state.elsewhere_files)) if state.elsewhere_files else ""


def names_in_words(names: Iterable[str]) -> str:
    """Files by their names, which candidates choose as long as they like."""
    return ", ".join(one if len(one) <= LONGEST_NAME else f"{one[: LONGEST_NAME - 1]}…" for one in names)


def _numbers(state: ExamState) -> list[str]:
    marks = marks_of(state.paper, state.answers) if state.paper is not None else ()
    return [str(mark.number) for mark in marks if mark.question in state.unsaved]
