"""What the staff can order about sittings before anything goes wrong."""

from typing import ClassVar

from examserver.services.exams import ExamPlan, create_exam
from examserver.services.order import Bench, Outcome, StaffOrder
from examserver.services.rosters.taking_over import places_said
from examserver.services.sittings.clashes import clashes_said
from examserver.services.sittings.finding import require_sitting
from examserver.services.sittings.making import make_sitting, put_into, set_rooms, take_out
from examserver.site_times import shown


class MakeSitting(StaffOrder, frozen=True, tag="make_sitting"):
    """Make a sitting; what is sat in a rehearsal counts for nothing."""

    RECORDED: ClassVar = ("title", "rehearsal")

    title: str
    rehearsal: bool = False

    def carry_out(self, bench: Bench) -> Outcome:
        """Do it; the outcome's content is the sitting's id. Raises SittingError."""
        sitting = make_sitting(bench.connection, self.title, bench.now, rehearsal=self.rehearsal)
        what = "rehearsal" if sitting.rehearsal else "sitting"
        return Outcome((f"Made {sitting.id}, a {what}: {sitting.title}.",), content=sitting.id.encode())


class PutExamIn(StaffOrder, frozen=True, tag="put_exam_in"):
    """Put an exam into a sitting."""

    RECORDED: ClassVar = ("exam", "sitting")

    exam: str
    sitting: str

    def carry_out(self, bench: Bench) -> Outcome:
        """Do it; raises SittingError."""
        exam = put_into(bench.connection, self.sitting, self.exam)
        lines = (f"{exam.id} is in {self.sitting} now.", *clashes_said(bench.connection, self.sitting))
        return Outcome(lines)


class TakeExamOut(StaffOrder, frozen=True, tag="take_exam_out"):
    """Let an exam stand alone."""

    RECORDED: ClassVar = ("exam",)

    exam: str

    def carry_out(self, bench: Bench) -> Outcome:
        """Do it; raises SittingError."""
        exam = take_out(bench.connection, self.exam)
        return Outcome((f"{exam.id} is in no sitting any more.",))


class SetExamRooms(StaffOrder, frozen=True, tag="set_exam_rooms"):
    """Say in which rooms an exam is sat; none: in any."""

    RECORDED: ClassVar = ("exam", "rooms")

    exam: str
    rooms: tuple[str, ...]

    def carry_out(self, bench: Bench) -> Outcome:
        """Do it; raises SittingError and RoomError."""
        rooms = set_rooms(bench.connection, self.exam, self.rooms)
        return Outcome((f"{self.exam} is sat in: {', '.join(rooms) or 'any room'}.",))


class AddExam(StaffOrder, frozen=True, tag="add_exam"):
    """Create an exam in a sitting. `start` is a site time in milliseconds, the lengths are minutes;
    `candidates` are admission numbers, none of them: all who are on the roster.
    """

    RECORDED: ClassVar = ("sitting", "title", "paper", "start", "minutes", "rooms")

    sitting: str
    title: str
    paper: str
    start: int
    minutes: int
    key_release_minutes: int = 10
    candidates: tuple[str, ...] = ()
    rooms: tuple[str, ...] = ()
    grace_minutes: int = 10
    look_through: bool = False
    show_seconds: bool = False

    def carry_out(self, bench: Bench) -> Outcome:
        """Do it; raises ExamSetupError, SittingError and RoomError."""
        require_sitting(bench.connection, self.sitting)
        plan = ExamPlan(
            self.title,
            self.paper,
            self.start,
            self.minutes,
            self.key_release_minutes,
            self.grace_minutes,
            self.show_seconds,
            self.look_through,
        )
        exam = create_exam(bench.connection, plan, bench.now, self.candidates or None)
        put_into(bench.connection, self.sitting, exam.id)
        set_rooms(bench.connection, exam.id, self.rooms)
        times = f"{shown(exam.starts)} to {shown(exam.ends)}"
        said = f"Created {exam.id} in {self.sitting}: {times}."
        seats = places_said(bench.connection, exam.id)
        return Outcome(
            (said, *seats, *clashes_said(bench.connection, self.sitting)), content=exam.id.encode()
        )
