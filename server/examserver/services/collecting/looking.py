"""Finds what came of each candidate of an exam, and what is wrong with it.

Rule: an attempt that was handed in, with its receipt, by one machine that contradicts nobody, is read no
further; of all others the events are. Reads only.
"""

import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial

from sqlalchemy import Connection

from examprotocol.errors import ProtocolError
from examprotocol.events import Head
from examserver.errors import SiteError
from examserver.services.collecting.brought import Brought, brought_of
from examserver.services.collecting.reading import Read, Reads, read_attempt
from examserver.services.collecting.standing import Here, Standing, Trouble, Way
from examserver.services.file_limits import Asked, asked_in
from examserver.services.handed_files import handed_in_files
from examserver.storage.attempts import Attempt, attempts_of
from examserver.storage.collecting import decisions_of
from examserver.storage.exams import Exam
from examserver.storage.folder import ServiceFolder
from examserver.storage.gathering import count_apart, count_receipts, count_rulings, heads_at, seated_at
from examserver.storage.held_answers import held_of_exam
from examserver.storage.paper_shelf import PaperShelf
from examserver.storage.seen_stations import all_seen

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Ground:
    """Where to look: the tables at one state, the files, and the papers; `reads` is what was read before."""

    connection: Connection
    folder: ServiceFolder
    shelf: PaperShelf
    reads: Reads = field(default_factory=Reads)


@dataclass(frozen=True, slots=True)
class _Counts:
    """What is asked of the tables once for all attempts at an exam, and of the paper about files."""

    heads: Mapping[str, dict[str, Head]]
    receipts: Mapping[str, int]
    rulings: Mapping[str, int]
    apart: Mapping[str, int]
    held: Mapping[str, int]
    asked: Asked

    @classmethod
    def of(cls, ground: Ground, exam: Exam) -> "_Counts":
        connection = ground.connection
        heads = heads_at(connection, exam.id)
        return cls(
            heads,
            count_receipts(connection, exam.id),
            count_rulings(connection, exam.id),
            count_apart(connection, exam.id),
            _held(connection, exam.id, heads),
            _asked(ground.shelf, exam),
        )

    def is_plain(self, attempt: Attempt) -> bool:
        """Whether it was handed in at the only machine that wrote, with a receipt for what is here."""
        was_handed_in = attempt.submitted and not attempt.closed and self.receipts.get(attempt.id, 0) > 0
        return was_handed_in and len(self.heads.get(attempt.id, {})) == 1 and not self.apart.get(attempt.id)


def standings_of(ground: Ground, exam: Exam, candidate: str = "") -> tuple[Standing, ...]:
    """All candidates of an exam by admission number, or the one of this number."""
    connection = ground.connection
    attempts = {one.candidate: one for one in attempts_of(connection, exam.id)}
    seated = seated_at(connection, exam.id)
    brought = brought_of(connection, exam, [who.admission_number for who in seated])
    counts, decisions = _Counts.of(ground, exam), decisions_of(connection, exam.id)
    standings = []
    for who in seated:
        if candidate and who.admission_number != candidate:
            continue
        attempt, own = attempts.get(who.admission_number), brought[who.admission_number]
        here, read = _looked_at(ground, counts, attempt, own)
        standings.append(
            Standing(
                who=who,
                attempt=attempt.id if attempt else "",
                here=here,
                troubles=tuple(_troubles(here, own, read)),
                decision=decisions.get(who.admission_number),
                packages=tuple(row.number for row in own.taken),
                away=own.away,
            )
        )
    return tuple(standings)


def _looked_at(
    ground: Ground, counts: _Counts, attempt: Attempt | None, own: Brought
) -> tuple[Here, Read | None]:
    """What is here, and what the events say where they have to be read."""
    if attempt is None:
        absent = Here(Way.ABSENT, {}, refused=own.still_refused, outside=own.outside, is_left=own.is_left)
        return absent, None
    here = Here(
        way=_way(attempt),
        heads=counts.heads.get(attempt.id, {}),
        rulings=counts.rulings.get(attempt.id, 0),
        files=_missing_files(ground, attempt, counts.asked),
        held=max(0, counts.held.get(attempt.id, 0)),
        refused=own.still_refused,
        outside=own.outside,
        is_left=own.is_left,
    )
    if counts.is_plain(attempt):
        return here, None
    mark = f"{here.mark} {counts.apart.get(attempt.id, 0)}"
    return here, ground.reads.of(attempt.id, mark, partial(read_attempt, ground.connection, attempt))


def _held(connection: Connection, exam: str, heads: Mapping[str, dict[str, Head]]) -> dict[str, int]:
    """How many events of each attempt stations hold that are not here: by what they said of what lies there,
    and by what they told while the candidate sat.
    """
    held = held_of_exam(connection, exam)
    for seen in all_seen(connection).values():
        if seen.attempt in heads:
            lacking = seen.news.events - sum(head.seq for head in heads[seen.attempt].values())
            held[seen.attempt] = max(held.get(seen.attempt, 0), lacking)
    return held


def _way(attempt: Attempt) -> Way:
    if not attempt.submitted:
        return Way.OPEN
    return Way.CLOSED if attempt.closed else Way.SUBMITTED


def _missing_files(ground: Ground, attempt: Attempt, asked: Asked) -> int:
    if not asked:
        return 0
    files = handed_in_files(ground.connection, ground.folder, attempt.id, asked)
    return sum(not one.is_whole and one.beyond is None for one in files)


def _troubles(here: Here, own: Brought, read: Read | None) -> Iterator[Trouble]:
    """In the order in which somebody looks after them. Of what was handed in nothing can be on its way."""
    ended = here.way is Way.SUBMITTED or (read is not None and read.is_whole)
    cut_off = here.way is Way.CLOSED and read is not None and not read.is_whole
    exported = bool(own.away) or (read is not None and read.was_exported and not own.taken)
    found = {
        Trouble.STILL_OPEN: here.way is Way.OPEN,
        Trouble.NOT_HANDED_IN: cut_off and read is not None and read.has_answers,
        Trouble.NOTHING_CAME: cut_off and read is not None and not read.has_answers,
        Trouble.EXPORTED: exported and not ended,
        Trouble.REFUSED: bool(own.still_refused) and not ended,
        Trouble.HELD: here.held > 0 or (own.is_left and not ended),
        Trouble.FILES_MISSING: here.files > 0,
        Trouble.DAMAGED: read is not None and read.is_damaged,
        Trouble.CONFLICT: read is not None and read.has_conflicts,
    }
    return (trouble for trouble, holds in found.items() if holds)


def _asked(shelf: PaperShelf, exam: Exam) -> Asked:
    """What the paper's questions take of files: nothing where it cannot be read, as while it is sealed."""
    try:
        return asked_in(shelf.paper(exam.paper))
    except (ProtocolError, SiteError, OSError) as error:
        log.warning("paper %s cannot be read: %s", exam.paper, type(error).__name__)
        return {}
