"""What those are called for whom something was ordered: people say a name, and never an id."""

from collections.abc import Iterable, Mapping

from sqlalchemy import Connection

from examserver.storage.attempts import find_attempt_by_id
from examserver.storage.candidates import find_candidate
from examserver.storage.exams import find_exam
from examserver.storage.site_orders import OrderRow
from examserver.storage.sittings import find_sitting


def called_by(connection: Connection, orders: Iterable[OrderRow]) -> Mapping[str, str]:
    """Id of each attempt, exam and sitting that the orders are for, to its candidate or title."""
    scopes = [one.scope for one in orders]
    found = {one.attempt: _candidate(connection, one.attempt) for one in scopes if one.attempt}
    for scope in scopes:
        exam = find_exam(connection, scope.exam) if scope.exam else None
        sitting = find_sitting(connection, scope.sitting) if scope.sitting else None
        found |= {one.id: one.title for one in (exam, sitting) if one is not None}
    return found


def _candidate(connection: Connection, attempt_id: str) -> str:
    attempt = find_attempt_by_id(connection, attempt_id)
    candidate = find_candidate(connection, attempt.candidate) if attempt else None
    return f"{candidate.name} {candidate.admission_number}" if candidate else ""
