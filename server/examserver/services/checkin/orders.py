"""What is ordered at the door: check in, take it back, ask the head proctor, and what that one decides.

Rule: the head proctor decides about those who wait, and may change a decision, with a reason. Who has logged
in is not checked out any more.
"""

from collections.abc import Iterable
from typing import ClassVar

import msgspec
from sqlalchemy import Connection

from examserver.errors import CheckInError
from examserver.ids import new_id
from examserver.services.checkin.finding import LONGEST_REASON, open_exam, require_place, said
from examserver.services.checkin.pictures import DOOR, kept_photo, require_kept
from examserver.services.order import Bench, Outcome, Preparation, StaffOrder
from examserver.storage.attempts import find_attempt
from examserver.storage.candidates import comparable
from examserver.storage.checkins import (
    CheckInRow,
    CheckInState,
    Material,
    add_material,
    checkin_of,
    put_checkin,
    remove_checkin,
)


class CheckIn(StaffOrder, frozen=True, tag="check_in"):
    """Check a candidate in, who is who the slip says."""

    RECORDED: ClassVar = ("exam", "candidate", "room")

    exam: str
    candidate: str
    room: str
    by: str = ""

    def carry_out(self, bench: Bench) -> Outcome:
        """Do it; twice is once. Raises SittingError and CheckInError."""
        exam = open_exam(bench.connection, self.exam, bench.now)
        place = require_place(bench.connection, exam, self.candidate, self.room)
        known = checkin_of(bench.connection, exam.id, place.candidate)
        if known is not None and known.is_in:
            return Outcome((f"{place.candidate} is checked in already.",))
        if known is not None:
            raise CheckInError(
                f"The head proctor was asked about {place.candidate}.",
                "Wait for the decision, or take the question back first.",
            )
        row = CheckInRow(exam.id, place.candidate, self.room, CheckInState.IN, bench.now, self.by)
        put_checkin(bench.connection, row)
        return Outcome((f"{place.candidate} is checked in.",))


class UndoCheckIn(StaffOrder, frozen=True, tag="undo_check_in"):
    """Take back a check-in, or a question to the head proctor that was not answered yet."""

    RECORDED: ClassVar = ("exam", "candidate", "room")

    exam: str
    candidate: str
    room: str
    by: str = ""

    def carry_out(self, bench: Bench) -> Outcome:
        """Do it; raises SittingError and CheckInError."""
        exam = open_exam(bench.connection, self.exam, bench.now)
        place = require_place(bench.connection, exam, self.candidate, self.room)
        known = checkin_of(bench.connection, exam.id, place.candidate)
        if known is None:
            raise CheckInError(f"{place.candidate} is not checked in.", "Load the list again.")
        if known.decided:
            raise CheckInError(
                "What the head proctor has decided is not taken back here.", "Ask the head proctor."
            )
        attempt = find_attempt(bench.connection, exam.id, place.candidate)
        if attempt is not None and known.is_in:
            raise CheckInError(
                f"{place.candidate} has logged in, so the check-in stands.",
                "Close the attempt on the page of actions, if it has to be.",
            )
        remove_checkin(bench.connection, exam.id, place.candidate)
        return Outcome((f"The check-in of {place.candidate} is taken back.",))


class AskForEntry(StaffOrder, frozen=True, tag="ask_for_entry"):
    """Submit a candidate for the head proctor's approval, with a photo (JPEG or PNG) and a reason."""

    RECORDED: ClassVar = ("exam", "candidate", "room", "sha256")

    exam: str
    candidate: str
    room: str
    reason: str
    photo: bytes = b""
    by: str = ""
    sha256: str = ""

    def prepare(self, preparation: Preparation) -> "AskForEntry":
        """Make the photo safe and keep it; raises CheckInError and StorageError."""
        sha256 = kept_photo(preparation.folder, self.photo, DOOR)
        return msgspec.structs.replace(self, photo=b"", sha256=sha256, reason=said(self.reason))

    def carry_out(self, bench: Bench) -> Outcome:
        """Do it; raises SittingError and CheckInError."""
        exam = open_exam(bench.connection, self.exam, bench.now)
        place = require_place(bench.connection, exam, self.candidate, self.room)
        require_kept(bench.folder, self.sha256)
        known = checkin_of(bench.connection, exam.id, place.candidate)
        if known is not None and known.is_in:
            raise CheckInError(f"{place.candidate} is checked in already.", "Take the check-in back first.")
        if known is not None and known.decided:
            add_material(bench.connection, _as_material(known))
        row = CheckInRow(
            exam.id,
            place.candidate,
            self.room,
            CheckInState.WAITING,
            bench.now,
            self.by,
            photo=self.sha256,
            reason=self.reason,
        )
        put_checkin(bench.connection, row)
        return Outcome((f"{place.candidate} waits for the head proctor.",))


def _as_material(refused: CheckInRow) -> Material:
    """A question that was answered, before it is asked anew: its photo, its reason and the answer stay."""
    words = f"{refused.candidate}: {refused.reason} ✗ {refused.answer} ({refused.decided_by})"
    return Material(
        new_id(), refused.exam, refused.room, refused.at, refused.by, refused.photo, words[:LONGEST_REASON]
    )


class DecideEntry(StaffOrder, frozen=True, tag="decide_entry"):
    """Let candidates in who wait, or refuse them, or decide anew; each is `EXAM/ADMISSION_NUMBER`."""

    RECORDED: ClassVar = ("candidates", "allow")

    candidates: tuple[str, ...]
    allow: bool
    reason: str = ""
    by: str = ""

    def carry_out(self, bench: Bench) -> Outcome:
        """Do it for all or for none; raises CheckInError and SittingError."""
        if not self.candidates:
            raise CheckInError("Nobody was chosen, so nothing was decided.", "Tick who it is about.")
        answer = said(self.reason) if self.reason.strip() or not self.allow else ""
        state = CheckInState.ALLOWED if self.allow else CheckInState.REFUSED
        waiting = tuple(_to_decide(bench.connection, self.candidates, bench.now, state))
        if not answer and any(row.decided for row in waiting):
            raise CheckInError("A decision is changed only with a reason.", "Say why it is decided anew.")
        for row in waiting:
            decided = CheckInRow(
                row.exam,
                row.candidate,
                row.room,
                state,
                row.at,
                row.by,
                row.photo,
                row.reason,
                decided=bench.now,
                decided_by=self.by,
                answer=answer,
            )
            put_checkin(bench.connection, decided)
        return Outcome((f"{'Allowed' if self.allow else 'Refused'}: {len(waiting)}.",), number=len(waiting))


EntryOrder = CheckIn | UndoCheckIn | AskForEntry | DecideEntry


def _to_decide(
    connection: Connection, names: Iterable[str], now: int, wanted: CheckInState
) -> Iterable[CheckInRow]:
    for name in names:
        exam_id, _, number = name.rpartition("/")
        exam = open_exam(connection, exam_id, now)
        row = checkin_of(connection, exam.id, comparable(number))
        if row is None or not (row.decided or row.state is CheckInState.WAITING) or row.state is wanted:
            raise CheckInError(f"{number} does not wait any more.", "Load the list again.")
        if row.is_in and find_attempt(connection, exam.id, row.candidate) is not None:
            raise CheckInError(
                f"{row.candidate} has logged in, so the decision stands.",
                "Close the attempt on the page of actions, if it has to be.",
            )
        yield row
