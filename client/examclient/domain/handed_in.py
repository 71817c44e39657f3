"""How an attempt was handed in: by the candidate's own wish, or by the deadline, which more time opens again.

Rule: who handed in on purpose has handed in, however much time there is again, unless the staff let them in
once more: what was handed in until then (`reopened`, a site time in ms) is no more than the deadline's.
"""

from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from examprotocol.events import Answered, Edited, Epoch, Event, Flagged, Submitted, WriterLog
from examprotocol.messages import SyncReply

WORTH_OPENING = 2000
"""Milliseconds: less time than this opens nothing, so that a clock that is set right is no more time."""


def submitted_in(logs: Iterable[WriterLog], reopened: int = 0) -> Submitted | None:
    """That the answers were handed in: on purpose, if ever, else by the deadline."""
    return min(_submissions(logs, reopened), key=lambda body: body.by_deadline, default=None)


def is_sealed_only(logs: Iterable[WriterLog], reopened: int = 0) -> bool:
    """Whether nobody but the deadline handed in."""
    handed_in = submitted_in(logs, reopened)
    return handed_in is not None and handed_in.by_deadline


def is_said(logs: Sequence[WriterLog], *, by_deadline: bool, reopened: int = 0) -> bool:
    """Whether it need not be written once more: done on purpose, or sealed after all that was answered."""
    handed_in = submitted_in(logs, reopened)
    if handed_in is None or not handed_in.by_deadline:
        return handed_in is not None
    return by_deadline and any(_seals(body, logs) for body in _submissions(logs, reopened))


def has_time_again(reply: SyncReply, handed_in: Submitted | None, epoch: Epoch, now: int) -> bool:
    """Whether the exam that runs here under this epoch goes on, by the site's word at this time in ms."""
    is_open = not reply.receipt and reply.orders.ended is None and reply.epoch <= epoch
    has_time = reply.end - now >= WORTH_OPENING
    return is_open and has_time and handed_in is not None and handed_in.by_deadline


def _submissions(logs: Iterable[WriterLog], reopened: int) -> list[Submitted]:
    events = [event for log in logs for event in log.events]
    said = [(event.at, event.body) for event in events if isinstance(event.body, Submitted)]
    return [replace(body, by_deadline=True) if at <= reopened else body for at, body in said]


def _seals(body: Submitted, logs: Iterable[WriterLog]) -> bool:
    ends = {writer: head.seq for writer, head in body.heads.items()}
    return not any(_answers(event) for log in logs for event in log.events[ends.get(log.writer.id, 0) :])


def _answers(event: Event) -> bool:
    return isinstance(event.body, Answered | Edited | Flagged)
