"""What the staff can order for a sitting, an exam, a room, a seat or one attempt.

Rule: each has a name and a reason. What can be undone is undone by an order of its own; nothing is removed.
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import ClassVar

from sqlalchemy import Connection

from examserver.errors import ActionError
from examserver.ids import new_id
from examserver.services.actions.giving_time import AHEAD, give_time, go_on, left_of, look_again
from examserver.services.actions.going_on import goes_on, require_not_ended
from examserver.services.actions.naming import order_called
from examserver.services.actions.scopes import (
    LONGEST_REASON,
    require_reason,
    require_scope,
    require_text,
    scope_said,
)
from examserver.services.actions.whom import sitting_in
from examserver.services.audit import Deed
from examserver.services.order import Bench, Outcome, StaffOrder
from examserver.storage.attempts import find_attempt_by_id
from examserver.storage.exams import Exam, find_exam, own_exams
from examserver.storage.site_orders import (
    NOBODY,
    OrderKind,
    OrderRow,
    Scope,
    add_order,
    dealt_with,
    end_order,
    standing_orders,
)

EARLIEST_PAUSE = 24 * 3600 * 1000
"""Milliseconds: a pause is told to have begun no longer ago."""

SCOPE = ("sitting", "exam", "room", "seat", "attempt")


class Scoped(StaffOrder, frozen=True):
    """Base of those that are for a sitting, an exam, a room, a seat or an attempt: see `Scope`."""

    RECORDED: ClassVar[tuple[str, ...]] = SCOPE

    sitting: str = ""
    exam: str = ""
    room: str = ""
    seat: str = ""
    attempt: str = ""
    by: str = ""
    reason: str = ""

    def scope(self, connection: Connection) -> Scope:
        """For whom it is; raises ActionError."""
        named = Scope(self.sitting, self.exam, self.room, self.seat, self.attempt)
        return require_scope(connection, named)

    def row(self, bench: Bench, kind: OrderKind, text: str = "", since: int = 0) -> OrderRow:
        """What is stored of it."""
        by, reason = " ".join(self.by.split()), self.reason[:LONGEST_REASON]
        scope, begins = self.scope(bench.connection), since or bench.now
        return OrderRow(new_id(), kind, bench.now, begins, scope, text, by, reason=reason)


class SendNotice(Scoped, frozen=True, tag="send_notice"):
    """Show a message at stations until each candidate has put it away.

    Nobody is asked why: what it says is its reason, unless another one is given.
    """

    RECORDED: ClassVar = (*SCOPE, "text")

    text: str = ""

    def carry_out(self, bench: Bench) -> Outcome:
        """Do it; raises ActionError."""
        row = self.row(bench, OrderKind.NOTICE, require_text(self.text))
        add_order(bench.connection, row)
        told = f"Message {row.id[:8]} is on its way to {scope_said(row.scope)}."
        return Outcome((told, "Stations show it within ten seconds, and until it is put away."))

    def deed(self) -> Deed:
        """With the message itself as the reason, where no other one was given."""
        about = {name: str(getattr(self, name)) for name in (self.RECORDED if self.reason else SCOPE)}
        return Deed("send_notice", about, self.reason or require_text(self.text), self.by)


class RequestExport(Scoped, frozen=True, tag="request_export"):
    """Ask stations to export the answers to a drive."""

    def carry_out(self, bench: Bench) -> Outcome:
        """Do it; raises ActionError."""
        require_reason(self.reason, self.by)
        row = self.row(bench, OrderKind.EXPORT)
        add_order(bench.connection, row)
        told = f"Request {row.id[:8]} to export is on its way to {scope_said(row.scope)}."
        return Outcome((told, "A proctor puts a drive in there and types the room password."))


class PauseExams(Scoped, frozen=True, tag="pause_exams"):
    """Let an exam stand still, from `since` (site time in ms, 0: now) on; `text` is shown to candidates."""

    RECORDED: ClassVar = (*SCOPE, "since")

    since: int = 0
    text: str = ""

    def carry_out(self, bench: Bench) -> Outcome:
        """Do it; raises ActionError."""
        require_reason(self.reason, self.by)
        row = self.row(bench, OrderKind.PAUSE, require_text(self.text, may_be_empty=True), self.since)
        if row.scope.exam:
            require_not_ended(bench.connection, row.scope.exam)
        if not bench.now - EARLIEST_PAUSE <= row.since <= bench.now:
            raise ActionError(
                "A pause begins now, or began within the last 24 hours.", "Look at the time once more."
            )
        if any(one.scope == row.scope for one in _pauses(bench.connection)):
            raise ActionError("It stands still already.", "Resume it first, or leave it.")
        add_order(bench.connection, row)
        return Outcome(
            (
                f"Pause {row.id[:8]}: {scope_said(row.scope)} stands still.",
                "Papers are covered within ten seconds; the end moves until you resume.",
            )
        )


class ExtendMany(Scoped, frozen=True, tag="extend_many"):
    """Give more time, in minutes, to a room, to all exams of a sitting, or to one attempt."""

    RECORDED: ClassVar = (*SCOPE, "minutes")

    minutes: int = 0

    def carry_out(self, bench: Bench) -> Outcome:
        """Do it; raises ActionError and ExamSetupError."""
        require_reason(self.reason, self.by)
        scope = self.scope(bench.connection)
        if self.minutes < 1:
            raise ActionError(f"Nobody can have {self.minutes} minutes more.", "Give 1 to 1440.")
        if scope.exam:
            require_not_ended(bench.connection, scope.exam)
        reviews = give_time(bench, scope, partial(self._minutes, bench), self.reason)
        if not reviews:
            raise ActionError("Nobody sits an exam there now.", "Name the exam, if it has not begun yet.")
        told = f"{self.minutes} minutes more for {scope_said(scope)}: {len(reviews)} extensions."
        return Outcome((told,), unfinished=left_of(bench.connection, reviews))

    def go_on(self, bench: Bench, outcome: Outcome) -> Outcome:
        """The next of those who have handed in."""
        return go_on(bench, outcome)

    def _minutes(self, bench: Bench, exam: Exam) -> int:
        """None for what is over, unless it is named: then whom the clock alone has ended goes on."""
        planned, is_named = find_exam(bench.connection, exam.id), bool(self.exam or self.attempt)
        if planned is None or planned.ended:
            return 0
        return self.minutes if is_named or goes_on(bench.connection, planned, bench.now) else 0


class CloseAttempts(Scoped, frozen=True, tag="close_attempts"):
    """Close one attempt, or end an exam or a sitting, as at the deadline; `text` is shown to candidates."""

    text: str = ""

    def carry_out(self, bench: Bench) -> Outcome:
        """Do it; raises ActionError."""
        require_reason(self.reason, self.by)
        row = self.row(bench, OrderKind.CLOSE, require_text(self.text, may_be_empty=True))
        attempt = find_attempt_by_id(bench.connection, row.scope.attempt) if row.scope.attempt else None
        if attempt is not None and attempt.submitted:
            raise ActionError("This attempt is handed in already.", "There is nothing to close.")
        rows = [replace(row, id=new_id(), scope=one) for one in _closed_now(bench, row.scope)]
        if not rows:
            raise ActionError("Nobody sits an exam there now.", "Name the exam, if it has not begun yet.")
        if all(_is_closed(bench.connection, one.scope) for one in rows):
            raise ActionError("It is closed already.", "What stations do not hand in is closed in a minute.")
        for one in rows:
            add_order(bench.connection, one)
        lines = (
            f"Closing {one.id[:8]}: {scope_said(one.scope)} ends now, as at the deadline." for one in rows
        )
        more = "Stations hand in by themselves; what has not in a minute is closed with what the site has."
        return Outcome((*lines, more))


def _closed_now(bench: Bench, scope: Scope) -> Iterator[Scope]:
    """A closing of a room is for the exams that are sat there now: those to come are not over for it."""
    if not scope.room or scope.exam or scope.sitting or scope.attempt:
        yield scope
        return
    for exam in own_exams(bench.connection):
        is_now = exam.starts - AHEAD <= bench.now and goes_on(bench.connection, exam, bench.now)
        if is_now and sitting_in(bench.connection, exam.id, scope.room):
            yield replace(scope, exam=exam.id)


def _is_closed(connection: Connection, scope: Scope) -> bool:
    """Whether a closing of just these stands for all of them: nobody was let in again since."""
    standing = [one for one in _standing(connection, OrderKind.CLOSE) if one.scope == scope]
    dealt = dealt_with(connection) if standing else {}
    return any(not dealt.get(one.id, NOBODY).lifted for one in standing)


class TakeOrderBack(StaffOrder, frozen=True, tag="take_order_back"):
    """Take a message, a request to export or a closing back."""

    RECORDED: ClassVar = ("site_order",)

    site_order: str
    by: str = ""
    reason: str = ""

    def carry_out(self, bench: Bench) -> Outcome:
        """Do it; raises ActionError."""
        require_reason(self.reason, self.by)
        row = order_called(bench.connection, self.site_order)
        if row.kind is OrderKind.PAUSE:
            raise ActionError("A pause is not taken back.", "Resume it: then what it took is given back.")
        end_order(bench.connection, row.id, bench.now)
        if row.kind is not OrderKind.CLOSE:
            return Outcome((f"Taken back: {row.id[:8]}.",))
        reviews = look_again(bench, row.id, row.scope)
        told = f"Taken back: {scope_said(row.scope)} goes on, if time is left."
        return Outcome((told,), unfinished=left_of(bench.connection, reviews))

    def go_on(self, bench: Bench, outcome: Outcome) -> Outcome:
        """The next of those who have handed in."""
        return go_on(bench, outcome)


def _pauses(connection: Connection) -> list[OrderRow]:
    return _standing(connection, OrderKind.PAUSE)


def _standing(connection: Connection, kind: OrderKind) -> list[OrderRow]:
    return [one for one in standing_orders(connection) if one.kind is kind]
