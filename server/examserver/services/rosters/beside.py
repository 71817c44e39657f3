"""What is sat at the same time as an exam: there a candidate cannot be twice, nor two on one seat."""

from dataclasses import dataclass

from sqlalchemy import Connection, select

from examserver.storage import schema
from examserver.storage.exams import Exam, all_exams
from examserver.storage.places import Place, seats_taken, sitting_any


@dataclass(frozen=True, slots=True)
class Beside:
    """The exams at the same time by id, who sits one of them, and whose the seats are at any of them."""

    exams: dict[str, Exam]
    sitters: dict[str, str]
    taken: dict[tuple[str, str], Place]

    def title_of(self, exam: str) -> str:
        """The title of one of the exams."""
        return self.exams[exam].title


def beside(connection: Connection, exam: Exam) -> Beside:
    """What is sat at the same time as this exam; one of a session that was cancelled is not sat."""
    exams = {one.id: one for one in all_exams(connection) if _overlap(one, exam)}
    for cancelled in _cancelled(connection):
        exams = {key: one for key, one in exams.items() if one.sitting != cancelled}
    taken = {(one.room, one.seat): one for one in seats_taken(connection, list(exams))}
    return Beside(exams, sitting_any(connection, list(exams)), taken)


def _overlap(one: Exam, other: Exam) -> bool:
    return one.id != other.id and one.starts < other.ends and other.starts < one.ends


def _cancelled(connection: Connection) -> tuple[str, ...]:
    table = schema.sittings
    return tuple(connection.execute(select(table.c.id).where(table.c.cancelled != 0)).scalars())
