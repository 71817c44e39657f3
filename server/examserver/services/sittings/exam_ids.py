"""What an exam of this service is called.

Rule: the id of an exam that was removed is not given again, since stations and the audit log know it.
"""

import re

from sqlalchemy import Connection

from examserver.storage.audit import AuditWish, wanted_rows
from examserver.storage.exams import all_exams

REMOVED = "remove_exam"
"""The order that removes one, as the audit log has it."""

NUMBERED = re.compile(r"exam-(\d+)")
MOST_REMOVED = 1000


def next_exam_id(connection: Connection) -> str:
    """The id of the next exam of this service: none that one has, nor one that was removed had."""
    gone = wanted_rows(connection, AuditWish(what=(REMOVED,), most=MOST_REMOVED))
    ids = [*(exam.id for exam in all_exams(connection)), *(str(row.about.get("exam")) for row in gone)]
    numbers = (int(found[1]) for one in ids if (found := NUMBERED.fullmatch(one)))
    return f"exam-{max(numbers, default=0) + 1}"
