"""Names the questions whose response is not on this machine's disk, by their numbers on the map."""

from examclient.domain.progress import marks_of
from examclient.domain.state import ExamState
from examclient.ui.widgets.labels import WordsOnDemand


class UnsavedLine(WordsOnDemand):
    """Takes no room while everything is saved."""

    def __init__(self) -> None:
        super().__init__("subtitle")

    def show_state(self, state: ExamState) -> None:
        """Name them, or go away where there are none."""
        numbers = _numbers(state) if state.unsaved else []
        words = self.tr("Not saved on this machine: question(s) {numbers}.", "", len(numbers))
        self.say(words.format(numbers=", ".join(numbers)) if numbers else "")


def _numbers(state: ExamState) -> list[str]:
    marks = marks_of(state.paper, state.answers) if state.paper is not None else ()
    return [str(mark.number) for mark in marks if mark.question in state.unsaved]
