"""Rulings: a person says which events of an attempt count.

Rule: a ruling is only ever added. Where the attempt is handed in and the answers change by it, a supplement
is signed in the same transaction, so that the newest receipt always states what counts.
"""

import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from examprotocol.events import Head
from examprotocol.rulings import Ruling, Span, Verdict
from examserver.errors import RulingError
from examserver.services.order import Bench
from examserver.services.supplements import issue_due_supplement
from examserver.storage.attempts import Attempt
from examserver.storage.events import heads_of
from examserver.storage.exams import find_exam
from examserver.storage.receipts import newest_receipt
from examserver.storage.rulings import add_ruling, rulings_of

log = logging.getLogger(__name__)

SPAN = re.compile(r"([0-9a-f]{4,32}):([0-9]{1,9})(?:-([0-9]{1,9}))?")
LONGEST_REASON = 500
LONGEST_NAME = 100

OWN_FIRST = 10_001
"""At the authority its own rulings on what a site has reported count from here, and the site's stay below: so
in whatever order reports come, the authority has the last word."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided. `spans` are written `WRITER:SEQ` or `WRITER:SEQ-SEQ`; `by` is who decided."""

    verdict: Verdict
    spans: tuple[str, ...]
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class Ruled:
    """The ruling, and the number of the supplement that was signed for it, 0 where there is none."""

    ruling: Ruling
    supplement: int = 0


def rule(bench: Bench, attempt: Attempt, decision: Decision) -> Ruled:
    """Add a ruling, and a supplement where the receipt would not be true any more. Raises RulingError."""
    return rule_together(bench, attempt, (decision,))[0]


def rule_together(bench: Bench, attempt: Attempt, decisions: Sequence[Decision]) -> tuple[Ruled, ...]:
    """Add rulings that are one decision; raises RulingError.

    Their one supplement, where one is due, is the last one's: what stands between two of them nobody decided.
    """
    rulings = [_added(bench, attempt, decision) for decision in decisions]
    ruled = [Ruled(ruling) for ruling in rulings]
    return (*ruled[:-1], Ruled(rulings[-1], _supplement(bench, attempt))) if ruled else ()


def _added(bench: Bench, attempt: Attempt, decision: Decision) -> Ruling:
    _check_words(decision)
    heads = heads_of(bench.connection, attempt.id)
    ruling = Ruling(
        attempt=attempt.id,
        number=next_number(
            rulings_of(bench.connection, attempt.id), _first_number(bench.connection, attempt)
        ),
        verdict=decision.verdict,
        spans=tuple(read_span(text, heads) for text in decision.spans),
        by=decision.by.strip(),
        at=bench.now,
        reason=decision.reason.strip(),
    )
    add_ruling(bench.connection, ruling)
    log.info("attempt %s: ruling %d, %s", attempt.id, ruling.number, ruling.verdict)
    return ruling


def next_number(rulings: Sequence[Ruling], first: int = 1) -> int:
    """The number of the next ruling, above all that are here; at least `first`."""
    return max(first, 1 + max((one.number for one in rulings), default=0))


def _first_number(connection: Connection, attempt: Attempt) -> int:
    exam = find_exam(connection, attempt.exam)
    return OWN_FIRST if exam is not None and exam.reported_by else 1


def read_span(text: str, heads: dict[str, Head]) -> Span:
    """The events that `WRITER:SEQ[-SEQ]` names; the writer's id may be cut short. Raises RulingError."""
    match = SPAN.fullmatch(text.strip().lower())
    if match is None:
        raise RulingError(
            f"“{text}” names no events.", "Write the writer, a colon and the numbers, such as 3fa9:7-12."
        )
    writer = _writer_called(match[1], heads)
    first = int(match[2])
    last = int(match[3] or first)
    if not 1 <= first <= last <= heads[writer].seq:
        raise RulingError(
            f"Writer {writer[:8]} has the events 1 to {heads[writer].seq}, not {first} to {last}.",
            "See what there is: examserver attempts show",
        )
    return Span(writer, first, last)


def _writer_called(beginning: str, heads: dict[str, Head]) -> str:
    found = [writer for writer in heads if writer.startswith(beginning)]
    if len(found) != 1:
        count = "More than one" if found else "No"
        raise RulingError(
            f"{count} writer of this attempt begins with {beginning}.",
            "See which there are: examserver attempts show",
        )
    return found[0]


def _check_words(decision: Decision) -> None:
    if not decision.spans:
        raise RulingError("The ruling names no events.", "Name at least one: --count or --leave-out.")
    if not 1 <= len(decision.reason.strip()) <= LONGEST_REASON:
        raise RulingError(
            "A ruling needs a reason that others can follow.", f"At most {LONGEST_REASON} characters."
        )
    if not 1 <= len(decision.by.strip()) <= LONGEST_NAME:
        raise RulingError("A ruling needs a name: who decided it?", "Give it with --by.")


def _supplement(bench: Bench, attempt: Attempt) -> int:
    """Sign a supplement where one is due; returns its number, or 0."""
    before = newest_receipt(bench.connection, attempt.id)
    issue_due_supplement(bench.connection, bench.book, attempt, bench.now)
    after = newest_receipt(bench.connection, attempt.id)
    return after.number if after and after != before else 0
