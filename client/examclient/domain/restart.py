"""Where the candidate stands after a restart: worked out from journal and clock, never from a note of it.

Rule: what says that time is over must be certain (`SiteClock.certain`); a doubtful clock ends nobody's exam.
"""

from collections.abc import Iterable

from examclient.domain.phases import Phase
from examprotocol.events import Submitted, WriterLog
from examprotocol.messages import Exam


def phase_after_restart(logs: Iterable[WriterLog], receipt: str, exam: Exam, now: int) -> Phase:
    """The phase that these events, the signed receipt (or `""`) and the site time, in ms, lead to.

    DONE, SUBMITTING, WAITING or ANSWERING. What the deadline sealed opens again when the exam was extended.
    """
    handed_in = submitted_in(logs)
    if receipt:
        return Phase.DONE
    if now >= exam.end or (handed_in is not None and not handed_in.by_deadline):
        return Phase.SUBMITTING
    return Phase.WAITING if now < exam.start else Phase.ANSWERING


def submitted_in(logs: Iterable[WriterLog]) -> Submitted | None:
    """That the answers were handed in: on purpose, if ever, else by the deadline."""
    found = [event.body for log in logs for event in log.events if isinstance(event.body, Submitted)]
    return min(found, key=lambda body: body.by_deadline, default=None)
