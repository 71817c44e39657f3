"""Removes an exam that was made by mistake, of which nothing has come yet.

Rule: only what its setting up has written goes: who sits it and where, its rooms, its room passwords, and
what stations said of its paper. As soon as there is anything else, it stays; then it can be cancelled.
"""

from typing import ClassVar

from sqlalchemy import Connection, Table, delete, func, select

from examserver.errors import SittingError
from examserver.services.order import Bench, Outcome, StaffOrder
from examserver.services.sittings.exam_ids import REMOVED
from examserver.services.sittings.finding import require_exam, said_reason
from examserver.storage import schema

SET_UP_WITH_IT = ("entries", "exam_rooms", "room_cards", "paper_reports")


class RemoveExam(StaffOrder, frozen=True, tag=REMOVED):
    """Remove an exam at which nobody has logged in, and for which nothing was ordered."""

    RECORDED: ClassVar = ("exam",)

    exam: str
    reason: str
    by: str = ""

    def carry_out(self, bench: Bench) -> Outcome:
        """Do it; raises SittingError."""
        exam = require_exam(bench.connection, self.exam)
        said_reason(self.reason)
        if kept := [table.name for table in _others() if _has_rows(bench.connection, table, exam.id)]:
            raise SittingError(
                f"{exam.id} is not removed: something of it is kept already ({', '.join(kept)}).",
                "Put it into a sitting of its own and cancel that: then nobody logs in to it.",
            )
        for name in SET_UP_WITH_IT:
            table = schema.metadata.tables[name]
            bench.connection.execute(delete(table).where(table.c.exam == exam.id))
        bench.connection.execute(delete(schema.exams).where(schema.exams.c.id == exam.id))
        return Outcome((f"Removed {exam.id}: {exam.title}.",))


def _others() -> list[Table]:
    """The tables in which something that has happened at an exam stands; `imports` names what files said."""
    tables = schema.metadata.sorted_tables
    return [one for one in tables if "exam" in one.c and one.name not in (*SET_UP_WITH_IT, "imports")]


def _has_rows(connection: Connection, table: Table, exam: str) -> bool:
    query = select(func.count()).select_from(table).where(table.c.exam == exam)
    return connection.execute(query).scalar_one() > 0
