"""What people decided in collecting (回收): about single cases, and that an exam's collection is finished.

Rule: nothing is changed or removed, but for the note that a finished collection was taken up again.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import msgspec
from sqlalchemy import Connection, Row, func, insert, select, update

from examprotocol.canonical import canonical_bytes
from examserver.storage import schema


@dataclass(frozen=True, slots=True)
class Finishing:
    """That a collection was finished, for the `number`-th time (from 1), by whom and when (milliseconds).

    `reasons` are the cases that were open then, admission number to why that is right; `marks` says of each
    candidate what was here (`services.collecting.standing`). `resumed` is when it was taken up again, or 0.
    """

    exam: str
    number: int
    at: int
    by: str
    reasons: Mapping[str, str] = field(default_factory=dict)
    marks: Mapping[str, str] = field(default_factory=dict)
    resumed: int = 0
    resumed_by: str = ""
    resumed_why: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided about a candidate's case: which `side` counts, and why.

    `mark` says what was here then: what comes later is no part of the decision.
    """

    exam: str
    candidate: str
    number: int
    at: int
    by: str
    side: str
    reason: str
    mark: str


class _Detail(msgspec.Struct, frozen=True):
    reasons: dict[str, str]
    marks: dict[str, str]


_details = msgspec.json.Decoder(_Detail)
_FINISHED, _DECIDED = schema.collections, schema.case_decisions


def newest_finishing(connection: Connection, exam: str) -> Finishing | None:
    """The last time that the exam's collection was finished."""
    query = select(_FINISHED).where(_FINISHED.c.exam == exam).order_by(_FINISHED.c.number.desc()).limit(1)
    row = connection.execute(query).one_or_none()
    return _finishing(row) if row else None


def finished_collections(connection: Connection) -> dict[str, int]:
    """When each exam's collection was finished (milliseconds), for those that nobody took up again."""
    newest = select(_FINISHED.c.exam, func.max(_FINISHED.c.number).label("number")).group_by(_FINISHED.c.exam)
    last = newest.subquery()
    same = (_FINISHED.c.exam == last.c.exam) & (_FINISHED.c.number == last.c.number)
    query = select(_FINISHED.c.exam, _FINISHED.c.at).join(last, same).where(_FINISHED.c.resumed == 0)
    return dict(iter(connection.execute(query)))


def add_finishing(connection: Connection, finishing: Finishing) -> None:
    """Store that a collection is finished; its number must be new."""
    row = {name: getattr(finishing, name) for name in ("exam", "number", "at", "by")}
    detail = canonical_bytes(_Detail(dict(finishing.reasons), dict(finishing.marks)))
    resumed = {"resumed": 0, "resumed_by": "", "resumed_why": ""}
    connection.execute(insert(_FINISHED).values({**row, **resumed, "detail": detail}))


def note_resumed(connection: Connection, finishing: Finishing, at: int, by: str, why: str) -> None:
    """Note that a finished collection was taken up again."""
    this = (_FINISHED.c.exam == finishing.exam) & (_FINISHED.c.number == finishing.number)
    values = {"resumed": at, "resumed_by": by, "resumed_why": why}
    connection.execute(update(_FINISHED).where(this).values(values))


def decisions_of(connection: Connection, exam: str) -> dict[str, Decision]:
    """The newest decision about each candidate of an exam who had one."""
    query = select(_DECIDED).where(_DECIDED.c.exam == exam).order_by(_DECIDED.c.candidate, _DECIDED.c.number)
    return {row.candidate: Decision(**row._mapping) for row in connection.execute(query)}


def next_decision(connection: Connection, exam: str, candidate: str) -> int:
    """The number of the next decision about a candidate."""
    own = (_DECIDED.c.exam == exam) & (_DECIDED.c.candidate == candidate)
    return (connection.execute(select(func.max(_DECIDED.c.number)).where(own)).scalar_one() or 0) + 1


def add_decision(connection: Connection, decision: Decision) -> None:
    """Store a decision; its number must be new."""
    row = {name: getattr(decision, name) for name in Decision.__dataclass_fields__}
    connection.execute(insert(_DECIDED).values(row))


def _finishing(row: Row[*tuple[object, ...]]) -> Finishing:
    columns = dict(row._mapping)
    detail = _details.decode(columns.pop("detail"))
    return Finishing(**columns, reasons=detail.reasons, marks=detail.marks)
