"""What the staff can order about rosters, seats at an exam, and what is printed of them."""

import hashlib
from typing import ClassVar

import msgspec

from examserver.errors import OrderError, SeatingError, TableError
from examserver.services.audit import Deed
from examserver.services.candidates import import_candidates
from examserver.services.names import LONGEST_SEAT, as_seat, is_name
from examserver.services.order import Bench, Outcome, Preparation, StaffOrder
from examserver.services.rooms import require_room
from examserver.services.roster import ROSTER, look_at_roster
from examserver.services.rosters.plan import RosterPlan, RosterWish, plan_roster
from examserver.services.rosters.seat_rules import SeatRule
from examserver.services.rosters.seating_anew import required_exam, seat_anew, seat_one
from examserver.services.rosters.table import Table
from examserver.storage.audit import Told
from examserver.storage.candidates import comparable
from examserver.storage.checkins import forget_checkins
from examserver.storage.places import enter, seat, withdraw
from examserver.storage.settings import read_settings, write_settings

LONGEST_RULES = 2000
KEPT_FOR_EXAMS = (
    "Rooms and seats are kept: an exam that is created from now on has them. An exam that is there already "
    "keeps its own; for that one give the file once more with --exam."
)


class RosterDone(msgspec.Struct, frozen=True):
    """What an import did: how many candidates it added, changed and found, and how many sit the exam anew."""

    added: int
    changed: int
    unchanged: int
    entered: int = 0
    seated: int = 0
    withdrawn: int = 0
    beside: int = 0


class ImportRoster(StaffOrder, frozen=True, tag="import_roster"):
    """Take in a roster by its content; `expected` is the SHA-256 that somebody has looked at, `""` for any.

    The outcome's content is a RosterDone as JSON.
    """

    name: str
    data: bytes
    wish: RosterWish
    expected: str = ""

    def prepare(self, preparation: Preparation) -> StaffOrder:  # noqa: ARG002 - the file is all there is to read
        """Read the file; raises TableError, and OrderError for another one than was looked at."""
        sha256 = hashlib.sha256(self.data).hexdigest()
        if self.expected and sha256 != self.expected:
            raise OrderError("This is another file than was looked at.", "Look at it again.")
        return _TakeRoster(self.name, sha256, look_at_roster(self.data), self.wish)


class _TakeRoster(StaffOrder, frozen=True, tag="import_candidates"):
    """Take in a roster that was read; nobody can send this."""

    name: str
    sha256: str
    table: Table
    wish: RosterWish

    def carry_out(self, bench: Bench) -> Outcome:
        """Do it; raises TableError where anything in the file is wrong."""
        plan = plan_roster(bench.connection, self.table, self.wish)
        if plan.problems:
            raise TableError(
                f"{len(plan.problems)} fields cannot be taken.",
                ROSTER.advice,
                tuple(map(str, plan.problems)),
            )
        change = import_candidates(bench.connection, plan.candidates)
        withdraw(bench.connection, self.wish.exam, plan.withdrawn)
        forget_checkins(bench.connection, self.wish.exam, plan.withdrawn)
        enter(bench.connection, plan.entered)
        seat(bench.connection, plan.seated)
        done = RosterDone(
            change.added,
            change.changed,
            change.unchanged,
            len(plan.entered),
            len(plan.seated),
            len(plan.withdrawn),
            plan.beside,
        )
        return Outcome(tuple(_lines(done, self.wish, plan)), content=msgspec.json.encode(done))

    def deed(self) -> Deed:
        """The file by its content, how many it has, and for which exam."""
        about: dict[str, Told] = {
            "file": self.name,
            "sha256": self.sha256,
            "candidates": len(self.table.rows),
        }
        about |= {"exam": self.wish.exam, "rule": _rule_told(self.wish)}
        return Deed("import_candidates", about)


class AssignSeats(StaffOrder, frozen=True, tag="assign_seats"):
    """Give all candidates of an exam seats by a rule; `rooms` are those to fill, as `A, B=30`."""

    RECORDED: ClassVar = ("exam", "rule", "rooms", "seed")

    exam: str
    rule: SeatRule
    rooms: str = ""
    seed: int = 0

    def carry_out(self, bench: Bench) -> Outcome:
        """Do it; raises SeatingError, ExamSetupError and RoomError."""
        count = seat_anew(bench.connection, self.exam, self.rule, self.rooms, self.seed)
        return Outcome((f"{count} candidates of {self.exam} have seats.",), number=count)


class SeatCandidate(StaffOrder, frozen=True, tag="seat_candidate"):
    """Give one candidate of an exam a seat; with no seat, the candidate has none at this exam."""

    RECORDED: ClassVar = ("exam", "candidate", "room", "seat")

    exam: str
    candidate: str
    room: str
    seat: str

    def carry_out(self, bench: Bench) -> Outcome:
        """Do it; raises SeatingError, ExamSetupError and RoomError."""
        exam = required_exam(bench.connection, self.exam)
        room = require_room(bench.connection, self.room).name if self.room else ""
        at = as_seat(self.seat)
        if (at and not is_name(at, LONGEST_SEAT)) or bool(at) != bool(room):
            raise SeatingError(
                "A place is a room and a seat in it.", "Name both, or neither where there is to be none."
            )
        seat_one(bench.connection, exam, comparable(self.candidate), room, at)
        return Outcome((f"{self.candidate} sits in {room or '-'} at {at or '-'}.",))


class SetSlipRules(StaffOrder, frozen=True, tag="set_slip_rules"):
    """Set what stands at the end of admission slips; `""` for the usual rules."""

    rules: str

    def carry_out(self, bench: Bench) -> Outcome:
        """Do it; raises OrderError."""
        if len(self.rules) > LONGEST_RULES or "\0" in self.rules:
            raise OrderError(
                f"The rules of an admission slip have at most {LONGEST_RULES} characters.",
                "Make them shorter.",
            )
        settings = read_settings(bench.connection)
        text = self.rules.replace("\r\n", "\n").strip()
        write_settings(bench.connection, msgspec.structs.replace(settings, slip_rules=text))
        return Outcome(("The rules on admission slips are changed.",))


class NotePhotos(StaffOrder, frozen=True, tag="import_photos"):
    """Note that so many photos were stored, which lie there already."""

    RECORDED: ClassVar = ("number",)

    number: int

    def carry_out(self, bench: Bench) -> Outcome:  # noqa: ARG002 - only the log is written
        """There is only the log to write."""
        return Outcome()


def _rule_told(wish: RosterWish) -> str:
    return f"{wish.rule.value} {wish.seed}" if wish.exam else ""


def _lines(done: RosterDone, wish: RosterWish, plan: RosterPlan) -> list[str]:
    lines = [f"{done.added} candidates added, {done.changed} changed, {done.unchanged} as they were."]
    if wish.exam:
        lines.append(
            f"Exam {wish.exam}: {done.entered} entered, {done.seated} with another seat, "
            f"{done.withdrawn} taken out."
        )
    if plan.is_kept_for_exams:
        lines.append(KEPT_FOR_EXAMS)
    if done.beside:
        lines.append(f"{done.beside} sit beside somebody of their own school or class all the same.")
    if plan.notices:
        lines.append(f"To look at: {len(plan.notices)}. See them: examserver candidates look DIR FILE")
    return lines
