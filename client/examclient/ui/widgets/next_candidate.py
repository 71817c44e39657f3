"""The quiet way from the last page of one candidate to the next one's login.

Rule: it takes two clicks, and the second question names what would be lost.
"""

from examclient.domain.state import ExamState
from examclient.ui.widgets.buttons import TwoStepButton


class NextCandidate(TwoStepButton):
    """What a proctor presses when the candidate has gone."""

    def __init__(self) -> None:
        super().__init__("quiet")

    def show_state(self, state: ExamState) -> None:
        """Ask for what is true of the answers."""
        lost = self.tr("Not saved yet. Press again to leave and lose it.")
        asked = self.tr("Leave this page? Press again to leave it.")
        self.set_words(self.tr("Next candidate"), lost if state.has_unsaved else asked)
