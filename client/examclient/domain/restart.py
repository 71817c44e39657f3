"""Where the candidate stands after a restart: worked out from journal and clock, never from a note of it.

Rule: what says that time is over must be certain (`SiteClock.certain`); a doubtful clock ends nobody's exam.
What says that it has begun need not be (`SiteClock.now_in`): the screen begins by it, too.
"""

from collections.abc import Iterable

from examclient.domain.handed_in import submitted_in
from examclient.domain.phases import Phase
from examprotocol.events import WriterLog
from examprotocol.messages import Exam


def phase_after_restart(
    logs: Iterable[WriterLog], receipt: str, exam: Exam, now: int, *, has_begun: bool, reopened: int = 0
) -> Phase:
    """The phase that these events, the signed receipt (or `""`) and the certain site time, in ms, lead to.

    DONE, SUBMITTING, WAITING or ANSWERING. What the deadline sealed opens again when the exam was extended,
    also where there was a receipt over it; so does all that was handed in before the staff `reopened` it.
    """
    handed_in = submitted_in(logs, reopened)
    has_time = now < exam.end
    if receipt and not (has_time and handed_in is not None and handed_in.by_deadline):
        return Phase.DONE
    if not has_time or (handed_in is not None and not handed_in.by_deadline):
        return Phase.SUBMITTING
    return Phase.ANSWERING if has_begun else Phase.WAITING
