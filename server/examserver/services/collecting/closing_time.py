"""When an exam is over for the last of its candidates."""

from collections.abc import Sequence

from sqlalchemy import Connection

from examserver.storage.exams import Exam, exam_for
from examserver.storage.extensions import extensions_of


def last_closing(connection: Connection, exam: Exam, candidates: Sequence[str]) -> int:
    """From then on (site time in milliseconds) nobody can answer any more: not by the exam's times, nor by
    more time that somebody was given. `candidates` are all of the exam, by admission number.
    """
    timed = {one.candidate for one in extensions_of(connection, exam.id)}
    own = (exam_for(connection, exam.id, one) for one in {*candidates[:1], *timed.intersection(candidates)})
    return max((one.closes for one in own if one), default=exam.closes)
