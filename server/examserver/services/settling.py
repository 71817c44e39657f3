"""A person says of one question which answer is to count: a late one, or one side of a conflict.

Rule: rulings, and no more of them than it takes: the answer is counted where it does not count, and others'
answers to the question are left out only where they would still stand above it or against it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from examprotocol.errors import ChainError
from examprotocol.events import Answered, Edited, Event, WriterLog
from examprotocol.merge import WriterFold
from examprotocol.responses import Response
from examprotocol.rulings import Ruling, Verdict
from examserver.errors import RulingError
from examserver.services.counting import Grounds, grounds_of
from examserver.services.order import Bench
from examserver.services.rulings import Decision, Ruled, next_number, read_span, rule_together
from examserver.services.spans import written_spans
from examserver.storage.attempts import Attempt
from examserver.storage.events import heads_of


@dataclass(frozen=True, slots=True)
class Pick:
    """An answer to a question, by the event that gave it."""

    question: str
    writer: str
    seq: int


@dataclass(frozen=True, slots=True)
class Preference:
    """These answers are to count; `by` says so for `reason`."""

    picks: tuple[Pick, ...]
    by: str
    reason: str


def prefer(bench: Bench, attempt: Attempt, wish: Preference) -> tuple[Ruled, ...]:
    """Let these answers count; nothing where they do so already, undisputed. Raises RulingError.

    It is one decision, however many rulings it takes.
    """
    grounds, heads = grounds_of(bench.connection, attempt.id), heads_of(bench.connection, attempt.id)
    decisions: list[Decision] = []
    for pick in wish.picks:
        response = _response_at(grounds, pick)
        for verdict in (Verdict.COUNT, Verdict.LEAVE_OUT):
            spans = _to_rule(grounds, pick, response, verdict)
            if spans:
                decisions.append(Decision(verdict, spans, wish.by, wish.reason))
                read = tuple(read_span(text, heads) for text in spans)
                ruling = Ruling(
                    attempt.id, next_number(grounds.rulings), verdict, read, wish.by, bench.now, ""
                )
                grounds = replace(grounds, rulings=(*grounds.rulings, ruling))
    return rule_together(bench, attempt, decisions)


def _response_at(grounds: Grounds, pick: Pick) -> Response:
    response = answers_at(grounds, (pick,)).get(pick)
    if response is None:
        raise RulingError(
            "This writer has not answered this question by that event.", "Look at the candidate's page again."
        )
    return response


def _to_rule(grounds: Grounds, pick: Pick, response: Response, verdict: Verdict) -> tuple[str, ...]:
    """What has to be counted, or left out, so that the answer stands; nothing where it does."""
    if _stands(grounds, pick.question, response):
        return ()
    return _chosen(grounds, pick) if verdict is Verdict.COUNT else _rivals(grounds, pick, response)


def answers_at(grounds: Grounds, picks: Iterable[Pick]) -> dict[Pick, Response]:
    """What stood at a question after an event, as it lies on the main branch; without what is no answer."""
    wanted: dict[str, dict[int, Pick]] = defaultdict(dict)
    for pick in picks:
        wanted[pick.writer][pick.seq] = pick
    return {
        pick: response
        for log in grounds.logs
        if log.writer.id in wanted
        for pick, response in _answers_of(log, wanted[log.writer.id])
    }


def _answers_of(log: WriterLog, wanted: Mapping[int, Pick]) -> Iterator[tuple[Pick, Response]]:
    found = WriterFold(log.writer)
    for event in log.events:
        try:
            found.add(event)
        except ChainError:
            return
        pick = wanted.get(event.seq)
        if pick and _answers(event, pick.question):
            yield pick, found.values[pick.question].response


def _stands(grounds: Grounds, question: str, response: Response) -> bool:
    try:
        current = grounds.answers().current.get(question)
    except ChainError:
        return False
    return current is not None and current.response == response and not current.conflict


def _chosen(grounds: Grounds, pick: Pick) -> tuple[str, ...]:
    """The event itself, where it does not count."""
    counting = grounds.counting()
    return tuple(
        written_spans(
            (log.writer.id, event.seq)
            for log in grounds.logs
            if log.writer.id == pick.writer
            for event in log.events[pick.seq - 1 : pick.seq]
            if not counting.counts(log.writer.id, event)
        )
    )


def _rivals(grounds: Grounds, pick: Pick, response: Response) -> tuple[str, ...]:
    """What counts against it: later answers of the same writer, and all of those who say something else."""
    counting = grounds.counting()
    same = _saying(grounds, pick.question, response)
    return tuple(
        written_spans(
            (log.writer.id, event.seq)
            for log in grounds.logs
            for event in log.events
            if _answers(event, pick.question)
            and counting.counts(log.writer.id, event)
            and (event.seq > pick.seq if log.writer.id == pick.writer else log.writer.id not in same)
        )
    )


def _saying(grounds: Grounds, question: str, response: Response) -> frozenset[str]:
    """The writers whose last answer to the question that counts is this one."""
    found = set()
    for log in grounds.logs:
        one = WriterFold(log.writer, grounds.counting())
        for event in log.events:
            one.add(event)
        if question in one.values and one.values[question].response == response:
            found.add(log.writer.id)
    return frozenset(found)


def _answers(event: Event, question: str) -> bool:
    return isinstance(event.body, Answered | Edited) and event.body.question == question
