"""Whether a receipt covers what is on this machine, and where it differs, whether that is as it should be.

Rule: the heads that the site signs cover everything here, but for what it has acknowledged since: a receipt
stays the newest while nothing changes what counts. Which of the events count may differ only for a reason
that the receipt states: what came too late, what others wrote, or what a person ruled; else the site
contradicts itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from examprotocol.events import Head, WriterLog
from examprotocol.merge import Answers, answers_digest, fold
from examprotocol.receipts import Receipt
from examprotocol.rulings import Deadline


class Cover(StrEnum):
    """How a receipt covers the answers on this machine.

    WHOLE: they are what counts. LATE: but for what came too late, which people decide on. OTHER: the site has
    more than this machine, or people have ruled. NONE: it does not cover them, or counts others without a
    reason.
    """

    WHOLE = "whole"
    LATE = "late"
    OTHER = "other"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Held:
    """What this machine has: the answers as they fold without a deadline, all events, every writer's head,
    and the site time in milliseconds until which the candidate had time. `is_stored`: the site has
    acknowledged all of it, by its hashes.
    """

    answers: Answers
    logs: tuple[WriterLog, ...]
    heads: Mapping[str, Head]
    end: int = 0
    is_stored: bool = False


def cover_of(receipt: Receipt, held: Held) -> Cover:
    """Hold a receipt, whose signature and attempt are right, against what is here."""
    if receipt.answers == answers_digest(held.answers):
        return Cover.WHOLE
    if _leaves_out_late_ones_only(receipt, held):
        return Cover.LATE
    reaches = all(_reaches(receipt.heads.get(writer), head) for writer, head in held.heads.items())
    is_there = reaches or (held.is_stored and _is_of_this(receipt, held))
    return Cover.OTHER if is_there and _states_a_reason(receipt, held) else Cover.NONE


def _leaves_out_late_ones_only(receipt: Receipt, held: Held) -> bool:
    """By the digest as the site makes it; time that the candidate had is never too late."""
    until = receipt.counts_until
    if not isinstance(until, int) or until < held.end:
        return False
    return receipt.answers == answers_digest(fold(held.logs, deadline=Deadline(until)))


def _states_a_reason(receipt: Receipt, held: Held) -> bool:
    """The site has what others wrote, or a ruling. A receipt that states no rulings may be a supplement."""
    ruled = receipt.rulings > 0 if isinstance(receipt.rulings, int) else receipt.number > 1
    return ruled or _has_more(receipt, held)


def _is_of_this(receipt: Receipt, held: Held) -> bool:
    """Whether the receipt is over something: what is here, or what others wrote."""
    return bool(receipt.heads.keys() & held.heads.keys()) or _has_more(receipt, held)


def _has_more(receipt: Receipt, held: Held) -> bool:
    return any(head.seq > _seq(held.heads.get(writer)) for writer, head in receipt.heads.items())


def _seq(head: Head | None) -> int:
    return head.seq if head else 0


def _reaches(there: Head | None, here: Head) -> bool:
    return there is not None and (there.seq > here.seq or there == here)
