"""Both sources of a candidate's answers side by side: packages, and what the service has without them.

People there know them as 客户端导出的作答结果 and 服务器端备份的作答结果.

Rule: both are shown whole, also what is too late to count; what counts now is the fold under the rulings.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import msgspec
from sqlalchemy import Connection

from examprotocol.events import GENESIS, Event, Head, Writer, WriterLog, event_hash
from examprotocol.merge import Answers, Current, fold
from examprotocol.responses import Response
from examprotocol.rulings import Deadline, Ruling, Span, Verdict
from examserver.services.counting import Grounds, grounds_of
from examserver.storage.events import branches_of
from examserver.storage.imports import ImportRow, imports_of

NO_END = 1 << 62
"""A grace in milliseconds that never ends: late answers are marked and shown all the same."""


class Source(StrEnum):
    """Where the answer that counts now comes from. OTHER: it is neither side's, nor are the two the same."""

    BOTH = "both"
    PACKAGE = "package"
    SERVICE = "service"
    OTHER = "other"
    NOTHING = "nothing"


class Shown(msgspec.Struct, frozen=True):
    """An answer, the event that it comes from, and whether that was after the end."""

    response: Response
    writer: str
    seq: int
    late: bool


class Compared(msgspec.Struct, frozen=True):
    """One question in both sources, and what counts now. `conflict`: a person has to look."""

    question: str
    package: Shown | None
    service: Shown | None
    current: Shown | None
    source: Source
    conflict: bool

    @property
    def differs(self) -> bool:
        """Whether the two sources say different things."""
        return _response(self.package) != _response(self.service)


class Comparison(msgspec.Struct, frozen=True):
    """All questions of an attempt by their id, and the numbers of the imports that were looked at."""

    attempt: str
    imports: tuple[int, ...]
    questions: tuple[Compared, ...]


@dataclass(frozen=True, slots=True)
class Sources:
    """The packages' own events, and which events of the service came by packages first."""

    package: tuple[WriterLog, ...]
    brought: tuple[Span, ...]


def compare(connection: Connection, attempt: str, package: Sequence[WriterLog] | None = None) -> Comparison:
    """The two sources of an attempt; raises ChainError where events cannot be folded.

    `package` are the events of one that is not taken in yet; else all that were taken in are looked at.
    """
    grounds, rows = grounds_of(connection, attempt), imports_of(connection, attempt)
    sources = sources_of(connection, grounds, rows)
    logs = sources.package if package is None else package
    deadline = Deadline(grounds.deadline.end, NO_END) if grounds.deadline else None
    ours = fold(logs, (), deadline)
    theirs = fold(grounds.logs, _without(attempt, sources.brought), deadline, grounds.parted)
    numbers = tuple(row.number for row in rows)
    return Comparison(attempt, numbers, tuple(_lines(ours, theirs, grounds.answers())))


def sources_of(connection: Connection, grounds: Grounds, rows: Iterable[ImportRow]) -> Sources:
    """What the packages of these rows held, and what came by them first."""
    taken = tuple(rows)
    heads: dict[str, Head] = {}
    for row in taken:
        for writer, head in (row.heads or {}).items():
            if head.seq >= heads.get(writer, Head(0)).seq:
                heads[writer] = head
    brought = tuple(span for row in taken for span in row.spans)
    return Sources(_logs_to(connection, grounds, heads), brought)


def _logs_to(connection: Connection, grounds: Grounds, heads: Mapping[str, Head]) -> tuple[WriterLog, ...]:
    """The events up to these heads, of the branch that is kept apart where they lie on that."""
    main = {log.writer.id: log for log in grounds.logs}
    apart: dict[str, tuple[Writer, Event]] = {}
    if grounds.parted and grounds.logs:
        kept = branches_of(connection, grounds.logs[0].writer.attempt)
        apart = {event_hash(writer, event): (writer, event) for writer, event in kept}
    found = (_log_to(main.get(writer), head, apart) for writer, head in sorted(heads.items()))
    return tuple(log for log in found if log is not None)


def _log_to(
    main: WriterLog | None, head: Head, apart: Mapping[str, tuple[Writer, Event]]
) -> WriterLog | None:
    """Back from the head along the hashes, until an event is on the main branch."""
    branch: list[Event] = []
    writer, seq, last = main.writer if main else None, head.seq, head.hash
    while last in apart:
        writer, event = apart[last]
        branch.append(event)
        seq, last = event.seq - 1, event.prev
    shared = main.events[:seq] if main else ()
    if writer is None or (main and _hash_after(main.writer, shared) != last):
        return None
    return WriterLog(writer, (*shared, *reversed(branch)))


def _hash_after(writer: Writer, events: Sequence[Event]) -> str:
    return event_hash(writer, events[-1]) if events else GENESIS


def _without(attempt: str, spans: tuple[Span, ...]) -> tuple[Ruling, ...]:
    """As if a person had left these out: the service's own side, for the eye alone."""
    return (Ruling(attempt, 1, Verdict.LEAVE_OUT, spans, "", 0, ""),) if spans else ()


def _lines(package: Answers, service: Answers, current: Answers) -> Iterable[Compared]:
    for question in sorted({*package.current, *service.current, *current.current}):
        counts = current.current.get(question)
        sides = _shown(package.current.get(question)), _shown(service.current.get(question))
        conflict = counts is not None and counts.conflict
        now = _shown(counts)
        yield Compared(question, *sides, now, _source(*sides, now), conflict)


def _shown(current: Current | None) -> Shown | None:
    if current is None:
        return None
    return Shown(current.response, current.stamp.writer, current.stamp.seq, current.late)


def _source(package: Shown | None, service: Shown | None, current: Shown | None) -> Source:
    if current is None:
        return Source.NOTHING
    of_package = _response(package) == current.response
    of_service = _response(service) == current.response
    if of_package and of_service:
        return Source.BOTH
    if of_package:
        return Source.PACKAGE
    return Source.SERVICE if of_service else Source.OTHER


def _response(shown: Shown | None) -> Response | None:
    return shown.response if shown else None
