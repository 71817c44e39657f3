"""A person chooses a source of an attempt's answers, or takes an import back: rulings, and nothing else.

Rule: what is left out stays here and can be counted again. What came too late counts by a ruling of its own
only: choosing the side that it is on does not count it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from examprotocol.events import Answered, Edited, Event, Flagged, WriterLog
from examprotocol.rulings import Span, Verdict
from examserver.errors import RulingError
from examserver.services.comparing import Source, sources_of
from examserver.services.counting import Grounds, grounds_of
from examserver.services.order import Bench
from examserver.services.rulings import Decision, Ruled, rule, rule_together
from examserver.services.spans import written, written_spans
from examserver.storage.attempts import Attempt, find_attempt_by_id
from examserver.storage.imports import find_import, imports_of

Side = Callable[[str, Event], bool]


@dataclass(frozen=True, slots=True)
class Choice:
    """Which source of an attempt is to count. `side` is PACKAGE or SERVICE; `by` decided it for `reason`."""

    side: Source
    by: str
    reason: str


def choose(bench: Bench, attempt: Attempt, choice: Choice) -> tuple[Ruled, ...]:
    """Let just one side count; nothing where it is so already. Raises RulingError.

    The packages' side are all that were taken in for this attempt, as they lie on the main branch.
    """
    rows = imports_of(bench.connection, attempt.id)
    if not rows:
        raise RulingError(
            "No package was taken in for this candidate: there is nothing to choose between.",
            "See what came in: examserver packages list DIR",
        )
    grounds = grounds_of(bench.connection, attempt.id)
    sources = sources_of(bench.connection, grounds, rows)
    is_package = choice.side is Source.PACKAGE
    side = _on_packages(grounds, sources.package) if is_package else _not_among(sources.brought)
    decisions = [
        Decision(verdict, spans, choice.by, choice.reason)
        for verdict, spans in _to_rule(grounds, side)
        if spans
    ]
    return rule_together(bench, attempt, decisions)


def take_import_back(bench: Bench, number: int, by: str, reason: str) -> Ruled:
    """Leave out all that was new in an import; raises RulingError."""
    row = find_import(bench.connection, number)
    attempt = find_attempt_by_id(bench.connection, row.attempt) if row and not row.fault else None
    if row is None or attempt is None:
        raise RulingError(
            f"Import {number} took nothing in, or there is none of this number.",
            "See which there are: examserver packages list DIR",
        )
    if not row.spans:
        raise RulingError(
            f"Import {number} brought nothing new: there is nothing to take back.",
            "See which did: examserver packages list DIR",
        )
    spans = tuple(written(span) for span in row.spans)
    return rule(bench, attempt, Decision(Verdict.LEAVE_OUT, spans, by, reason))


def _on_packages(grounds: Grounds, logs: Iterable[WriterLog]) -> Side:
    """What packages hold as it is here; of a writer with two branches, what both have in common."""
    ends = {log.writer.id: len(log.events) for log in logs}
    for writer, parts in grounds.parted.items():
        ends[writer] = min(ends.get(writer, 0), parts - 1)
    return lambda writer, event: event.seq <= ends.get(writer, 0)


def _not_among(spans: tuple[Span, ...]) -> Side:
    return lambda writer, event: not any(span.writer == writer and event.seq in span for span in spans)


def _to_rule(grounds: Grounds, side: Side) -> tuple[tuple[Verdict, tuple[str, ...]], ...]:
    """What to leave out since it is not on the side, and what of it to count that a ruling left out."""
    counting, deadline = grounds.counting(), grounds.deadline
    out, again = [], []
    for log in grounds.logs:
        for event in filter(_says_something, log.events):
            counts = counting.counts(log.writer.id, event)
            if counts and not side(log.writer.id, event):
                out.append((log.writer.id, event.seq))
            elif side(log.writer.id, event) and not counts and not (deadline and deadline.is_too_late(event)):
                again.append((log.writer.id, event.seq))
    return (Verdict.LEAVE_OUT, tuple(written_spans(out))), (Verdict.COUNT, tuple(written_spans(again)))


def _says_something(event: Event) -> bool:
    return isinstance(event.body, Answered | Edited | Flagged)
