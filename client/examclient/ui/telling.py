"""What the staff see of this machine: the news of the attempt that runs here, and that a machine is there.

Rule: the heartbeat carries the news of an attempt. Where none runs, on the login page, the machine says by
itself that it is there: in a lane where no login waits. What fails is simply said again.
"""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from examclient.domain.phases import Phase
from examclient.domain.progress import answered_count
from examclient.domain.state import ExamState, LocalSaving
from examclient.domain.worries import Worry
from examclient.errors import ExamError
from examclient.ui.background import Background
from examclient.usecases.seat import SeatHere
from examclient.usecases.station_news import NewsBoard
from examprotocol.here import EVERY_SECONDS, HereReply
from examprotocol.merge import Answers
from examprotocol.paper import Paper, answerable_questions
from examprotocol.site_orders import StationNews

ALONE = (Phase.LOGIN, Phase.CONFIRMING)
"""Nobody is logged in yet: no heartbeat says that the machine is there."""

FAILED = "saving_failed"
RED = (Worry.BALLAST_GONE, Worry.SECOND_PLACE, Worry.LOCKED, Worry.DAMAGED)
"""The worries with saving that somebody has to see to at the seat, what matters most first."""


class Telling(QObject):
    """Owns what is told, and when a waiting machine says that it is there. Knows no page."""

    def __init__(
        self,
        lane: Background,
        news: NewsBoard,
        say: Callable[[StationNews], HereReply],
        seat: SeatHere,
        jitter: Callable[[], float],
    ) -> None:
        super().__init__()
        self._lane = lane
        self._news = news
        self._say = say
        self._seat = seat
        self._jitter = jitter
        self._is_alone = False
        self._is_over = False
        self._paper: Paper | None = None
        self._answers = Answers()
        self._count = (0, 0)
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._on_timeout)

    def show_state(self, state: ExamState) -> None:
        """Tell what the screen shows; begin or end to say that the machine is there."""
        attempt = self._seat.attempt()
        answered, questions = self._counted(state.paper, state.answers)
        self._news.tell(
            events=sum(head.seq for head in attempt.heads().values()) if attempt is not None else 0,
            answered=answered,
            questions=questions,
            outside=state.away.times,
            trouble=trouble_in(state),
            exported=state.is_exported,
        )
        self._set_alone(is_alone=state.phase in ALONE and not self._is_over)

    def close(self) -> None:
        """Say nothing more."""
        self._is_over = True
        self._set_alone(is_alone=False)

    def _counted(self, paper: Paper | None, answers: Answers) -> tuple[int, int]:
        """How many questions are answered, of how many; counted only where either is another than before."""
        if paper is not self._paper or answers != self._answers:
            self._paper, self._answers = paper, answers
            self._count = _count_in(paper, answers) if paper is not None else (0, 0)
        return self._count

    def _set_alone(self, *, is_alone: bool) -> None:
        if is_alone == self._is_alone:
            return
        self._is_alone = is_alone
        if is_alone:
            self._timer.start(round(self._jitter() * EVERY_SECONDS * 1000))
        else:
            self._timer.stop()

    def _on_timeout(self) -> None:
        if self._is_alone:
            self._lane.run(lambda: self._say(self._news()), self._on_said, self._on_said)

    def _on_said(self, _outcome: HereReply | ExamError) -> None:
        if self._is_alone:
            self._timer.start(EVERY_SECONDS * 1000)


def trouble_in(state: ExamState) -> str:
    """A word for what the candidate sees in red, or should see to; `""` where all is well."""
    if state.lights.local is LocalSaving.FAILED:
        return FAILED
    return next((worry.value for worry in RED if worry in state.worries), "")


def _count_in(paper: Paper, answers: Answers) -> tuple[int, int]:
    return answered_count(paper, answers), sum(1 for _ in answerable_questions(paper))
