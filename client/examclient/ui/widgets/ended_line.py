"""Who ended an exam before its time: the site, when, and why."""

from examclient.domain.state import ExamState
from examclient.ui.sentence import in_one_line
from examclient.ui.widgets.labels import WordsOnDemand
from examclient.ui.widgets.times import to_the_minute


class EndedLine(WordsOnDemand):
    """A line that is there only where the site's staff have ended the exam and it was handed in for that."""

    def __init__(self) -> None:
        super().__init__("")

    def show_state(self, state: ExamState) -> None:
        """Say it."""
        ended = state.orders.ended if state.by_deadline else None
        if ended is None:
            self.say("")
            return
        when = self.tr("The exam site has ended this exam at {time}.").format(time=to_the_minute(ended.at))
        why = self.tr("Reason: {text}").format(text=ended.text) if ended.text else ""
        self.say(in_one_line(when, why))
