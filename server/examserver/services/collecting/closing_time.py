"""When an exam is over for the last of its candidates."""

from sqlalchemy import Connection

from examserver.services.sittings.own_times import own_times
from examserver.storage.exams import Exam


def last_closing(connection: Connection, exam: Exam) -> int:
    """From then on (site time in milliseconds) nobody can answer any more: not by the exam's times, nor by
    more time that somebody was given, nor by what somebody had not used before the exam was postponed.
    A pause that stands may keep it open beyond that: see `is_held_open`.

    Each candidate counts, for each has used another part of the time. Where nobody is to sit it, it is over
    at its own closing, or, where the site ended it, after that.
    """
    own = own_times(connection, exam.id).values()
    return max((exam.extended(one.minutes, one.used).closes for one in own), default=exam.extended(0).closes)
