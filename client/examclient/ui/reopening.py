"""After the end: an exam that only the deadline had ended goes on where its candidate has time again.

Rule: never where the candidate handed in on purpose, also before that is on disk: while it is handed in the
order counts, not what the deadline had written before. Everything that was written before is there.
"""

from examclient.domain.clock import SiteClock
from examclient.domain.handed_in import WORTH_OPENING, has_time_again
from examclient.domain.phases import Phase, Step
from examclient.domain.state import News
from examclient.ui.crew import Helpers
from examclient.ui.handing_in import HandingIn
from examclient.ui.stage import Stage
from examclient.usecases.sitting import Sitting
from examprotocol.events import Submitted
from examprotocol.messages import SyncReply

ENDED = (Phase.SUBMITTING, Phase.SUBMIT_FAILED, Phase.DONE)
SEALED = Submitted({}, by_deadline=True)
"""What the deadline wanted to write, where the disk did not take it."""


class Reopening:
    """Owns the way back from the end. Hears every word of the site."""

    def __init__(self, stage: Stage, clock: SiteClock, helpers: Helpers, handing_in: HandingIn) -> None:
        self._stage = stage
        self._clock = clock
        self._helpers = helpers
        self._handing_in = handing_in

    def hear(self, reply: SyncReply, sitting: Sitting) -> None:
        """Go on with the exam, or hand in once more at a site that has forgotten its receipt."""
        state = self._stage.state
        said = sitting.attempt.handed_in()
        is_sealed = state.by_deadline or (state.phase is Phase.DONE and said is not None and said.by_deadline)
        if state.phase not in ENDED or not is_sealed or state.orders.ended is not None:
            return
        handed_in, now = said or SEALED, self._clock.certain()
        if sitting.end is not None:
            now = sitting.end.time_by(reply.orders, now)
        if has_time_again(reply, handed_in, sitting.attempt.epoch, now):
            self._open()
        elif state.phase is Phase.DONE and not reply.receipt:
            self._handing_in.ask_again()

    def extended(self, sitting: Sitting) -> None:
        """A proctor's code has given more time. Where there is a receipt, the site has to say so first."""
        state, end = self._stage.state, sitting.end
        handed_in = sitting.attempt.handed_in() or SEALED
        is_sealed = state.phase in ENDED and state.by_deadline and handed_in.by_deadline
        time_left = end.end() - self._clock.certain() if end is not None else 0
        if is_sealed and state.receipt is None and time_left >= WORTH_OPENING:
            self._open()

    def _open(self) -> None:
        self._handing_in.stop()
        self._helpers.syncer.hurry()
        has_paper = self._stage.state.paper is not None
        step = Step.MORE_TIME if has_paper else Step.RETURNED
        self._stage.step(step, by_deadline=False, receipt=None, trouble=None)
        if not has_paper:
            self._helpers.papers.start(is_rehearsed=True)
        self._stage.tell(News.MORE_TIME)
