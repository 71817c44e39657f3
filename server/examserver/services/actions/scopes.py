"""For whom an action is: checks what was named, and says it in words."""

from sqlalchemy import Connection, select

from examserver.errors import ActionError
from examserver.services.attempts import attempt_called
from examserver.services.order import LONGEST_BY
from examserver.services.rooms import require_room
from examserver.storage import schema
from examserver.storage.attempts import find_attempt_by_id
from examserver.storage.exams import find_exam
from examserver.storage.site_orders import LONGEST_TEXT, Scope

LONGEST_REASON = 200


def require_scope(connection: Connection, scope: Scope) -> Scope:
    """The scope with names as they are stored; raises ActionError, RoomError and RulingError."""
    if scope == Scope():
        raise ActionError(
            "It is not said for whom this is.", "Name a sitting, an exam, a room, a seat or an attempt."
        )
    if scope.seat and not scope.room:
        raise ActionError("A seat is one of a room.", "Name the room as well.")
    if scope.exam and find_exam(connection, scope.exam) is None:
        raise ActionError(
            f"There is no exam with the id {scope.exam}.", "See which there are: examserver exam list DIR"
        )
    if scope.sitting and not _has_sitting(connection, scope.sitting):
        raise ActionError(
            f"There is no sitting {scope.sitting}.", "See which there are: examserver sitting list DIR"
        )
    room = require_room(connection, scope.room).name if scope.room else ""
    return Scope(scope.sitting, scope.exam, room, scope.seat, _attempt(connection, scope.attempt))


def scope_said(scope: Scope) -> str:
    """In words for a person at the console."""
    parts = (
        ("sitting", scope.sitting),
        ("exam", scope.exam),
        ("room", scope.room),
        ("seat", scope.seat),
        ("attempt", scope.attempt[:8]),
    )
    return ", ".join(f"{called} {name}" for called, name in parts if name)


def require_reason(reason: str, by: str) -> None:
    """Raise ActionError where nobody could follow later why something was done, or by whom."""
    require_why(reason)
    if not 1 <= len(by.strip()) <= LONGEST_BY or not by.isprintable():
        raise ActionError("An action needs a name: who does it?", "Give it with --by.")


def require_why(reason: str) -> None:
    """Raise ActionError where nobody could follow later why; who it was is known from whoever gives it."""
    if not 1 <= len(reason.strip()) <= LONGEST_REASON or not reason.isprintable():
        raise ActionError(
            "An action needs a reason that others can follow.",
            f"One line of at most {LONGEST_REASON} characters.",
        )


def require_text(text: str, *, may_be_empty: bool = False) -> str:
    """What candidates are shown, on one line; raises ActionError."""
    line = " ".join(text.split())
    if len(line) > LONGEST_TEXT or not line.isprintable() or not (line or may_be_empty):
        raise ActionError(
            f"A message has 1 to {LONGEST_TEXT} characters, and none that cannot be seen.",
            "Make it one or two short sentences.",
        )
    return line


def _has_sitting(connection: Connection, sitting: str) -> bool:
    table = schema.sittings
    return connection.execute(select(table.c.id).where(table.c.id == sitting)).first() is not None


def _attempt(connection: Connection, text: str) -> str:
    """An attempt by its whole id, or as a person means it."""
    if not text:
        return ""
    known = find_attempt_by_id(connection, text)
    return known.id if known else attempt_called(connection, text).id
