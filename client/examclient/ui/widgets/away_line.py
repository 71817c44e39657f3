"""In the proctor's menu: how often another window was in front of the exam, and for how long."""

from examclient.domain.state import ExamState
from examclient.ui.widgets.labels import WordsOnDemand


class AwayLine(WordsOnDemand):
    """Hidden while there is nothing to tell."""

    def __init__(self) -> None:
        super().__init__("hint")

    def show_state(self, state: ExamState, *, shown: bool) -> None:
        """Tell it once the menu is open."""
        away = state.away
        self.say(self._words(away.times, away.seconds) if shown and away.times else "")

    def _words(self, times: int, seconds: int) -> str:
        often = self.tr("Another window was in front of the exam %n time(s),", "", times)
        long = self.tr("%n second(s) in all.", "", seconds)
        return self.tr("{often} {long}").format(often=often, long=long)
